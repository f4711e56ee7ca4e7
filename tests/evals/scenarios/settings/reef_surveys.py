"""Somebody lowers a function's reserved concurrency; its caller is told to slow down."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -240


@scenario("reefs", "surveys of the reef", watched(1, 1))
def reef_surveys(it: Incident) -> None:
    it.has(
        aws.http_api("survey-http", 260, 410),
        aws.function("survey-intake", logs.node_lambda, 260, 380, 0.05),
        aws.function("photo-tagger", logs.powertools("photo-tagger"), 240, 290, 0.05, 31),
        aws.resource("survey-records", "dynamodb"),
    )
    levels = {"ConsumedWriteCapacityUnits": ("Count", 260)}
    it.measured("survey-records", "AWS/DynamoDB", {"TableName": "survey-records"}, levels)
    it.calls("survey-http > survey-intake > photo-tagger", "survey-intake > survey-records")
    it.closely("photo-tagger Throttles ConcurrentExecutions")
    it.log(
        "survey-intake 0.8 | survey <10000..100000> taken",
        "survey-intake 0.25 WARN | photo without a position, asking the diver\n"
        "Warning: EXIF has no GPS",
        f"photo-tagger 0.8 {ONSET}>0.3 | <1..14> species found",
        "photo-tagger 0.2 WARN | model confidence is low",
    )
    it.reports("photo-tagger", 0.3, 290, (1769, 880))
    it.change(
        -280,
        "configuration photo-tagger finops-cleanup | PutFunctionConcurrency",
        "ReservedConcurrentExecutions: 80 -> 4",
    )
    it.change(-1300, "deployment survey-intake | survey-intake v88: text of a help page")
    it.moves(ONSET, "photo-tagger Throttles 590, ConcurrentExecutions 4, Invocations 72")
    it.series("photo-tagger", "ConcurrentExecutions").noise = 0.02
    it.moves(ONSET, "survey-intake Errors 150, Duration 1450", "survey-http 5xx 148, Latency 1500")
    it.log(
        f"survey-intake 8 ERROR {ONSET}.. x5 | Invoke Error "
        '\t{"errorType":"TooManyRequestsException","errorMessage":"Rate '
        'Exceeded.","Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","$metadata":{"httpStatusCode":429,"attempts":3}}'
    )
    it.alarm("survey-intake-errors", "survey-intake", "Errors", 30, 3)
    it.expects(
        "photo-tagger",
        "configuration|throttling",
        mentions="concurren",
        blames="survey-intake|survey-records",
    )
