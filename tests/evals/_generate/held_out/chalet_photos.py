"""A neighbour in the same account takes what all functions share."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import gateway
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import node_lambda, python_lambda

UNBOUND, THROTTLED = -612.0, -448.0


def chalet_photos() -> Incident:
    it = Recording("chalet-photos", "chalets", "holiday-lets")
    it.resource("chalet-api", "apigateway", gateway, "API-Gateway-Execution-Logs_k3x/prod")
    at = {"ApiName": "chalet-api"}
    it.metric("chalet-api", "AWS/ApiGateway", "Count", at, "Count", 540)
    it.metric("chalet-api", "AWS/ApiGateway", "5XXError", at, "Count", 0.3)
    for name, style, calls, busy in (
        ("quote-fn", node_lambda, 520, 31),
        ("availability-fn", node_lambda, 700, 22),
        ("photo-backfill", python_lambda, 90, 10),
    ):
        it.resource(name, "lambda", style)
        at = {"FunctionName": name}
        it.metric(name, "AWS/Lambda", "Invocations", at, "Count", calls)
        it.metric(name, "AWS/Lambda", "Throttles", at, "Count", 0)
        it.metric(name, "AWS/Lambda", "ConcurrentExecutions", at, "Count", busy)
    it.resource("listing-photos", "sqs")
    at = {"QueueName": "listing-photos"}
    it.metric(
        "listing-photos", "AWS/SQS", "ApproximateNumberOfMessagesVisible", at, "Count", 61000, 0, 0
    )
    it.calls("chalet-api > quote-fn > availability-fn", "listing-photos > photo-backfill")
    business(it)

    it.change(
        UNBOUND,
        "configuration",
        "photo-backfill",
        "UpdateEventSourceMapping20150331: listing-photos -> photo-backfill",
        "assumed-role/content-tools/mberger",
        [{"path": "ScalingConfig.MaximumConcurrency", "before": 10, "after": None}],
    )
    it.change(
        -371, "deployment", "quote-fn", "quote-fn 402: round to full francs", "github-actions"
    )
    photos = "photo-backfill"
    it.series(photos, "ConcurrentExecutions").shift(UNBOUND + 20, 946, ramp=170)
    it.series(photos, "ConcurrentExecutions").noise = 0.006
    it.series(photos, "ConcurrentExecutions").cycle = 0
    it.series(photos, "Invocations").shift(UNBOUND + 20, 8600, ramp=170)
    it.series(photos, "Throttles").shift(THROTTLED, 240)
    it.series("listing-photos", "ApproximateNumberOfMessagesVisible").shift(
        UNBOUND + 20, 9000, ramp=590
    )
    it.says(
        photos, lambda d: f"photo {d.randrange(10**7)} encoded in 5 sizes", 11, since=UNBOUND + 30
    )
    for name, left, refused in (("quote-fn", 205, 315), ("availability-fn", 260, 120)):
        it.series(name, "Throttles").shift(THROTTLED, refused)
        it.series(name, "Invocations").shift(THROTTLED, left)
        it.series(name, "ConcurrentExecutions").shift(THROTTLED, 18)
    it.series("chalet-api", "5XXError").shift(THROTTLED, 330)
    it.says(
        "chalet-api",
        lambda d: (
            "Lambda invocation failed with status: 429. Lambda request id: "
            f"{d.getrandbits(64):016x}"
        ),
        9,
        since=THROTTLED,
        tasks=1,
    )
    it.says("chalet-api", "Method completed with status: 500", 9, since=THROTTLED, tasks=1)
    it.says(
        "quote-fn",
        "availability not known TooManyRequestsException: Rate Exceeded. Reason: "
        "ConcurrentInvocationLimitExceeded\n    at throwDefaultError (/var/runtime/node_modules/"
        "@aws-sdk/client-lambda)",
        5,
        since=THROTTLED,
        level="ERROR",
    )
    it.alarm("holiday-lets-5xx", "chalet-api", "5XXError", 40, 7)
    return it.expects(
        ["confirmed", "likely"],
        "photo-backfill",
        ["throttling", "configuration", "traffic", "resource-exhaustion"],
        ["concurren"],
        ["quote-fn", "availability-fn", "chalet-api"],
    )


def business(it: Recording) -> None:
    it.says("chalet-api", "Method completed with status: 200", 0.9, tasks=1)
    it.says("chalet-api", "Method completed with status: 404", 0.4, tasks=1)
    it.platform("quote-fn", 0.2, 180)
    it.says(
        "quote-fn",
        lambda d: f"quoted chalet {d.randint(1, 4999)} for {d.randint(2, 14)} nights",
        1.4,
    )
    it.says("quote-fn", "tourist tax of commune unknown, using canton", 0.4, level="WARN")
    it.says("availability-fn", lambda d: f"chalet {d.randint(1, 4999)} is free", 1.1)
    it.says(
        "availability-fn",
        "iCal of owner not read Error: Parse Error: Expected HTTP/",
        0.5,
        level="ERROR",
    )
    it.says(
        "photo-backfill",
        lambda d: f"photo {d.randrange(10**7)} encoded in 5 sizes",
        0.7,
        until=UNBOUND,
    )
    it.says("photo-backfill", "EXIF orientation missing", 0.4, level="WARNING")
