"""A release in Python that answers with a type which the standard encoder does not know."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import python_lambda

FAULT = (
    "TypeError: Object of type Decimal is not JSON serializable\n"
    "Traceback (most recent call last):\n"
    '  File "/var/task/plots_api/app.py", line 64, in get_plot\n'
    '    return Response(200, "application/json", json.dumps(plot))'
)


def allotment_plots() -> Borough:
    case = Borough("allotment-plots", "allotments", "plots", share=0.73)
    case.http_api("plots-http", requests=210, ms=96)
    case.lambda_("plots-api", python_lambda, calls=208, ms=71)
    case.lambda_("plots-letters", python_lambda, calls=9, ms=340)
    case.table("plots-prod", writes=31)
    case.queue("letters-out", sent=9)
    case.calls("plots-http > plots-api > plots-prod", "plots-api > letters-out")
    case.calls("letters-out > plots-letters")

    case.business("plots-api", lambda d: f"plot {d.randint(100, 2400)} returned", 1.3, (-212, 0.4))
    case.business("plots-api", lambda d: f"waiting list position {d.randint(2, 90)} stored", 0.5)
    case.says(
        "plots-api",
        lambda d: (
            "claim rejected: An error occurred (ConditionalCheckFailedException) when calling the "
            f"PutItem operation: The conditional request failed, plot {d.randint(100, 2400)}"
        ),
        0.2,
        level="WARNING",
    )
    case.business("plots-letters", lambda d: f"letter {d.randint(10**5, 10**6)} rendered", 0.5)
    case.reports("plots-api", 0.5, 71, (512, 118))

    case.says("plots-api", FAULT, 15, since=-211, level="ERROR", tasks=5)
    case.moves("plots-api", -214, {"Errors": 118})
    case.moves("plots-http", -212, {"5xx": 117})
    case.change(-6120, "configuration", "plots-prod", "point-in-time recovery on", "terraform")
    case.change(-3400, "deployment", "plots-letters", "plots-letters 1.4.7: new letterhead")
    case.change(
        -236,
        "deployment",
        "plots-api",
        "plots-api 2.9.0: drop simplejson",
        diff=(
            "diff --git a/plots_api/app.py b/plots_api/app.py\n@@ -3,3 +3,3 @@\n"
            "-import simplejson as json\n+import json\n"
        ),
    )
    case.alarm("plots-http-5xx", "plots-http", "5xx", 20, periods=3)
    case.expects(
        ["confirmed", "likely"],
        "plots-api",
        ["deployment", "code-defect"],
        ["Decimal"],
        ["plots-prod", "plots-letters", "letters-out"],
    )
    return case
