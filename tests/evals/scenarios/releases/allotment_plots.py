"""A release in Python that answers with a type which the standard encoder does not know."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

FAULT = (
    "TypeError: Object of type Decimal is not JSON serializable\n"
    'Traceback (most recent call last):\n  File "/var/task/plots_api/app.py", line '
    '64, in get_plot\n    return Response(200, "application/json", json.dumps(plot))'
)


@scenario("allotments", "plots", watched(0.73, 0.73))
def allotment_plots(it: Incident) -> None:
    it.has(
        aws.http_api("plots-http", requests=210, ms=96),
        aws.function("plots-api", logs.python_lambda, calls=208, ms=71, errors=0.05),
        aws.function("plots-letters", logs.python_lambda, calls=9, ms=340, errors=0.05),
        aws.table("plots-prod", writes=31),
        aws.queue("letters-out", sent=9),
    )
    it.calls(
        "plots-http > plots-api > plots-prod",
        "plots-api > letters-out",
        "letters-out > plots-letters",
    )
    it.log(
        "plots-api 1.3 -212>0.4 | plot <100..2400> returned",
        "plots-api 0.5 | waiting list position <2..90> stored",
        "plots-api 0.2 WARNING | claim rejected: An error occurred "
        "(ConditionalCheckFailedException) when calling the PutItem operation: The "
        "conditional request failed, plot <100..2400>",
        "plots-letters 0.5 | letter <100000..1000000> rendered",
    )
    it.reports("plots-api", 0.5, 71, (512, 118))
    it.log(f"plots-api 15 ERROR -211.. x5 | {FAULT}")
    it.moves(-214, "plots-api Errors 118")
    it.moves(-212, "plots-http 5xx 117")
    it.change(-6120, "configuration plots-prod terraform | point-in-time recovery on")
    it.change(-3400, "deployment plots-letters | plots-letters 1.4.7: new letterhead")
    it.change(
        -236,
        "deployment plots-api | plots-api 2.9.0: drop simplejson",
        "diff --git a/plots_api/app.py b/plots_api/app.py\n@@ -3,3 +3,3 @@\n"
        "-import simplejson as json\n+import json\n",
    )
    it.alarm("plots-http-5xx", "plots-http", "5xx", 20, periods=3)
    it.expects(
        "plots-api",
        "deployment|code-defect",
        mentions="Decimal",
        blames="plots-prod|plots-letters|letters-out",
    )
