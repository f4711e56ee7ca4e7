"""A laboratory's database has no room left, and commits wait for somebody to make some."""

from tests.evals.builder import (
    EVERY_MINUTE,
    Incident,
    balancer,
    instance,
    queue,
    resource,
    scenario,
)
from tests.evals.dialects import compact, logback, mysql, spring

FULL = -398.0


@scenario("lims", "sample-intake", EVERY_MINUTE)
def lab_samples(it: Incident) -> None:
    it.has(
        balancer("lims-alb", 210, 0.062),
        resource("intake-api", "ecs", spring("o.l.intake.SampleController")),
        resource("results-worker", "ecs", compact(logback("o.l.results.SpectrometerImport"))),
        instance("lims-mysql", 44, mysql, "error"),
    )
    at = {"DBInstanceIdentifier": "lims-mysql"}
    it.measured(
        "lims-mysql",
        "AWS/RDS",
        at,
        {
            "FreeStorageSpace": ("Bytes", 169000000000.0, 0.0004, 0),
            "WriteIOPS": ("Count/Second", 340),
        },
    )
    it.has(queue("instrument-results", None))
    it.calls(
        "lims-alb > intake-api > lims-mysql", "instrument-results > results-worker > lims-mysql"
    )
    business(it)
    storage = it.series("lims-mysql", "FreeStorageSpace").shift(-32400, 0, ramp=32400 + FULL)
    it.earlier("lims-mysql", range(-36000, -7300, 600), "FreeStorageSpace")
    storage.noise = 0.0004
    it.moves(FULL, "lims-mysql WriteIOPS 6")
    it.moves(FULL + 10, "lims-mysql DatabaseConnections 83", ramp=90)
    it.moves(FULL + 38, "lims-alb HTTPCode_Target_5XX_Count 96")
    it.moves(FULL + 8, "lims-alb TargetResponseTime 17.4", ramp=60)
    it.moves(
        FULL,
        "instrument-results ApproximateNumberOfMessagesVisible 340",
        "instrument-results ApproximateAgeOfOldestMessage 390",
        ramp=-FULL,
    )
    it.once(
        FULL,
        "lims-mysql ERROR | [MY-000035] [Server] Disk is full writing './binlog.004127' "
        "(OS errno 28 - No space left on device). Waiting for someone to free space... "
        "Retry in 60 secs. Message reprinted in 600 secs.",
    )
    it.log(
        "lims-mysql 1.5 ERROR | [MY-012639] [InnoDB] Write to file ./lims/sample_event.ibd "
        "failed at offset 96351551488, 1048576 bytes should have been written, only 0 were "
        "written. Operating system error number 28. Check that your OS and file system "
        "support files of this size. Check also that the disk is not full or a disk quota "
        "exceeded.",
        since=FULL + 9,
    )
    it.log(
        "intake-api 6 ERROR | HikariPool-1 - Connection is not available, request timed "
        "out after 3000<0..9>ms (total=40, active=40, idle=0, waiting=<20..160>)",
        "intake-api 9 ERROR | Servlet.service() for servlet [dispatcherServlet] threw "
        "exception\norg.springframework.dao.DataAccessResourceFailureException: Unable to "
        "acquire JDBC Connection\n\tat "
        "o.l.intake.SampleController.register(SampleController.java:118)",
        since=FULL + 38,
    )
    it.log(
        "results-worker 5 ERROR | run SPX-<0..99999:05> not stored, message goes back\n"
        "org.springframework.jdbc.UncategorizedSQLException: PreparedStatementCallback; "
        "SQL state [HY000]; error code [1114]; The table 'sample_event' is full",
        since=FULL + 12,
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
    it.expects(
        "lims-mysql",
        "resource-exhaustion|infrastructure",
        blames="intake-api|results-worker|instrument-results",
    )


def business(it: Incident) -> None:
    it.log("intake-api 3 | registered sample <0..9999999:07>", until=FULL + 2)
    it.log(
        "intake-api 1.3 | sample list for ward <1..40> served",
        "intake-api 0.5 WARN | Barcode <0..999999999:09> has a wrong check digit, asked again",
        "intake-api 0.2 ERROR | HL7 feed of St. Anna: connection refused, next try in 300 s",
    )
    it.log("results-worker 2 | run SPX-<0..99999:05> stored, <12..96> wells", until=FULL)
    it.log(
        "results-worker 0.25 WARN | control sample outside of 2 SD, flagged",
        "lims-mysql 0.25 | [MY-010914] [Server] Aborted connection <0..9998> to db: 'lims' "
        "user: 'bi_reader' host: '10.0.2.<4..200>' (Got timeout reading communication "
        "packets).",
    )
    it.change(-9100, "scaling results-worker autoscaling | desired count 2 -> 3")
    it.change(
        -7215,
        "service-event lims-mysql rds.amazonaws.com | RDS-EVENT-0089: The free storage "
        "capacity for DB instance lims-mysql is low at 9% of the provisioned storage "
        "[Provisioned Storage: 400 GB, Free Storage: 36 GB]",
    )
    it.change(-2580, "deployment intake-api jenkins | intake-api 6.2.1: wording of label dialog")
