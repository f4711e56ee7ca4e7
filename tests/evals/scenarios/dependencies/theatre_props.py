"""A partner answers slower than a function may run."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -288.0
PARTNER = "api.stagecover.example"
STOPPED = (
    "The Lambda function returned the following error: Task timed out after 10.00 "
    "seconds. Check your Lambda function code and try again."
)


@scenario("theatres", "theatre props", watched(0.52, 0.275))
def theatre_props(it: Incident) -> None:
    it.has(
        aws.http_api("props-api", 128, 390, logs.http_access("POST /reservations")),
        aws.function("reserve-prop", logs.node_lambda, 64, 610, 0.05),
        aws.partner(PARTNER, "Props/Outbound", 63, 340),
        aws.function("shelf-search", logs.powertools("shelf-search"), 66, 95, 0.05),
        aws.resource("prop-holdings", "dynamodb").plus(
            "AWS/DynamoDB",
            {"TableName": "prop-holdings"},
            {
                "ConsumedReadCapacityUnits": ("Count", 610),
                "SuccessfulRequestLatency": ("Milliseconds", 4.1),
            },
        ),
    )
    it.calls(
        f"props-api > reserve-prop > {PARTNER}",
        "reserve-prop > prop-holdings",
        "props-api > shelf-search > prop-holdings",
    )
    it.closely("reserve-prop Duration", f"{PARTNER} ClientLatency")
    it.moves(ONSET, f"{PARTNER} ClientLatency 8100", ramp=70)
    it.moves(-230, f"{PARTNER} ClientErrors 4")
    it.moves(ONSET, "reserve-prop Duration 9400", ramp=60)
    it.series("reserve-prop", "Duration").noise = 0.02
    it.moves(-226, "reserve-prop Errors 55", "props-api 5xx 54, Latency 5100")
    it.log(
        "reserve-prop 0.9 -230>0.2 | reserved prop <1000..9000>",
        f"reserve-prop 0.9 {ONSET}>0 | cover quote from {PARTNER} took <250..460> ms",
        f"reserve-prop 14 {ONSET}.. | cover quote from {PARTNER} took <6100..9700> ms",
        "reserve-prop 0.3 WARN | prop has no photo",
    )
    it.reports("reserve-prop", 0.7, 610, (256, 97), until=ONSET)
    it.reports("reserve-prop", 20, 10000, (256, 98), since=-226, status="Status: timeout")
    it.log("reserve-prop 42 -226.. | Task timed out after 10.00 seconds", style=logs.lambda_runtime)
    it.log(
        "shelf-search 1.0 | <0..40> props found",
        "shelf-search 0.2 WARN | synonym list is 9 days old",
        "props-api 0.7 -230>0.15 | 201 <420..760> -",
        f"props-api 15 -226.. | 500 10011 {STOPPED}",
    )
    it.change(-5900, "configuration prop-holdings terraform | deletion protection on")
    it.change(-1270, "deployment shelf-search github-actions | shelf-search 2.8.0: plural forms")
    it.change(-2800, "deployment reserve-prop github-actions | reserve-prop 1.44.1: typo in mail")
    it.alarm("props-api-5xx", "props-api", "5xx", 12, 3)
    it.expects(PARTNER, "dependency|infrastructure", blames="prop-holdings|shelf-search")
