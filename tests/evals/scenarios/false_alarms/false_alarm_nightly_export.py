"""A false alarm: the export makes the database as busy as it did at this hour yesterday."""

from tests.evals import aws, logs
from tests.evals.builder import DAY, YESTERDAY, Incident, quarterly, scenario

STARTED = -545.0
TOOK = 2160.0


@scenario("publishing", "subscriptions", quarterly(0.6))
def false_alarm_nightly_export(it: Incident) -> None:
    it.has(
        aws.tasks("subscribe-web", logs.rails, "pubs", 12, None, 0.07),
        aws.tasks(
            "billing-api",
            logs.logback("pub.billing.InvoiceService", app="billing-api"),
            "pubs",
            9,
            None,
            0.07,
        ),
        aws.tasks("warehouse-export", logs.structlog("warehouse-export"), "pubs", 2, None, 0.07),
        aws.rds("subscriptions-aurora", "aurora-postgresql", logs.postgres, cpu=11),
        aws.resource("warehouse-landing", "s3"),
    )
    at = {"BucketName": "warehouse-landing", "FilterId": "EntireBucket"}
    it.measured("warehouse-landing", "AWS/S3", at, {"PutRequests": ("Count", 0.2)})
    it.calls(
        "subscribe-web > billing-api > subscriptions-aurora",
        "warehouse-export > subscriptions-aurora",
        "warehouse-export > warehouse-landing",
    )
    for resource, name, peak in (
        ("subscriptions-aurora", "CPUUtilization", 91),
        ("subscriptions-aurora", "ReadLatency", 0.0071),
        ("subscriptions-aurora", "DatabaseConnections", 91),
        ("warehouse-export", "CPUUtilization", 64),
        ("warehouse-landing", "PutRequests", 55),
    ):
        for day in (-DAY, 0):
            start = day + STARTED
            it.moves(start, f"{resource} {name} {peak}", until=start + TOOK, ramp=60)
        it.earlier(resource, YESTERDAY, name)
    it.earlier("subscribe-web", YESTERDAY, "CPUUtilization")
    it.closely("subscriptions-aurora CPUUtilization ReadLatency")
    it.log(
        "subscribe-web 1.2 | Completed 200 OK in <20..120>ms",
        "subscribe-web 0.4 WARN | Voucher code is not known",
        "billing-api 1.1 | invoice <0..9999999> written",
        "billing-api 0.5 ERROR | Direct debit refused\npub.billing.MandateExpired: mandate "
        "is older than 36 months",
        "subscriptions-aurora 0.3 x1 | checkpoint complete: wrote <90..900> buffers",
    )
    for day in (-DAY, 0):
        it.once(
            day + STARTED, "warehouse-export | export_started schedule=nightly tables=31", tasks=1
        )
    it.once(
        -DAY + STARTED + TOOK, "warehouse-export | export_finished tables=31 seconds=2160", tasks=1
    )
    it.log(
        f"warehouse-export 2 {-DAY + STARTED + 30}..{-DAY + STARTED + TOOK} x1 | "
        "table_exported rows=<10..900>000",
        f"warehouse-export 2 {STARTED + 30}.. x1 | table_exported rows=<10..900>000",
    )
    it.change(-6030, "deployment subscribe-web ci | subscribe-web 2.91: student offers")
    it.alarm(
        "subscriptions-aurora-cpu",
        "subscriptions-aurora",
        "CPUUtilization",
        85,
        5,
        statistic="AVERAGE",
    )
    it.expects(
        None, "none", blames="subscriptions-aurora|billing-api|subscribe-web", verdict="healthy"
    )
