"""A Python function was packaged for the wrong processor and cannot import a library."""

from __future__ import annotations

from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import http_api
from tests.evals._generate.styles import bare, powertools, python_lambda, request_id

ONSET = -262.0
REFUSED = (
    "The Lambda function returned the following error: Runtime.ImportModuleError. Check your "
    "Lambda function code and try again."
)


def pollen_counts() -> Account:
    it = Account("pollen-counts", "allergy", "pollen counts", kept=(0.56, 0.43))
    it.http_api("pollen-api", 74, 190, http_api("GET /forecast/{region}"))
    it.lambda_("forecast", powertools("forecast"), 71, 142)
    it.lambda_("station-import", python_lambda, 12, 860)
    it.resource("pollen-readings", "dynamodb")
    table = {
        "ConsumedReadCapacityUnits": ("Count", 230),
        "ConsumedWriteCapacityUnits": ("Count", 48),
        "ReadThrottleEvents": ("Count", 0),
    }
    it.measured("pollen-readings", "AWS/DynamoDB", {"TableName": "pollen-readings"}, table)
    it.calls("pollen-api > forecast > pollen-readings", "station-import > pollen-readings")

    it.closely("pollen-api", "Count").closely("forecast", "Errors", "Duration")
    it.moves("pollen-api", ONSET, {"5xx": 63, "Latency": 61})
    it.moves("forecast", ONSET, {"Errors": 62, "Duration": 4.6})
    it.moves("pollen-readings", ONSET, {"ConsumedReadCapacityUnits": 9})

    regions = ("north-sea", "harz", "alps", "eifel", "oder", "jura")
    it.business("forecast", lambda d: f"forecast for {d.choice(regions)} served", 1.3, (ONSET, 0))
    it.business("forecast", "birch model older than 12 h, using it", 0.25, (ONSET, 0), "WARN")
    it.reports("forecast", 1.0, 142, (512, 171), until=ONSET)
    it.business("station-import", lambda d: f"imported {d.randint(20, 60)} readings", 0.5)
    it.business(
        "station-import",
        "station DE-0417 sent no reading for 2 h",
        0.2,
        level="WARN",
    )
    it.business("pollen-api", lambda d: f"200 {d.randint(110, 300)} -", 1.0, (ONSET, 0))
    it.says("pollen-api", lambda d: f"500 {d.randint(30, 90)} {REFUSED}", 16, ONSET)

    cannot_import = (
        "[ERROR] Runtime.ImportModuleError: Unable to import module 'app.handler': "
        "No module named 'pydantic_core._pydantic_core'\nTraceback (most recent call last):"
    )
    it.says("forecast", cannot_import, 40, ONSET, style=bare)
    it.says(
        "forecast",
        lambda d: (
            f"INIT_REPORT Init Duration: {d.uniform(380, 560):.2f} ms\tPhase: invoke\t"
            "Status: error\tError Type: Runtime.ImportModuleError"
        ),
        22,
        ONSET,
        style=bare,
    )
    it.says(
        "forecast",
        lambda d: (
            f"REPORT RequestId: {request_id(d)}\tDuration: {d.uniform(2, 8):.2f} ms\tBilled "
            f"Duration: 3 ms\tMemory Size: 512 MB\tMax Memory Used: {d.randint(70, 82)} MB\t"
            "Status: error\tError Type: Runtime.ImportModuleError"
        ),
        22,
        ONSET,
        style=bare,
    )
    it.change(-4320, "configuration", "pollen-readings", "TTL on attribute expires", "terraform")
    it.change(-1210, "deployment", "station-import", "station-import v48: two more stations")
    it.change(
        -271,
        "deployment",
        "forecast",
        "forecast v61: cheaper on Graviton",
        "github-actions",
        {
            "Architectures": {"before": "x86_64", "after": "arm64"},
            "Version": {"before": "60", "after": "61"},
        },
    )
    it.alarm("pollen-api-5xx", "pollen-api", "5xx", 15, 3)
    it.expects(
        ["confirmed", "likely"],
        "forecast",
        ["deployment", "code-defect", "configuration"],
        ["pydantic_core"],
        ["pollen-readings", "station-import"],
    )
    return it
