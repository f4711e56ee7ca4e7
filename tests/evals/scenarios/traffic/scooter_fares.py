"""A database fails over within half a minute; what follows does not end by itself."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

DOWN, UP = (-381.0, -353.0)


@scenario("scooters", "rides", EVERY_MINUTE)
def scooter_fares(it: Incident) -> None:
    it.has(aws.resource("ride-api", "ecs", logs.compact(logs.pino("ride-api-6d"))))
    at = {"Service": "ride-api"}
    it.measured(
        "ride-api", "Scooters/http", at, {"Requests": ("Count", 640), "5xx": ("Count", 0.2)}
    )
    it.has(
        aws.tasks(
            "pricing-svc",
            logs.compact(logs.logback("io.scoot.pricing.QuoteService")),
            "scooters",
            38,
        )
    )
    it.measured("pricing-svc", "Scooters/http", {"Service": "pricing-svc"}, aws.requests(655, 38))
    it.has(aws.instance("fares-aurora", 62), aws.resource("ride-events", "sqs"))
    at = {"QueueName": "ride-events"}
    it.measured("ride-events", "AWS/SQS", at, {"NumberOfMessagesSent": ("Count", 150)})
    it.calls("ride-api > pricing-svc > fares-aurora", "ride-api > ride-events")
    it.log(
        "ride-api 2.8 | ride <0..99999999> <began|ended>",
        "ride-api 0.5 WARN | scooter <0..99999> outside of its zone, parking fee added",
        "ride-api 0.5 ERROR | card refused by issuer\nPaymentDeclined: insufficient_funds",
    )
    it.says(
        "pricing-svc",
        lambda d: f"quote for zone {d.randint(1, 60)}: {d.randint(90, 900) / 100:.2f}",
        2.2,
        until=DOWN,
    )
    it.says(
        "pricing-svc",
        lambda d: f"quote for zone {d.randint(1, 60)}: {d.randint(90, 900) / 100:.2f}",
        1.2,
        since=UP + 4,
    )
    it.log("pricing-svc 0.3 WARN | surge table older than 10 min, refreshed")
    it.change(-14100, "deployment ride-api buildkite | ride-api 930: helmet photo prompt")
    it.change(-3960, "deployment pricing-svc buildkite | pricing-svc 5.12.0: fares of Lyon")
    for when, number, text in (
        (DOWN, "0073", "Started cross AZ failover to DB instance: fares-aurora-b"),
        (UP, "0071", "Completed failover to DB instance: fares-aurora-b"),
    ):
        it.change(
            when, f"service-event fares-aurora rds.amazonaws.com | RDS-EVENT-{number}: {text}"
        )
    it.log(
        f"pricing-svc 30 WARN {DOWN}..{UP} | HikariPool-1 - Connection "
        "org.postgresql.jdbc.PgConnection marked as broken because of SQLSTATE(08006), "
        "ErrorCode(0)\norg.postgresql.util.PSQLException: An I/O error occurred while "
        "sending to the backend."
    )
    it.once(UP + 3, "pricing-svc | HikariPool-1 - Added connection to fares-aurora, 40 of 40")
    it.log(
        f"pricing-svc 9 ERROR {DOWN + 14}.. | quote rejected\n"
        "io.github.resilience4j.bulkhead.BulkheadFullException: Bulkhead 'quotes' is full "
        "and does not permit further calls",
        f"ride-api 15 WARN {DOWN + 4}.. | quote attempt <2..6> of 6 failed with 503, next in 0 ms",
        f"ride-api 7 ERROR {DOWN + 9}.. | no quote after 6 attempts\n"
        "HTTPError: Response code 503 (Service Unavailable)",
    )
    aurora = it.series("fares-aurora", "CPUUtilization")
    aurora.shift(DOWN, 3, until=UP).shift(UP + 5, 34)
    it.moves(DOWN, "fares-aurora DatabaseConnections 4", until=UP + 5)
    it.moves(DOWN + 4, "pricing-svc Requests 3560, 5xx 2950", ramp=55)
    it.moves(DOWN + 20, "pricing-svc CPUUtilization 97", ramp=40)
    it.moves(DOWN + 4, "pricing-svc Latency 1900", ramp=40)
    it.moves(DOWN + 9, "ride-api 5xx 410", "ride-events NumberOfMessagesSent 61")
    it.alarm("ride-api-5xx", "ride-api", "5xx", 60, 6, "Riders cannot start or end a ride")
    it.expects(
        "ride-api|fares-aurora",
        "traffic|configuration|dependency|infrastructure",
        mentions="retr",
        blames="ride-events",
    )
