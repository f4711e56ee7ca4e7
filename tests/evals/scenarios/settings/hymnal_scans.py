"""A rotated password that a pool of connections meets only as its old connections retire."""

import random

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched


def denied(dice: random.Random) -> str:
    host = f"10.0.{dice.randint(1, 3)}.{dice.randint(4, 250)}"
    return (
        "HikariPool-1 - Exception during pool initialization or fill.\n"
        f"java.sql.SQLException: Access denied for user 'hymnal_app'@'{host}' (using "
        "password: YES)\n\tat "
        "com.mysql.cj.jdbc.exceptions.SQLError.createSQLException(SQLError.java:130)\n"
        "\tat com.zaxxer.hikari.pool.PoolBase.newConnection(PoolBase.java:364)"
    )


def exhausted(dice: random.Random) -> str:
    return (
        "Servlet.service() for servlet [dispatcherServlet] threw exception: "
        "org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC "
        "Connection; HikariPool-1 - Connection is not available, request timed out after "
        f"{dice.randint(30001, 30009)}ms (total=0, active=0, idle=0, waiting="
        f"{dice.randint(3, 40)})"
    )


@scenario("hymnals", "scans", watched(0.67, 0.67))
def hymnal_scans(it: Incident) -> None:
    it.has(
        aws.balancer("hymnal-lb", requests=260, seconds=0.14),
        aws.tasks(
            "scan-catalogue", logs.spring("o.hymnal.catalogue.ScanController"), "hymnals", 33, 61
        ),
        aws.instance("hymnal-mysql", 40, logs.bare, log="error"),
        aws.resource("hymnal/mysql-app", "other"),
        aws.tasks("scan-thumbs", logs.spring("o.hymnal.thumbs.ThumbWorker"), "hymnals", 22, 40),
    )
    it.calls(
        "hymnal-lb > scan-catalogue > hymnal-mysql",
        "scan-catalogue > hymnal/mysql-app",
        "scan-catalogue > scan-thumbs",
    )
    it.log(
        "scan-catalogue 1.7 -231>0.15 | scan <1000..90000> delivered",
        "scan-catalogue 0.3 WARN | Resolved [NoResourceFoundException: No static resource "
        "<a|b|c>.map]",
        "scan-thumbs 0.7 | thumb of page <1..800> written",
        "scan-thumbs 0.2 WARN | JPEG of page <1..800> has no ICC profile, sRGB assumed",
        "hymnal-mysql 0.15 | <90..990> [Warning] [MY-013360] [Server] Plugin "
        "mysql_native_password reported: ''mysql_native_password' is deprecated and will "
        "be removed'",
    )
    it.says("scan-catalogue", denied, 1.4, since=-1480, until=-232, level="ERROR")
    it.says("scan-catalogue", denied, 7, since=-232, level="ERROR")
    it.says("scan-catalogue", exhausted, 11, since=-228, level="ERROR")
    it.moves(-1500, "hymnal-mysql DatabaseConnections 1", ramp=1260)
    it.moves(-231, "hymnal-lb HTTPCode_Target_5XX_Count 96, TargetResponseTime 21")
    it.closely("hymnal-mysql DatabaseConnections")
    it.change(-4700, "deployment scan-thumbs | scan-thumbs 0.31.2: libvips 8.16")
    it.change(
        -1526,
        "service-event hymnal/mysql-app secretsmanager.amazonaws.com | RotationSucceeded: "
        "AWSCURRENT is now another version (single user, every 30 days)",
    )
    it.alarm("hymnal-lb-5xx", "hymnal-lb", "HTTPCode_Target_5XX_Count", 30, periods=3)
    it.expects(
        "hymnal/mysql-app|scan-catalogue",
        "configuration|permission",
        mentions="Access denied",
        blames="scan-thumbs|hymnal-lb",
    )
