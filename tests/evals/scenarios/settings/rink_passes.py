"""Two things at once: a wrong queue in a setting, and minutes later a payment provider is down."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, seldom

CHANGED = -500.0
DOWN = -235.0
HOST = "api.paybridge.eu"


@scenario("leisure", "rink-passes", seldom())
def rink_passes(it: Incident) -> None:
    it.has(aws.resource("rink-http", "apigateway"))
    levels = {"Count": ("Count", 210), "5xx": ("Count", 0.3), "Latency": ("Milliseconds", 130)}
    it.measured("rink-http", "AWS/ApiGateway", {"ApiId": "p0d7yz2v4e"}, levels)
    it.has(
        aws.function("pass-checkin", logs.slog_text, 95, 41, 0.05),
        aws.function("pass-shop", logs.node_lambda, 80, 420, 0.05),
        aws.resource("turnstile-events", "sqs"),
    )
    at = {"QueueName": "turnstile-events"}
    it.measured("turnstile-events", "AWS/SQS", at, {"NumberOfMessagesSent": ("Count", 93)})
    it.has(aws.resource("passes", "dynamodb"))
    levels = {"ConsumedWriteCapacityUnits": ("Count", 120), "WriteThrottleEvents": ("Count", 0)}
    it.measured("passes", "AWS/DynamoDB", {"TableName": "passes"}, levels)
    it.has(aws.partner(HOST, "Rinks/Outgoing", 64, 310))
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
    it.log(
        f"pass-checkin 1.0 ..{CHANGED + 30} | gate <1..14> opened",
        "pass-checkin 0.5 WARN | pass refused\npass <100000..1000000> was used 2 minutes ago",
    )
    it.invoked("pass-shop", 0.2, 420, until=DOWN)
    it.log(
        f"pass-shop 0.9 ..{DOWN} | sold pass <100000..1000000>",
        "pass-shop 0.6 ERROR | CardDeclined: insufficient_funds attempt=<1..3>",
    )
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
        f"pass-checkin 7 ERROR {CHANGED + 30}.. | cannot tell the turnstile\n"
        "operation error SQS: SendMessage, https response error StatusCode: 400, "
        "RequestID: 8f2d9a60-7b1e-5c0f, AWS.SimpleQueueService.NonExistentQueue: The "
        "specified queue does not exist."
    )
    it.moves(
        CHANGED + 30,
        "rink-http 5xx 21",
        "pass-checkin Errors 21",
        "turnstile-events NumberOfMessagesSent 0",
    )
    it.log(
        f"pass-shop 9 ERROR {DOWN}.. | PaymentFailed: AxiosError: Request failed with "
        "status code 503\n    at settle "
        "(/var/task/node_modules/axios/dist/node/axios.cjs:1967:12)\n"
        f"    at async charge (/var/task/pay.js:44:20) url: 'https://{HOST}/charges', data: "
        "{ error: 'service_unavailable' }"
    )
    it.moves(
        DOWN,
        "rink-http 5xx 92",
        "pass-shop Errors 70, Duration 1900",
        f"{HOST} ClientErrors 61, ClientLatency 1700",
        "passes ConsumedWriteCapacityUnits 44",
    )
    it.alarm("rink-http-5xx", "rink-http", "5xx", 45, 3)
    it.expects(
        f"pass-checkin|{HOST}",
        "configuration|deployment|dependency",
        blames="rink-http|pass-shop|passes",
    )
