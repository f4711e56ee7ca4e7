"""A Python function was packaged for the wrong processor and cannot import a library."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -262.0
REFUSED = (
    "The Lambda function returned the following error: Runtime.ImportModuleError. "
    "Check your Lambda function code and try again."
)


@scenario("allergy", "pollen counts", watched(0.448, 0.2365))
def pollen_counts(it: Incident) -> None:
    it.has(
        aws.http_api("pollen-api", 74, 190, logs.http_access("GET /forecast/{region}")),
        aws.function("forecast", logs.powertools("forecast"), 71, 142, 0.05),
        aws.function("station-import", logs.python_lambda, 12, 860, 0.05),
        aws.resource("pollen-readings", "dynamodb"),
    )
    table = {
        "ConsumedReadCapacityUnits": ("Count", 230),
        "ConsumedWriteCapacityUnits": ("Count", 48),
        "ReadThrottleEvents": ("Count", 0),
    }
    it.measured("pollen-readings", "AWS/DynamoDB", {"TableName": "pollen-readings"}, table)
    it.calls("pollen-api > forecast > pollen-readings", "station-import > pollen-readings")
    it.closely("pollen-api Count", "forecast Errors Duration")
    it.moves(
        ONSET,
        "pollen-api 5xx 63, Latency 61",
        "forecast Errors 62, Duration 4.6",
        "pollen-readings ConsumedReadCapacityUnits 9",
    )
    regions = ("north-sea", "harz", "alps", "eifel", "oder", "jura")
    it.says("forecast", lambda d: f"forecast for {d.choice(regions)} served", 1.3, falls=(ONSET, 0))
    it.log(f"forecast 0.25 WARN {ONSET}>0 | birch model older than 12 h, using it")
    it.reports("forecast", 1.0, 142, (512, 171), until=ONSET)
    it.log(
        "station-import 0.5 | imported <20..60> readings",
        "station-import 0.2 WARN | station DE-0417 sent no reading for 2 h",
        f"pollen-api 1.0 {ONSET}>0 | 200 <110..300> -",
        f"pollen-api 16 {ONSET}.. | 500 <30..90> {REFUSED}",
    )
    cannot_import = (
        "[ERROR] Runtime.ImportModuleError: Unable to import module 'app.handler': No "
        "module named 'pydantic_core._pydantic_core'\nTraceback (most recent call last):"
    )
    it.log(
        f"forecast 40 {ONSET}.. | {cannot_import}",
        f"forecast 22 {ONSET}.. | INIT_REPORT Init Duration: <380.0..560.0:.2f> ms\tPhase: "
        "invoke\tStatus: error\tError Type: Runtime.ImportModuleError",
        style=logs.bare,
    )
    it.says(
        "forecast",
        lambda d: (
            f"REPORT RequestId: {logs.request_id(d)}\tDuration: {d.uniform(2, 8):.2f} "
            "ms\tBilled Duration: 3 ms\tMemory Size: 512 MB\tMax Memory Used: "
            f"{d.randint(70, 82)} MB\tStatus: error\tError Type: Runtime.ImportModuleError"
        ),
        22,
        since=ONSET,
        style=logs.bare,
    )
    it.change(-4320, "configuration pollen-readings terraform | TTL on attribute expires")
    it.change(-1210, "deployment station-import | station-import v48: two more stations")
    it.change(
        -271,
        "deployment forecast github-actions | forecast v61: cheaper on Graviton",
        {
            "Architectures": {"before": "x86_64", "after": "arm64"},
            "Version": {"before": "60", "after": "61"},
        },
    )
    it.alarm("pollen-api-5xx", "pollen-api", "5xx", 15, 3)
    it.expects(
        "forecast",
        "deployment|code-defect|configuration",
        mentions="pydantic_core",
        blames="pollen-readings|station-import",
    )
