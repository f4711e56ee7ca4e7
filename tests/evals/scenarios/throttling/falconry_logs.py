"""A table taken from on-demand to a provisioned throughput that is too small for its writers."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

REFUSED = (
    "flight not stored ProvisionedThroughputExceededException: The level of configured "
    "provisioned throughput for the table was exceeded. Consider increasing your "
    "provisioning level with the UpdateTable API.\n    at throwDefaultError "
    "(/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:8)\n"
    "    at async storeFlight (/var/task/src/flights.js:38:5) {\n"
    "  '$metadata': { httpStatusCode: 400, attempts: 3, totalRetryDelay: 158 }\n"
    "}"
)


@scenario("falconry", "flights", watched(0.68, 0.68))
def falconry_logs(it: Incident) -> None:
    it.has(
        aws.rest_api("falconry-rest", requests=610, ms=74),
        aws.function("flight-recorder", logs.node_lambda, calls=600, ms=48, errors=0.05),
        aws.table("bird-flights", writes=590),
        aws.table("bird-register", writes=12),
        aws.function("flight-digest", logs.node_lambda, calls=4, ms=2100, errors=0.05),
    )
    it.calls(
        "falconry-rest > flight-recorder > bird-flights",
        "flight-recorder > bird-register",
        "flight-digest > bird-flights",
    )
    it.log("flight-recorder 1.4 -226>0.6 | flight of ring <1000..9999> stored")
    it.reports("flight-recorder", 0.7, 48, (256, 97))
    it.log(
        "flight-recorder 0.3 WARN | GPS fix <1..5> without altitude, barometer used",
        "flight-digest 0.4 | digest of <3..40> birds mailed",
        "flight-digest 0.15 ERROR | MessageRejected: Email address is not verified. "
        "falconer<1..9>@...",
        f"flight-recorder 17 ERROR -224.. x6 | {REFUSED}",
    )
    it.moves(-239, "bird-flights ConsumedWriteCapacityUnits 300")
    it.moves(-238, "bird-flights WriteThrottleEvents 840")
    it.moves(-228, "flight-recorder Errors 280, Duration 236")
    it.moves(-226, "falconry-rest 5XXError 281, Latency 260")
    it.closely("bird-flights WriteThrottleEvents")
    it.change(-6900, "deployment flight-digest | flight-digest 5.0.2: weekly wording")
    it.change(
        -552,
        "configuration bird-flights finops-bot | UpdateTable bird-flights: end of month savings",
        "BillingMode: PAY_PER_REQUEST -> PROVISIONED\nWriteCapacityUnits: 0 -> 5\n"
        "ReadCapacityUnits: 0 -> 40",
    )
    it.alarm("falconry-rest-5xx", "falconry-rest", "5XXError", 40, periods=3)
    it.expects(
        "bird-flights",
        "throttling|configuration|resource-exhaustion",
        mentions="throughput",
        blames="flight-recorder|bird-register|flight-digest",
    )
