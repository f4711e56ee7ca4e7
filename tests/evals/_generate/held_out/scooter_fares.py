"""A database fails over within half a minute; what follows does not end by itself."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, logback
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import pino

DOWN, UP = -381.0, -353.0


def scooter_fares() -> Incident:
    it = Recording("scooter-fares", "scooters", "rides")
    it.resource("ride-api", "ecs", compact(pino("ride-api-6d")))
    at = {"Service": "ride-api"}
    it.metric("ride-api", "Scooters/http", "Requests", at, "Count", 640)
    it.metric("ride-api", "Scooters/http", "5xx", at, "Count", 0.2)
    it.tasks("pricing-svc", logback("io.scoot.pricing.QuoteService"), "scooters", 38)
    it.counted("pricing-svc", "Scooters/http", 655, 38)
    it.instance("fares-aurora", 62)
    it.resource("ride-events", "sqs")
    at = {"QueueName": "ride-events"}
    it.metric("ride-events", "AWS/SQS", "NumberOfMessagesSent", at, "Count", 150)
    it.calls("ride-api > pricing-svc > fares-aurora", "ride-api > ride-events")
    business(it)

    for when, number, text in (
        (DOWN, "0073", "Started cross AZ failover to DB instance: fares-aurora-b"),
        (UP, "0071", "Completed failover to DB instance: fares-aurora-b"),
    ):
        it.change(
            when,
            "service-event",
            "fares-aurora",
            f"RDS-EVENT-{number}: {text}",
            "rds.amazonaws.com",
        )
    it.says(
        "pricing-svc",
        "HikariPool-1 - Connection org.postgresql.jdbc.PgConnection marked as broken because of "
        "SQLSTATE(08006), ErrorCode(0)\norg.postgresql.util.PSQLException: An I/O error occurred "
        "while sending to the backend.",
        30,
        since=DOWN,
        until=UP,
        level="WARN",
    )
    it.once("pricing-svc", UP + 3, "HikariPool-1 - Added connection to fares-aurora, 40 of 40")
    it.says(
        "pricing-svc",
        "quote rejected\nio.github.resilience4j.bulkhead.BulkheadFullException: Bulkhead 'quotes' "
        "is full and does not permit further calls",
        9,
        since=DOWN + 14,
        level="ERROR",
    )
    it.says(
        "ride-api",
        lambda d: f"quote attempt {d.randint(2, 6)} of 6 failed with 503, next in 0 ms",
        15,
        since=DOWN + 4,
        level="WARN",
    )
    it.says(
        "ride-api",
        "no quote after 6 attempts\nHTTPError: Response code 503 (Service Unavailable)",
        7,
        since=DOWN + 9,
        level="ERROR",
    )
    aurora = it.series("fares-aurora", "CPUUtilization")
    aurora.shift(DOWN, 3, until=UP).shift(UP + 5, 34)
    it.series("fares-aurora", "DatabaseConnections").shift(DOWN, 4, until=UP + 5)
    it.series("pricing-svc", "Requests").shift(DOWN + 4, 3560, ramp=55)
    it.series("pricing-svc", "5xx").shift(DOWN + 4, 2950, ramp=55)
    it.series("pricing-svc", "CPUUtilization").shift(DOWN + 20, 97, ramp=40)
    it.series("pricing-svc", "Latency").shift(DOWN + 4, 1900, ramp=40)
    it.series("ride-api", "5xx").shift(DOWN + 9, 410)
    it.series("ride-events", "NumberOfMessagesSent").shift(DOWN + 9, 61)
    it.alarm("ride-api-5xx", "ride-api", "5xx", 60, 6, "Riders cannot start or end a ride")
    return it.expects(
        ["confirmed", "likely"],
        ["ride-api", "fares-aurora"],
        ["traffic", "configuration", "dependency", "infrastructure"],
        ["retr"],
        ["ride-events"],
    )


def business(it: Recording) -> None:
    it.says("ride-api", lambda d: f"ride {d.randrange(10**8)} {d.choice(['began', 'ended'])}", 2.8)
    it.says(
        "ride-api",
        lambda d: f"scooter {d.randrange(10**5)} outside of its zone, parking fee added",
        0.5,
        level="WARN",
    )
    it.says(
        "ride-api",
        "card refused by issuer\nPaymentDeclined: insufficient_funds",
        0.5,
        level="ERROR",
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
    it.says("pricing-svc", "surge table older than 10 min, refreshed", 0.3, level="WARN")
    it.change(-14100, "deployment", "ride-api", "ride-api 930: helmet photo prompt", "buildkite")
    it.change(-3960, "deployment", "pricing-svc", "pricing-svc 5.12.0: fares of Lyon", "buildkite")
