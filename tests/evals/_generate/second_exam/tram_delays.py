"""A client secret ran out, a feed stands still, and the boards show old departures."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.styles import node_lambda, pino, request_id

ONSET = -318.0
LOGIN, FEED = "login.microsoftonline.com", "siri.citytransit.example"


def refused(dice) -> str:
    return (
        "Invoke Error \t"
        '{"errorType":"invalid_client","errorMessage":"invalid_client: 7000222 - AADSTS7000222: '
        "The provided client secret keys for app '5b0e7c1d-40cf-4f5e-9d52-77a1f0c3be16' are "
        "expired. Visit the Azure portal to create new keys for your app: "
        "https://aka.ms/NewClientSecret, or consider using certificate credentials for added "
        f"security: https://aka.ms/certCreds. Trace ID: {request_id(dice)} "
        f'Correlation ID: {request_id(dice)}"}}'
    )


def tram_delays() -> Account:
    it = Account("tram-delays", "transit", "tram delays", kept=(0.85, 0.52))
    it.balancer("boards-alb", 1480, 0.03)
    it.tasks("boards-api", compact(pino("boards-api")), "transit", 27)
    boards = {"OldestPositionAge": ("Seconds", 22, 0.05, 0.02)}
    it.measured("boards-api", "Transit/Boards", {"Service": "boards-api"}, boards)
    it.resource("tram-positions", "dynamodb")
    table = {
        "ConsumedWriteCapacityUnits": ("Count", 940),
        "ConsumedReadCapacityUnits": ("Count", 2600),
    }
    it.measured("tram-positions", "AWS/DynamoDB", {"TableName": "tram-positions"}, table)
    it.lambda_("position-sync", node_lambda, 30, 2300)
    it.resource(LOGIN, "http")
    it.partner(FEED, "Transit/Outbound", 24, 640)
    it.calls("boards-alb > boards-api > tram-positions", "position-sync > tram-positions")
    it.calls(f"position-sync > {LOGIN}", f"position-sync > {FEED}")

    it.closely("position-sync", "Errors").closely("tram-positions", "ConsumedWriteCapacityUnits")
    it.moves("position-sync", ONSET, {"Errors": 28, "Duration": 310})
    it.moves("tram-positions", ONSET, {"ConsumedWriteCapacityUnits": 0})
    it.moves(FEED, ONSET, {"ClientRequests": 0})
    for metric in ("ClientErrors", "ClientLatency"):
        it.series(FEED, metric).silence(ONSET)
    it.moves("boards-api", ONSET, {"OldestPositionAge": 340}, ramp=318)

    it.business("boards-api", lambda d: f"board {d.randint(100, 990)} rendered", 1.4)
    it.business("boards-api", "unknown stop in query", 0.3, level="WARN")
    it.business(
        "position-sync", lambda d: f"stored {d.randint(150, 190)} positions", 1.2, (ONSET, 0)
    )
    it.business("position-sync", "vehicle 2217 has no line assigned", 0.4, (ONSET, 0), "WARN")
    it.reports("position-sync", 0.8, 2300, (256, 118), until=ONSET)
    it.reports("position-sync", 14, 310, (256, 104), since=ONSET)
    it.says("position-sync", refused, 21, ONSET, level="ERROR")
    it.says("boards-api", "positions are stale, showing the timetable", 22, -190, level="WARN")

    it.change(-5100, "scaling", "boards-api", "desired count 4 -> 5", "autoscaling")
    it.change(-1380, "deployment", "boards-api", "boards-api 5.41.2: font sizes")
    it.alarm(
        "boards-positions-stale",
        "boards-api",
        "OldestPositionAge",
        200,
        2,
        statistic="MAXIMUM",
    )
    it.expects(
        ["confirmed", "likely"],
        "position-sync",
        ["permission", "configuration"],
        ["expired"],
        ["boards-api", "tram-positions"],
    )
    return it
