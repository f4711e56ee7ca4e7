"""A false alarm: the export makes the database as busy as it did at this hour yesterday."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.telemetry import DAY
from tests.evals._generate.practice.voices import logback, structlog
from tests.evals._generate.styles import postgres, rails

STARTED = -545.0
TOOK = 2160.0


def build() -> Incident:
    it = Scene("false-alarm-nightly-export", "publishing", "subscriptions", 0.6)
    it.container("subscribe-web", rails, "pubs", 12)
    it.container("billing-api", logback("billing-api", "pub.billing.InvoiceService"), "pubs", 9)
    it.container("warehouse-export", structlog("warehouse-export"), "pubs", 2)
    it.rds("subscriptions-aurora", "aurora-postgresql", postgres, cpu=11)
    it.resource("warehouse-landing", "s3")
    at = {"BucketName": "warehouse-landing", "FilterId": "EntireBucket"}
    it.metric("warehouse-landing", "AWS/S3", "PutRequests", at, "Count", 0.2)
    it.calls("subscribe-web > billing-api > subscriptions-aurora")
    it.calls("warehouse-export > subscriptions-aurora", "warehouse-export > warehouse-landing")
    for resource, name, peak in (
        ("subscriptions-aurora", "CPUUtilization", 91),
        ("subscriptions-aurora", "ReadLatency", 0.0071),
        ("subscriptions-aurora", "DatabaseConnections", 91),
        ("warehouse-export", "CPUUtilization", 64),
        ("warehouse-landing", "PutRequests", 55),
    ):
        for day in (-DAY, 0):
            start = day + STARTED
            it.series(resource, name).shift(start, peak, until=start + TOOK, ramp=60)
        it.yesterday(resource, name)
    it.yesterday("subscribe-web", "CPUUtilization")
    it.closely("subscriptions-aurora", "CPUUtilization", "ReadLatency")
    _usual(it)
    _export(it)
    it.change(-6030, "deployment", "subscribe-web", "subscribe-web 2.91: student offers", "ci")
    it.alarm(
        "subscriptions-aurora-cpu",
        "subscriptions-aurora",
        "CPUUtilization",
        85,
        5,
        statistic="AVERAGE",
    )
    return it.expects(
        "healthy",
        None,
        "none",
        None,
        ["subscriptions-aurora", "billing-api", "subscribe-web"],
    )


def _export(it: Scene) -> None:
    for day in (-DAY, 0):
        it.once(
            "warehouse-export", day + STARTED, "export_started schedule=nightly tables=31", tasks=1
        )
    it.once(
        "warehouse-export", -DAY + STARTED + TOOK, "export_finished tables=31 seconds=2160", tasks=1
    )
    it.says(
        "warehouse-export",
        lambda d: f"table_exported rows={d.randint(10, 900)}000",
        2,
        since=-DAY + STARTED + 30,
        until=-DAY + STARTED + TOOK,
        tasks=1,
    )
    it.says(
        "warehouse-export",
        lambda d: f"table_exported rows={d.randint(10, 900)}000",
        2,
        since=STARTED + 30,
        tasks=1,
    )


def _usual(it: Scene) -> None:
    it.says("subscribe-web", lambda d: f"Completed 200 OK in {d.randint(20, 120)}ms", 1.2)
    it.says("subscribe-web", "Voucher code is not known", 0.4, level="WARN")
    it.says("billing-api", lambda d: f"invoice {d.randrange(10**7)} written", 1.1)
    it.says(
        "billing-api",
        "Direct debit refused\npub.billing.MandateExpired: mandate is older than 36 months",
        0.5,
        level="ERROR",
    )
    it.says(
        "subscriptions-aurora",
        lambda d: f"checkpoint complete: wrote {d.randint(90, 900)} buffers",
        0.3,
        tasks=1,
    )
