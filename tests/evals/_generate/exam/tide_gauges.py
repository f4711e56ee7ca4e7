"""Infrastructure code takes away a rule of a security group that somebody had added by hand."""

from __future__ import annotations

from tests.evals._generate.exam.estate import Estate
from tests.evals._generate.held_out.formats import postgres_of
from tests.evals._generate.practice.voices import platform
from tests.evals._generate.styles import powertools, python_lambda

APPLIED = -810.0
MOST = -235.0

TIMEOUT = (
    "cannot read gauge history\nTraceback (most recent call last):\n"
    '  File "/var/task/reader/history.py", line 58, in connect\n'
    "    return psycopg2.connect(dsn, connect_timeout=8)\n"
    "psycopg2.OperationalError: connection to server at "
    '"gauge-history.cq8w2k.eu-north-1.rds.amazonaws.com" (10.40.12.87), port 5432 failed: '
    "timeout expired\n"
)


def tide_gauges() -> Estate:
    incident = Estate("tide-gauges", "hydrography", "tide-gauges")
    describe(incident)
    business(incident)
    fault(incident)
    incident.alarm("tide-graphql-5xx", "tide-graphql", "5XXError", 10, 3)
    incident.expects(
        ["confirmed", "likely"],
        "gauge-history",
        ["configuration", "network"],
        [],
        ["tide-graphql", "gauge-ingest", "gauge-reader"],
    )
    return incident


def describe(incident: Estate) -> None:
    incident.resource("tide-graphql", "other")
    api = {"GraphQLAPIId": "qzq4m7sflbb6xnnw2tjgk5m2ve"}
    levels = {
        "Requests": ("Count", 130),
        "5XXError": ("Count", 0.2),
        "Latency": ("Milliseconds", 88),
    }
    incident.measured("tide-graphql", "AWS/AppSync", api, levels)
    incident.lambda_("gauge-reader", powertools("gauge-reader"), 120, 64)
    incident.lambda_("gauge-ingest", python_lambda, 45, 110)
    incident.instance("gauge-history", 31, postgres_of("gauges"))
    incident.seldom("tide-graphql", "Latency", "Requests").seldom("gauge-reader", "Invocations")
    incident.seldom("gauge-ingest", "Errors", "Duration", "Invocations")
    incident.calls("tide-graphql > gauge-reader > gauge-history", "gauge-ingest > gauge-history")


def business(incident: Estate) -> None:
    incident.says(
        "gauge-reader",
        lambda d: f"served {d.randint(12, 144)} readings station=NO{d.randint(10, 99)}",
        0.9,
        until=MOST + 60,
    )
    incident.says(
        "gauge-reader",
        lambda d: f"station NO{d.randint(10, 99)} is unknown, empty series returned",
        0.4,
        level="WARNING",
    )
    incident.platform("gauge-reader", 0.2, 64, until=MOST)
    incident.says("gauge-ingest", lambda d: f"stored {d.randint(40, 90)} readings", 0.8)
    incident.says(
        "gauge-ingest",
        lambda d: f"checksum of frame {d.randint(1000, 9999)} is wrong, frame dropped",
        0.35,
        level="ERROR",
    )
    incident.says("gauge-history", "checkpoint starting: time", 0.2)
    incident.says(
        "gauge-history",
        lambda d: f"checkpoint complete: wrote {d.randint(40, 300)} buffers (0.{d.randint(1, 9)}%)",
        0.2,
    )


def fault(incident: Estate) -> None:
    incident.change(
        -4300,
        "deployment",
        "gauge-reader",
        "gauge-reader version 88: tide tables for 2027",
        "github-actions",
    )
    incident.change(
        -6100, "configuration", "tide-graphql", "API key of the harbour app renewed", "i.solberg"
    )
    incident.change(
        APPLIED,
        "configuration",
        "gauge-history",
        "terraform apply run-Yw8: aws_security_group.gauge_history_db, 1 changed (drift corrected)",
        "terraform-cloud",
        "aws_security_group.gauge_history_db.ingress[1]: 5432/tcp from sg-0c41d7be (gauge-reader)"
        " -> (removed)",
    )
    for since, rate in ((APPLIED + 70, 0.6), (MOST, 8)):
        incident.says("gauge-reader", TIMEOUT, rate, since, level="ERROR")
        incident.says(
            "gauge-reader",
            "Task timed out after 15.02 seconds",
            rate / 3,
            since,
            style=platform,
        )
    incident.series("tide-graphql", "5XXError").shift(APPLIED + 70, 3).shift(MOST, 58)
    incident.series("tide-graphql", "Latency").shift(MOST, 6900)
    incident.series("gauge-reader", "Errors").shift(APPLIED + 70, 3).shift(MOST, 58)
    incident.series("gauge-reader", "Duration").shift(APPLIED + 70, 270).shift(MOST, 5200)
    # Nothing closes what was open: the tracked connections go one by one.
    incident.series("gauge-history", "DatabaseConnections").shift(APPLIED, 12, ramp=560)
    incident.series("gauge-history", "CPUUtilization").shift(MOST, 16)
