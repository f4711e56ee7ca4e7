"""Two things at once: a wrong queue in a setting, and minutes later a payment provider is down."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.practice.voices import slog
from tests.evals._generate.styles import node_lambda

CHANGED = -500.0
DOWN = -235.0
HOST = "api.paybridge.eu"


def rink_passes() -> Estate:
    incident = Estate("rink-passes", "leisure", "rink-passes")
    describe(incident)
    business(incident)
    first_fault(incident)
    second_fault(incident)
    incident.alarm("rink-http-5xx", "rink-http", "5xx", 45, 3)
    incident.expects(
        ["confirmed", "likely"],
        ["pass-checkin", HOST],
        ["configuration", "deployment", "dependency"],
        [],
        ["rink-http", "pass-shop", "passes"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.resource("rink-http", "apigateway")
    levels = {"Count": ("Count", 210), "5xx": ("Count", 0.3), "Latency": ("Milliseconds", 130)}
    incident.measured("rink-http", "AWS/ApiGateway", {"ApiId": "p0d7yz2v4e"}, levels)
    incident.lambda_("pass-checkin", slog, 95, 41)
    incident.lambda_("pass-shop", node_lambda, 80, 420)
    incident.resource("turnstile-events", "sqs")
    at = {"QueueName": "turnstile-events"}
    incident.measured("turnstile-events", "AWS/SQS", at, {"NumberOfMessagesSent": ("Count", 93)})
    incident.resource("passes", "dynamodb")
    levels = {"ConsumedWriteCapacityUnits": ("Count", 120), "WriteThrottleEvents": ("Count", 0)}
    incident.measured("passes", "AWS/DynamoDB", {"TableName": "passes"}, levels)
    incident.partner(HOST, "Rinks/Outgoing", 64, 310)
    incident.seldom("rink-http", "Latency", "Count").seldom("pass-shop", "Duration")
    incident.seldom(HOST, "ClientRequests")
    incident.seldom("pass-checkin", "Invocations", "Duration")
    incident.seldom("pass-shop", "Invocations").seldom("passes", "ConsumedWriteCapacityUnits")
    incident.calls(
        "rink-http > pass-checkin > turnstile-events",
        "rink-http > pass-shop > passes",
        f"pass-shop > {HOST}",
        "pass-checkin > passes",
    )


def business(incident: Estate) -> None:
    incident.says(
        "pass-checkin", lambda d: f"gate {d.randint(1, 14)} opened", 1.0, until=CHANGED + 30
    )
    incident.says(
        "pass-checkin",
        lambda d: f"pass refused\npass {d.randint(10**5, 10**6)} was used 2 minutes ago",
        0.5,
        level="WARN",
    )
    incident.platform("pass-shop", 0.2, 420, until=DOWN)
    incident.says("pass-shop", lambda d: f"sold pass {d.randint(10**5, 10**6)}", 0.9, until=DOWN)
    incident.says(
        "pass-shop",
        lambda d: f"CardDeclined: insufficient_funds attempt={d.randint(1, 3)}",
        0.6,
        level="ERROR",
    )


def first_fault(incident: Estate) -> None:
    incident.change(
        -3500,
        "deployment",
        "pass-shop",
        "pass-shop 9.1.0: family tickets",
        "circleci",
    )
    incident.change(
        CHANGED,
        "configuration",
        "pass-checkin",
        "cdk deploy RinkStack: environment of pass-checkin",
        "e.lindqvist",
        "TURNSTILE_QUEUE_URL: https://sqs.eu-west-1.amazonaws.com/418295736104/turnstile-events"
        " -> https://sqs.eu-west-1.amazonaws.com/418295736104/turnstile-events-v2",
    )
    incident.says(
        "pass-checkin",
        "cannot tell the turnstile\noperation error SQS: SendMessage, https response error "
        "StatusCode: 400, RequestID: 8f2d9a60-7b1e-5c0f, AWS.SimpleQueueService.NonExistentQueue: "
        "The specified queue does not exist.",
        7,
        CHANGED + 30,
        level="ERROR",
    )
    incident.series("rink-http", "5xx").shift(CHANGED + 30, 21)
    incident.series("pass-checkin", "Errors").shift(CHANGED + 30, 21)
    incident.series("turnstile-events", "NumberOfMessagesSent").shift(CHANGED + 30, 0)


def second_fault(incident: Estate) -> None:
    incident.says(
        "pass-shop",
        "PaymentFailed: AxiosError: Request failed with status code 503\n"
        "    at settle (/var/task/node_modules/axios/dist/node/axios.cjs:1967:12)\n"
        f"    at async charge (/var/task/pay.js:44:20) url: 'https://{HOST}/charges', "
        "data: { error: 'service_unavailable' }",
        9,
        DOWN,
        level="ERROR",
    )
    incident.series("rink-http", "5xx").shift(DOWN, 92)
    incident.series("pass-shop", "Errors").shift(DOWN, 70)
    incident.series("pass-shop", "Duration").shift(DOWN, 1900)
    incident.series(HOST, "ClientErrors").shift(DOWN, 61)
    incident.series(HOST, "ClientLatency").shift(DOWN, 1700)
    incident.series("passes", "ConsumedWriteCapacityUnits").shift(DOWN, 44)
