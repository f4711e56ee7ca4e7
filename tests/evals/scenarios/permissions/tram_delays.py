"""A client secret ran out, a feed stands still, and the boards show old departures."""

from random import Random

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

ONSET = -318.0
LOGIN, FEED = ("login.microsoftonline.com", "siri.citytransit.example")


def refused(dice: Random) -> str:
    return (
        "Invoke Error "
        '\t{"errorType":"invalid_client","errorMessage":"invalid_client: 7000222 - '
        "AADSTS7000222: The provided client secret keys for app "
        "'5b0e7c1d-40cf-4f5e-9d52-77a1f0c3be16' are expired. Visit the Azure portal to "
        "create new keys for your app: https://aka.ms/NewClientSecret, or consider using "
        "certificate credentials for added security: https://aka.ms/certCreds. Trace ID: "
        f'{logs.request_id(dice)} Correlation ID: {logs.request_id(dice)}"}}'
    )


@scenario("transit", "tram delays", watched(0.68, 0.286))
def tram_delays(it: Incident) -> None:
    it.has(
        aws.balancer("boards-alb", 1480, 0.03),
        aws.tasks("boards-api", logs.compact(logs.pino("boards-api")), "transit", 27),
    )
    boards = {"OldestPositionAge": ("Seconds", 22, 0.05, 0.02)}
    it.measured("boards-api", "Transit/Boards", {"Service": "boards-api"}, boards)
    it.has(aws.resource("tram-positions", "dynamodb"))
    table = {
        "ConsumedWriteCapacityUnits": ("Count", 940),
        "ConsumedReadCapacityUnits": ("Count", 2600),
    }
    it.measured("tram-positions", "AWS/DynamoDB", {"TableName": "tram-positions"}, table)
    it.has(
        aws.function("position-sync", logs.node_lambda, 30, 2300, 0.05),
        aws.resource(LOGIN, "http"),
        aws.partner(FEED, "Transit/Outbound", 24, 640),
    )
    it.calls(
        "boards-alb > boards-api > tram-positions",
        "position-sync > tram-positions",
        f"position-sync > {LOGIN}",
        f"position-sync > {FEED}",
    )
    it.closely("position-sync Errors", "tram-positions ConsumedWriteCapacityUnits")
    it.moves(
        ONSET,
        "position-sync Errors 28, Duration 310",
        "tram-positions ConsumedWriteCapacityUnits 0",
        f"{FEED} ClientRequests 0",
    )
    for metric in ("ClientErrors", "ClientLatency"):
        it.series(FEED, metric).silence(ONSET)
    it.moves(ONSET, "boards-api OldestPositionAge 340", ramp=318)
    it.log(
        "boards-api 1.4 | board <100..990> rendered",
        "boards-api 0.3 WARN | unknown stop in query",
        f"position-sync 1.2 {ONSET}>0 | stored <150..190> positions",
        f"position-sync 0.4 WARN {ONSET}>0 | vehicle 2217 has no line assigned",
    )
    it.reports("position-sync", 0.8, 2300, (256, 118), until=ONSET)
    it.reports("position-sync", 14, 310, (256, 104), since=ONSET)
    it.says("position-sync", refused, 21, since=ONSET, level="ERROR")
    it.log("boards-api 22 WARN -190.. | positions are stale, showing the timetable")
    it.change(-5100, "scaling boards-api autoscaling | desired count 4 -> 5")
    it.change(-1380, "deployment boards-api | boards-api 5.41.2: font sizes")
    it.alarm(
        "boards-positions-stale", "boards-api", "OldestPositionAge", 200, 2, statistic="MAXIMUM"
    )
    it.expects(
        "position-sync",
        "permission|configuration",
        mentions="expired",
        blames="boards-api|tram-positions",
    )
