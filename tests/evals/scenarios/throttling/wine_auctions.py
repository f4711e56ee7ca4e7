"""A bulk upload of photos: one function takes the concurrency that the account has for all."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

UPLOAD = -330.0
FULL = -235.0


@scenario("auctions", "wine-auctions", seldom())
def wine_auctions(it: Incident) -> None:
    it.has(
        aws.resource(
            "auction-api", "apigateway", logs.gateway, "API-Gateway-Execution-Logs_w8r3k1/prod"
        )
    )
    api = {"ApiName": "auction-api", "Stage": "prod"}
    levels = {"Count": ("Count", 410), "5XXError": ("Count", 0.4)}
    it.measured("auction-api", "AWS/ApiGateway", api, levels)
    for name, style, calls, ms, busy in (
        ("bid-intake", logs.node_lambda, 400, 85, 7),
        ("lot-thumbnails", logs.powertools("lot-thumbnails"), 24, 2900, 3),
    ):
        it.has(aws.function(name, style, calls, ms, 0.05))
        levels = {"ConcurrentExecutions": ("Count", busy), "Throttles": ("Count", 0)}
        it.measured(name, "AWS/Lambda", {"FunctionName": name}, levels)
    it.has(aws.resource("lot-photos", "other"))
    at = {"BucketName": "lot-photos", "FilterId": "uploads"}
    it.measured("lot-photos", "AWS/S3", at, {"PutRequests": ("Count", 24)})
    it.has(aws.resource("bids", "dynamodb"))
    levels = {"ConsumedWriteCapacityUnits": ("Count", 460), "WriteThrottleEvents": ("Count", 0)}
    it.measured("bids", "AWS/DynamoDB", {"TableName": "bids"}, levels)
    it.seldom(
        "auction-api Count",
        "bid-intake Invocations",
        "bids ConsumedWriteCapacityUnits",
        "bid-intake Duration Errors",
        "lot-thumbnails Throttles Duration Errors Invocations",
    )
    it.calls(
        "auction-api > bid-intake > bids",
        "lot-photos > lot-thumbnails",
        "lot-thumbnails > lot-photos",
    )
    it.says(
        "bid-intake",
        lambda d: f"bid of {d.randint(4, 190) * 10} EUR on lot {d.randint(100, 999)} taken",
        0.7,
    )
    it.says(
        "bid-intake",
        lambda d: f"BidTooLow: lot {d.randint(100, 999)} stands at {d.randint(4, 190) * 10} EUR",
        0.4,
        level="ERROR",
    )
    it.invoked("bid-intake", 0.1, 85)
    it.log(
        "lot-thumbnails 0.5 | scaled photo <100000..1000000> to 3 sizes",
        "lot-thumbnails 0.3 WARNING | photo <100000..1000000> has no EXIF orientation",
        "auction-api 0.6 | Method completed with status: <200|200|200|409>",
    )
    it.change(
        -1740,
        "deployment bid-intake github-actions | bid-intake version 203: bids in Swiss francs",
        "alias live: 202 -> 203",
    )
    it.change(-6500, "configuration bids c.dubois | point in time recovery switched on")
    it.log(
        f"lot-thumbnails 7 {UPLOAD}.. x8 | scaled photo import/chateau-estate/<1..41000:05> "
        "to 3 sizes"
    )
    it.says(
        "auction-api",
        lambda d: (
            f"Lambda invocation failed with status: 429. Lambda request id: {d.getrandbits(64):x}"
        ),
        9,
        since=FULL,
    )
    it.log(f"auction-api 9 {FULL}.. | Execution failed due to configuration error: Rate Exceeded.")
    it.log(f"auction-api 9 {FULL}.. | Method completed with status: 500", style=logs.gateway)
    it.once(
        UPLOAD + 20,
        "lot-thumbnails | INIT_START Runtime Version: python:3.12.v38",
        tasks=8,
        style=logs.bare,
    )
    it.moves(UPLOAD, "lot-photos PutRequests 19800", "lot-thumbnails Invocations 18900")
    it.moves(UPLOAD, "lot-thumbnails ConcurrentExecutions 960", ramp=90)
    it.series("lot-thumbnails", "ConcurrentExecutions").noise = 0.02
    it.moves(
        FULL,
        "lot-thumbnails Throttles 5200",
        "bid-intake Throttles 233, Invocations 178",
        "auction-api 5XXError 229",
        "bids ConsumedWriteCapacityUnits 205",
    )
    it.alarm("auction-api-5xx", "auction-api", "5XXError", 20, 3, "Bids are refused")
    it.expects(
        "lot-thumbnails|lot-photos",
        "throttling|resource-exhaustion|traffic",
        mentions="concurren",
        blames="bids|auction-api|bid-intake",
    )
