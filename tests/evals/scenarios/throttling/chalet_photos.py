"""A neighbour in the same account takes what all functions share."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

UNBOUND, THROTTLED = (-612.0, -448.0)


@scenario("chalets", "holiday-lets", EVERY_MINUTE)
def chalet_photos(it: Incident) -> None:
    it.has(
        aws.resource(
            "chalet-api", "apigateway", logs.gateway, "API-Gateway-Execution-Logs_k3x/prod"
        )
    )
    at = {"ApiName": "chalet-api"}
    it.measured(
        "chalet-api", "AWS/ApiGateway", at, {"Count": ("Count", 540), "5XXError": ("Count", 0.3)}
    )
    for name, style, calls, busy in (
        ("quote-fn", logs.node_lambda, 520, 31),
        ("availability-fn", logs.node_lambda, 700, 22),
        ("photo-backfill", logs.python_lambda, 90, 10),
    ):
        it.has(aws.resource(name, "lambda", style))
        at = {"FunctionName": name}
        it.measured(
            name,
            "AWS/Lambda",
            at,
            {
                "Invocations": ("Count", calls),
                "Throttles": ("Count", 0),
                "ConcurrentExecutions": ("Count", busy),
            },
        )
    it.has(aws.resource("listing-photos", "sqs"))
    at = {"QueueName": "listing-photos"}
    it.measured(
        "listing-photos",
        "AWS/SQS",
        at,
        {"ApproximateNumberOfMessagesVisible": ("Count", 61000, 0, 0)},
    )
    it.calls("chalet-api > quote-fn > availability-fn", "listing-photos > photo-backfill")
    business(it)
    it.change(
        UNBOUND,
        "configuration photo-backfill assumed-role/content-tools/mberger | "
        "UpdateEventSourceMapping20150331: listing-photos -> photo-backfill",
        [{"path": "ScalingConfig.MaximumConcurrency", "before": 10, "after": None}],
    )
    it.change(-371, "deployment quote-fn github-actions | quote-fn 402: round to full francs")
    photos = "photo-backfill"
    it.moves(UNBOUND + 20, f"{photos} ConcurrentExecutions 946", ramp=170)
    it.series(photos, "ConcurrentExecutions").noise = 0.006
    it.series(photos, "ConcurrentExecutions").cycle = 0
    it.moves(UNBOUND + 20, f"{photos} Invocations 8600", ramp=170)
    it.moves(THROTTLED, f"{photos} Throttles 240")
    it.moves(UNBOUND + 20, "listing-photos ApproximateNumberOfMessagesVisible 9000", ramp=590)
    it.log(f"{photos} 11 {UNBOUND + 30}.. | photo <0..9999999> encoded in 5 sizes")
    for name, left, refused in (("quote-fn", 205, 315), ("availability-fn", 260, 120)):
        it.moves(
            THROTTLED, f"{name} Throttles {refused}, Invocations {left}, ConcurrentExecutions 18"
        )
    it.moves(THROTTLED, "chalet-api 5XXError 330")
    it.log(
        f"chalet-api 9 {THROTTLED}.. x1 | Lambda invocation failed with status: 429. Lambda "
        "request id: <hex16>",
        f"chalet-api 9 {THROTTLED}.. x1 | Method completed with status: 500",
        f"quote-fn 5 ERROR {THROTTLED}.. | availability not known TooManyRequestsException: "
        "Rate Exceeded. Reason: ConcurrentInvocationLimitExceeded\n"
        "    at throwDefaultError (/var/runtime/node_modules/@aws-sdk/client-lambda)",
    )
    it.alarm("holiday-lets-5xx", "chalet-api", "5XXError", 40, 7)
    it.expects(
        "photo-backfill",
        "throttling|configuration|traffic|resource-exhaustion",
        mentions="concurren",
        blames="quote-fn|availability-fn|chalet-api",
    )


def business(it: Incident) -> None:
    it.log(
        "chalet-api 0.9 x1 | Method completed with status: 200",
        "chalet-api 0.4 x1 | Method completed with status: 404",
    )
    it.invoked("quote-fn", 0.2, 180)
    it.log(
        "quote-fn 1.4 | quoted chalet <1..4999> for <2..14> nights",
        "quote-fn 0.4 WARN | tourist tax of commune unknown, using canton",
        "availability-fn 1.1 | chalet <1..4999> is free",
        "availability-fn 0.5 ERROR | iCal of owner not read Error: Parse Error: Expected HTTP/",
        f"photo-backfill 0.7 ..{UNBOUND} | photo <0..9999999> encoded in 5 sizes",
        "photo-backfill 0.4 WARNING | EXIF orientation missing",
    )
