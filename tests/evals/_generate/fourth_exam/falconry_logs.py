"""A table taken from on-demand to a provisioned throughput that is too small for its writers."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import node_lambda

REFUSED = (
    "flight not stored ProvisionedThroughputExceededException: The level of configured provisioned "
    "throughput for the table was exceeded. Consider increasing your provisioning level with the "
    "UpdateTable API.\n"
    "    at throwDefaultError (/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:8)\n"
    "    at async storeFlight (/var/task/src/flights.js:38:5) {\n"
    "  '$metadata': { httpStatusCode: 400, attempts: 3, totalRetryDelay: 158 }\n}"
)


def falconry_logs() -> Borough:
    case = Borough("falconry-logs", "falconry", "flights", share=0.68)
    case.rest_api("falconry-rest", requests=610, ms=74)
    case.lambda_("flight-recorder", node_lambda, calls=600, ms=48)
    case.table("bird-flights", writes=590)
    case.table("bird-register", writes=12)
    case.lambda_("flight-digest", node_lambda, calls=4, ms=2100)
    case.calls("falconry-rest > flight-recorder > bird-flights", "flight-recorder > bird-register")
    case.calls("flight-digest > bird-flights")

    case.business(
        "flight-recorder",
        lambda d: f"flight of ring {d.randint(1000, 9999)} stored",
        1.4,
        (-226, 0.6),
    )
    case.reports("flight-recorder", 0.7, 48, (256, 97))
    case.says(
        "flight-recorder",
        lambda d: f"GPS fix {d.randint(1, 5)} without altitude, barometer used",
        0.3,
        level="WARN",
    )
    case.business("flight-digest", lambda d: f"digest of {d.randint(3, 40)} birds mailed", 0.4)
    case.says(
        "flight-digest",
        lambda d: f"MessageRejected: Email address is not verified. falconer{d.randint(1, 9)}@...",
        0.15,
        level="ERROR",
    )

    case.says("flight-recorder", REFUSED, 17, since=-224, level="ERROR", tasks=6)
    case.moves("bird-flights", -239, {"ConsumedWriteCapacityUnits": 300})
    case.moves("bird-flights", -238, {"WriteThrottleEvents": 840})
    case.moves("flight-recorder", -228, {"Errors": 280, "Duration": 236})
    case.moves("falconry-rest", -226, {"5XXError": 281, "Latency": 260})
    case.closely("bird-flights", "WriteThrottleEvents")
    case.change(-6900, "deployment", "flight-digest", "flight-digest 5.0.2: weekly wording")
    case.change(
        -552,
        "configuration",
        "bird-flights",
        "UpdateTable bird-flights: end of month savings",
        "finops-bot",
        "BillingMode: PAY_PER_REQUEST -> PROVISIONED\n"
        "WriteCapacityUnits: 0 -> 5\nReadCapacityUnits: 0 -> 40",
    )
    case.alarm("falconry-rest-5xx", "falconry-rest", "5XXError", 40, periods=3)
    case.expects(
        ["confirmed", "likely"],
        "bird-flights",
        ["throttling", "configuration", "resource-exhaustion"],
        ["throughput"],
        ["flight-recorder", "bird-register", "flight-digest"],
    )
    return case
