"""Somebody lowers a function's reserved concurrency; its caller is told to slow down."""

from __future__ import annotations

from tests.evals._generate.styles import node_lambda, powertools
from tests.evals._generate.third_exam.region import Region

ONSET = -240


def reef_surveys() -> Region:
    region = Region("reef-surveys", "reefs", "surveys of the reef")
    region.http_api("survey-http", 260, 410)
    region.lambda_("survey-intake", node_lambda, 260, 380)
    region.seen("photo-tagger", powertools("photo-tagger"), 240, 290, 31)
    region.resource("survey-records", "dynamodb")
    levels = {"ConsumedWriteCapacityUnits": ("Count", 260)}
    region.measured("survey-records", "AWS/DynamoDB", {"TableName": "survey-records"}, levels)
    region.calls(
        "survey-http > survey-intake > photo-tagger",
        "survey-intake > survey-records",
    )
    region.closely("photo-tagger", "Throttles", "ConcurrentExecutions")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business("survey-intake", lambda dice: f"survey {dice.randint(10**4, 10**5)} taken", 0.8)
    region.business(
        "survey-intake",
        "photo without a position, asking the diver\nWarning: EXIF has no GPS",
        0.25,
        level="WARN",
    )
    region.business(
        "photo-tagger", lambda dice: f"{dice.randint(1, 14)} species found", 0.8, (ONSET, 0.3)
    )
    region.business("photo-tagger", "model confidence is low", 0.2, level="WARN")
    region.reports("photo-tagger", 0.3, 290, (1769, 880))


def _incident(region: Region) -> None:
    region.change(
        -280,
        "configuration",
        "photo-tagger",
        "PutFunctionConcurrency",
        "finops-cleanup",
        "ReservedConcurrentExecutions: 80 -> 4",
    )
    region.change(-1300, "deployment", "survey-intake", "survey-intake v88: text of a help page")
    region.moves(
        "photo-tagger",
        ONSET,
        {"Throttles": 590, "ConcurrentExecutions": 4, "Invocations": 72},
    )
    region.series("photo-tagger", "ConcurrentExecutions").noise = 0.02
    region.moves("survey-intake", ONSET, {"Errors": 150, "Duration": 1450})
    region.moves("survey-http", ONSET, {"5xx": 148, "Latency": 1500})
    region.says(
        "survey-intake",
        lambda dice: (
            'Invoke Error \t{"errorType":"TooManyRequestsException","errorMessage":"Rate '
            'Exceeded.","Reason":"ReservedFunctionConcurrentInvocationLimitExceeded",'
            '"$metadata":{"httpStatusCode":429,"attempts":3}}'
        ),
        8,
        ONSET,
        level="ERROR",
        tasks=5,
    )
    region.alarm("survey-intake-errors", "survey-intake", "Errors", 30, 3)
    region.expects(
        ["confirmed", "likely"],
        "photo-tagger",
        ["configuration", "throttling"],
        ["concurren"],
        ["survey-intake", "survey-records"],
    )
