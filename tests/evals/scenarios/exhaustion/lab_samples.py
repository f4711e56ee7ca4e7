"""A laboratory's database has no room left, and commits wait for somebody to make some."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

FULL = -398.0


@scenario("lims", "sample-intake", EVERY_MINUTE)
def lab_samples(it: Incident) -> None:
    it.has(
        aws.balancer("lims-alb", 210, 0.062),
        aws.resource("intake-api", "ecs", logs.spring("o.l.intake.SampleController")),
        aws.resource(
            "results-worker", "ecs", logs.compact(logs.logback("o.l.results.SpectrometerImport"))
        ),
        aws.instance("lims-mysql", 44, logs.mysql, "error"),
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
    it.has(aws.queue("instrument-results", None))
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
        "instrument-results ApproximateNumberOfMessagesVisible 340, "
        "ApproximateAgeOfOldestMessage 390",
        ramp=-FULL,
    )
    it.once(
        FULL,
        "lims-mysql ERROR | [MY-000035] [Server] Disk is full writing './binlog.004127' "
        "(OS errno 28 - No space left on device). Waiting for someone to free space... "
        "Retry in 60 secs. Message reprinted in 600 secs.",
    )
    it.log(
        f"lims-mysql 1.5 ERROR {FULL + 9}.. | [MY-012639] [InnoDB] Write to file "
        "./lims/sample_event.ibd failed at offset 96351551488, 1048576 bytes should have "
        "been written, only 0 were written. Operating system error number 28. Check that "
        "your OS and file system support files of this size. Check also that the disk is "
        "not full or a disk quota exceeded.",
        f"intake-api 6 ERROR {FULL + 38}.. | HikariPool-1 - Connection is not available, "
        "request timed out after 3000<0..9>ms (total=40, active=40, idle=0, "
        "waiting=<20..160>)",
        f"intake-api 9 ERROR {FULL + 38}.. | Servlet.service() for servlet "
        "[dispatcherServlet] threw exception\n"
        "org.springframework.dao.DataAccessResourceFailureException: Unable to acquire "
        "JDBC Connection\n\tat "
        "o.l.intake.SampleController.register(SampleController.java:118)",
        f"results-worker 5 ERROR {FULL + 12}.. | run SPX-<0..99999:05> not stored, message "
        "goes back\norg.springframework.jdbc.UncategorizedSQLException: "
        "PreparedStatementCallback; SQL state [HY000]; error code [1114]; The table "
        "'sample_event' is full",
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
    it.log(
        f"intake-api 3 ..{FULL + 2} | registered sample <0..9999999:07>",
        "intake-api 1.3 | sample list for ward <1..40> served",
        "intake-api 0.5 WARN | Barcode <0..999999999:09> has a wrong check digit, asked again",
        "intake-api 0.2 ERROR | HL7 feed of St. Anna: connection refused, next try in 300 s",
        f"results-worker 2 ..{FULL} | run SPX-<0..99999:05> stored, <12..96> wells",
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
