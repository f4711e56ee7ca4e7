"""Two things at once: a wrong queue in a setting, and minutes later a payment provider is down."""

from tests.evals.builder import Incident, function, partner, resource, scenario, seldom
from tests.evals.dialects import node_lambda, slog_text

CHANGED = -500.0
DOWN = -235.0
HOST = "api.paybridge.eu"


@scenario("leisure", "rink-passes", seldom())
def rink_passes(it: Incident) -> None:
    describe(it)
    business(it)
    first_fault(it)
    second_fault(it)
    it.alarm("rink-http-5xx", "rink-http", "5xx", 45, 3)
    it.expects(
        f"pass-checkin|{HOST}",
        "configuration|deployment|dependency",
        blames="rink-http|pass-shop|passes",
    )


def describe(it: Incident) -> None:
    it.has(resource("rink-http", "apigateway"))
    levels = {"Count": ("Count", 210), "5xx": ("Count", 0.3), "Latency": ("Milliseconds", 130)}
    it.measured("rink-http", "AWS/ApiGateway", {"ApiId": "p0d7yz2v4e"}, levels)
    it.has(
        function("pass-checkin", slog_text, 95, 41, 0.05),
        function("pass-shop", node_lambda, 80, 420, 0.05),
        resource("turnstile-events", "sqs"),
    )
    at = {"QueueName": "turnstile-events"}
    it.measured("turnstile-events", "AWS/SQS", at, {"NumberOfMessagesSent": ("Count", 93)})
    it.has(resource("passes", "dynamodb"))
    levels = {"ConsumedWriteCapacityUnits": ("Count", 120), "WriteThrottleEvents": ("Count", 0)}
    it.measured("passes", "AWS/DynamoDB", {"TableName": "passes"}, levels)
    it.has(partner(HOST, "Rinks/Outgoing", 64, 310))
    it.seldom(
        "rink-http Latency Count",
        "pass-shop Duration",
        f"{HOST} ClientRequests",
        "pass-checkin Invocations Duration",
        "pass-shop Invocations",
        "passes ConsumedWriteCapacityUnits",
    )
    it.calls(
        "rink-http > pass-checkin > turnstile-events",
        "rink-http > pass-shop > passes",
        f"pass-shop > {HOST}",
        "pass-checkin > passes",
    )


def business(it: Incident) -> None:
    it.log("pass-checkin 1.0 | gate <1..14> opened", until=CHANGED + 30)
    it.log("pass-checkin 0.5 WARN | pass refused\npass <100000..1000000> was used 2 minutes ago")
    it.invoked("pass-shop", 0.2, 420, until=DOWN)
    it.log("pass-shop 0.9 | sold pass <100000..1000000>", until=DOWN)
    it.log("pass-shop 0.6 ERROR | CardDeclined: insufficient_funds attempt=<1..3>")


def first_fault(it: Incident) -> None:
    it.change(-3500, "deployment pass-shop circleci | pass-shop 9.1.0: family tickets")
    it.change(
        CHANGED,
        "configuration pass-checkin e.lindqvist | cdk deploy RinkStack: environment of "
        "pass-checkin",
        "TURNSTILE_QUEUE_URL: "
        "https://sqs.eu-west-1.amazonaws.com/418295736104/turnstile-events -> "
        "https://sqs.eu-west-1.amazonaws.com/418295736104/turnstile-events-v2",
    )
    it.log(
        "pass-checkin 7 ERROR | cannot tell the turnstile\noperation error SQS: "
        "SendMessage, https response error StatusCode: 400, RequestID: 8f2d9a60-7b1e-5c0f, "
        "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
        since=CHANGED + 30,
    )
    it.moves(
        CHANGED + 30,
        "rink-http 5xx 21",
        "pass-checkin Errors 21",
        "turnstile-events NumberOfMessagesSent 0",
    )


def second_fault(it: Incident) -> None:
    it.log(
        "pass-shop 9 ERROR | PaymentFailed: AxiosError: Request failed with status code 503"
        "\n    at settle (/var/task/node_modules/axios/dist/node/axios.cjs:1967:12)\n"
        f"    at async charge (/var/task/pay.js:44:20) url: 'https://{HOST}/charges', data: "
        "{ error: 'service_unavailable' }",
        since=DOWN,
    )
    it.moves(
        DOWN,
        "rink-http 5xx 92",
        "pass-shop Errors 70",
        "pass-shop Duration 1900",
        f"{HOST} ClientErrors 61",
        f"{HOST} ClientLatency 1700",
        "passes ConsumedWriteCapacityUnits 44",
    )
