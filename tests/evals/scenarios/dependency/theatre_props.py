"""A partner answers slower than a function may run."""

from tests.evals.builder import Incident, function, http_api, partner, resource, scenario, watched
from tests.evals.dialects import http_access, lambda_runtime, node_lambda, powertools

ONSET = -288.0
PARTNER = "api.stagecover.example"
STOPPED = (
    "The Lambda function returned the following error: Task timed out after 10.00 "
    "seconds. Check your Lambda function code and try again."
)


@scenario("theatres", "theatre props", watched(0.52, 0.275))
def theatre_props(it: Incident) -> None:
    it.has(
        http_api("props-api", 128, 390, http_access("POST /reservations")),
        function("reserve-prop", node_lambda, 64, 610, 0.05),
        partner(PARTNER, "Props/Outbound", 63, 340),
        function("shelf-search", powertools("shelf-search"), 66, 95, 0.05),
        resource("prop-holdings", "dynamodb"),
    )
    it.measured(
        "prop-holdings",
        "AWS/DynamoDB",
        {"TableName": "prop-holdings"},
        {
            "ConsumedReadCapacityUnits": ("Count", 610),
            "SuccessfulRequestLatency": ("Milliseconds", 4.1),
        },
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
    it.moves(-226, "reserve-prop Errors 55", "props-api 5xx 54", "props-api Latency 5100")
    it.log("reserve-prop 0.9 | reserved prop <1000..9000>", falls=(-230, 0.2))
    it.log(f"reserve-prop 0.9 | cover quote from {PARTNER} took <250..460> ms", falls=(ONSET, 0))
    it.log(f"reserve-prop 14 | cover quote from {PARTNER} took <6100..9700> ms", since=ONSET)
    it.log("reserve-prop 0.3 WARN | prop has no photo")
    it.reports("reserve-prop", 0.7, 610, (256, 97), until=ONSET)
    it.reports("reserve-prop", 20, 10000, (256, 98), since=-226, status="Status: timeout")
    it.log("reserve-prop 42 | Task timed out after 10.00 seconds", since=-226, style=lambda_runtime)
    it.log(
        "shelf-search 1.0 | <0..40> props found",
        "shelf-search 0.2 WARN | synonym list is 9 days old",
    )
    it.log("props-api 0.7 | 201 <420..760> -", falls=(-230, 0.15))
    it.log(f"props-api 15 | 500 10011 {STOPPED}", since=-226)
    it.change(-5900, "configuration prop-holdings terraform | deletion protection on")
    it.change(-1270, "deployment shelf-search github-actions | shelf-search 2.8.0: plural forms")
    it.change(-2800, "deployment reserve-prop github-actions | reserve-prop 1.44.1: typo in mail")
    it.alarm("props-api-5xx", "props-api", "5xx", 12, 3)
    it.expects(PARTNER, "dependency|infrastructure", blames="prop-holdings|shelf-search")
