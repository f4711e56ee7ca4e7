"""A bulk upload of photos: one function takes the concurrency that the account has for all."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.held_out.formats import gateway
from tests.evals._generate.styles import bare, node_lambda, powertools

UPLOAD = -330.0
FULL = -235.0


def wine_auctions() -> Estate:
    incident = Estate("wine-auctions", "auctions", "wine-auctions")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("auction-api-5xx", "auction-api", "5XXError", 20, 3, "Bids are refused")
    incident.expects(
        ["confirmed", "likely"],
        ["lot-thumbnails", "lot-photos"],
        ["throttling", "resource-exhaustion", "traffic"],
        ["concurren"],
        ["bids", "auction-api", "bid-intake"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.resource(
        "auction-api", "apigateway", gateway, "API-Gateway-Execution-Logs_w8r3k1/prod"
    )
    api = {"ApiName": "auction-api", "Stage": "prod"}
    levels = {"Count": ("Count", 410), "5XXError": ("Count", 0.4)}
    incident.measured("auction-api", "AWS/ApiGateway", api, levels)
    for name, style, calls, ms, busy in (
        ("bid-intake", node_lambda, 400, 85, 7),
        ("lot-thumbnails", powertools("lot-thumbnails"), 24, 2900, 3),
    ):
        incident.lambda_(name, style, calls, ms)
        levels = {"ConcurrentExecutions": ("Count", busy), "Throttles": ("Count", 0)}
        incident.measured(name, "AWS/Lambda", {"FunctionName": name}, levels)
    incident.resource("lot-photos", "other")
    at = {"BucketName": "lot-photos", "FilterId": "uploads"}
    incident.measured("lot-photos", "AWS/S3", at, {"PutRequests": ("Count", 24)})
    incident.resource("bids", "dynamodb")
    levels = {"ConsumedWriteCapacityUnits": ("Count", 460), "WriteThrottleEvents": ("Count", 0)}
    incident.measured("bids", "AWS/DynamoDB", {"TableName": "bids"}, levels)
    incident.seldom("auction-api", "Count").seldom("bid-intake", "Invocations").seldom(
        "bids", "ConsumedWriteCapacityUnits"
    )
    incident.seldom("bid-intake", "Duration", "Errors")
    incident.seldom("lot-thumbnails", "Throttles", "Duration", "Errors", "Invocations")
    incident.calls(
        "auction-api > bid-intake > bids",
        "lot-photos > lot-thumbnails",
        "lot-thumbnails > lot-photos",
    )


def business(incident: Estate) -> None:
    incident.says(
        "bid-intake",
        lambda d: f"bid of {d.randint(4, 190) * 10} EUR on lot {d.randint(100, 999)} taken",
        0.7,
    )
    incident.says(
        "bid-intake",
        lambda d: f"BidTooLow: lot {d.randint(100, 999)} stands at {d.randint(4, 190) * 10} EUR",
        0.4,
        level="ERROR",
    )
    incident.platform("bid-intake", 0.1, 85)
    incident.says(
        "lot-thumbnails", lambda d: f"scaled photo {d.randint(10**5, 10**6)} to 3 sizes", 0.5
    )
    incident.says(
        "lot-thumbnails",
        lambda d: f"photo {d.randint(10**5, 10**6)} has no EXIF orientation",
        0.3,
        level="WARNING",
    )
    incident.says(
        "auction-api",
        lambda d: f"Method completed with status: {d.choice([200, 200, 200, 409])}",
        0.6,
    )


def fault(incident: Estate) -> None:
    incident.change(
        -1740,
        "deployment",
        "bid-intake",
        "bid-intake version 203: bids in Swiss francs",
        "github-actions",
        "alias live: 202 -> 203",
    )
    incident.change(
        -6500, "configuration", "bids", "point in time recovery switched on", "c.dubois"
    )
    incident.says(
        "lot-thumbnails",
        lambda d: f"scaled photo import/chateau-estate/{d.randint(1, 41000):05} to 3 sizes",
        7,
        UPLOAD,
        tasks=8,
    )
    incident.says(
        "auction-api",
        lambda d: (
            f"Lambda invocation failed with status: 429. Lambda request id: {d.getrandbits(64):x}"
        ),
        9,
        FULL,
    )
    incident.says(
        "auction-api", "Execution failed due to configuration error: Rate Exceeded.", 9, FULL
    )
    incident.says("auction-api", "Method completed with status: 500", 9, FULL, style=gateway)
    incident.once(
        "lot-thumbnails",
        UPLOAD + 20,
        "INIT_START Runtime Version: python:3.12.v38",
        style=bare,
        tasks=8,
    )
    incident.series("lot-photos", "PutRequests").shift(UPLOAD, 19800)
    incident.series("lot-thumbnails", "Invocations").shift(UPLOAD, 18900)
    incident.series("lot-thumbnails", "ConcurrentExecutions").shift(UPLOAD, 960, ramp=90)
    incident.series("lot-thumbnails", "ConcurrentExecutions").noise = 0.02
    incident.series("lot-thumbnails", "Throttles").shift(FULL, 5200)
    incident.series("bid-intake", "Throttles").shift(FULL, 233)
    incident.series("bid-intake", "Invocations").shift(FULL, 178)
    incident.series("auction-api", "5XXError").shift(FULL, 229)
    incident.series("bids", "ConsumedWriteCapacityUnits").shift(FULL, 205)
