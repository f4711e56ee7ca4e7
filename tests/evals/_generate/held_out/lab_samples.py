"""A laboratory's database has no room left, and commits wait for somebody to make some."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import logback, mysql
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import spring

FULL = -398.0


def lab_samples() -> Incident:
    it = Recording("lab-samples", "lims", "sample-intake")
    it.balancer("lims-alb", 210, 0.062)
    it.resource("intake-api", "ecs", spring("o.l.intake.SampleController"))
    it.resource("results-worker", "ecs", logback("o.l.results.SpectrometerImport"))
    it.instance("lims-mysql", 44, mysql, "error")
    at = {"DBInstanceIdentifier": "lims-mysql"}
    it.metric("lims-mysql", "AWS/RDS", "FreeStorageSpace", at, "Bytes", 169e9, 0.0004, 0)
    it.metric("lims-mysql", "AWS/RDS", "WriteIOPS", at, "Count/Second", 340)
    it.backlog("instrument-results")
    it.calls("lims-alb > intake-api > lims-mysql")
    it.calls("instrument-results > results-worker > lims-mysql")
    business(it)

    storage = it.series("lims-mysql", "FreeStorageSpace").shift(-32400, 0, ramp=32400 + FULL)
    it.reaches("lims-mysql", "FreeStorageSpace", range(-36000, -7300, 600))
    storage.noise = 0.0004
    it.series("lims-mysql", "WriteIOPS").shift(FULL, 6)
    it.series("lims-mysql", "DatabaseConnections").shift(FULL + 10, 83, ramp=90)
    it.series("lims-alb", "HTTPCode_Target_5XX_Count").shift(FULL + 38, 96)
    it.series("lims-alb", "TargetResponseTime").shift(FULL + 8, 17.4, ramp=60)
    it.series("instrument-results", "ApproximateNumberOfMessagesVisible").shift(
        FULL, 340, ramp=-FULL
    )
    it.series("instrument-results", "ApproximateAgeOfOldestMessage").shift(FULL, 390, ramp=-FULL)
    it.once(
        "lims-mysql",
        FULL,
        "[MY-000035] [Server] Disk is full writing './binlog.004127' (OS errno 28 - No space left "
        "on device). Waiting for someone to free space... Retry in 60 secs. Message reprinted in "
        "600 secs.",
        "ERROR",
    )
    it.says(
        "lims-mysql",
        "[MY-012639] [InnoDB] Write to file ./lims/sample_event.ibd failed at offset 96351551488, "
        "1048576 bytes should have been written, only 0 were written. Operating system error "
        "number 28. Check that your OS and file system support files of this size. Check also that "
        "the disk is not full or a disk quota exceeded.",
        1.5,
        since=FULL + 9,
        level="ERROR",
    )
    it.says(
        "intake-api",
        lambda d: (
            "HikariPool-1 - Connection is not available, request timed out after "
            f"3000{d.randint(0, 9)}ms (total=40, active=40, idle=0, waiting={d.randint(20, 160)})"
        ),
        6,
        since=FULL + 38,
        level="ERROR",
    )
    it.says(
        "intake-api",
        "Servlet.service() for servlet [dispatcherServlet] threw exception\n"
        "org.springframework.dao.DataAccessResourceFailureException: Unable to acquire JDBC "
        "Connection\n\tat o.l.intake.SampleController.register(SampleController.java:118)",
        9,
        since=FULL + 38,
        level="ERROR",
    )
    it.says(
        "results-worker",
        lambda d: (
            f"run SPX-{d.randrange(10**5):05} not stored, message goes back\n"
            "org.springframework.jdbc.UncategorizedSQLException: PreparedStatementCallback; "
            "SQL state [HY000]; error code [1114]; The table 'sample_event' is full"
        ),
        5,
        since=FULL + 12,
        level="ERROR",
    )
    it.alarm(
        "lims-5xx",
        "lims-alb",
        "HTTPCode_Target_5XX_Count",
        20,
        5,
        "More than 20 server errors a minute for 5 minutes",
        missing="notBreaching",
    )
    return it.expects(
        ["confirmed", "likely"],
        "lims-mysql",
        ["resource-exhaustion", "infrastructure"],
        None,
        ["intake-api", "results-worker", "instrument-results"],
    )


def business(it: Recording) -> None:
    it.says("intake-api", lambda d: f"registered sample {d.randrange(10**7):07}", 3, until=FULL + 2)
    it.says("intake-api", lambda d: f"sample list for ward {d.randint(1, 40)} served", 1.3)
    it.says(
        "intake-api",
        lambda d: f"Barcode {d.randrange(10**9):09} has a wrong check digit, asked again",
        0.5,
        level="WARN",
    )
    it.says(
        "intake-api",
        "HL7 feed of St. Anna: connection refused, next try in 300 s",
        0.2,
        level="ERROR",
    )
    it.says(
        "results-worker",
        lambda d: f"run SPX-{d.randrange(10**5):05} stored, {d.randint(12, 96)} wells",
        2,
        until=FULL,
    )
    it.says("results-worker", "control sample outside of 2 SD, flagged", 0.25, level="WARN")
    it.says(
        "lims-mysql",
        lambda d: (
            f"[MY-010914] [Server] Aborted connection {d.randrange(9999)} to db: 'lims' user: "
            f"'bi_reader' host: '10.0.2.{d.randint(4, 200)}' (Got timeout reading communication "
            "packets)."
        ),
        0.25,
    )
    it.change(-9100, "scaling", "results-worker", "desired count 2 -> 3", "autoscaling")
    it.change(
        -7215,
        "service-event",
        "lims-mysql",
        "RDS-EVENT-0089: The free storage capacity for DB instance lims-mysql is low at 9% of the "
        "provisioned storage [Provisioned Storage: 400 GB, Free Storage: 36 GB]",
        "rds.amazonaws.com",
    )
    it.change(
        -2580, "deployment", "intake-api", "intake-api 6.2.1: wording of label dialog", "jenkins"
    )
