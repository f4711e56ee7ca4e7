"""A rotated password that a pool of connections meets only as its old connections retire."""

from __future__ import annotations

import random

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import bare, spring


def denied(dice: random.Random) -> str:
    host = f"10.0.{dice.randint(1, 3)}.{dice.randint(4, 250)}"
    return (
        "HikariPool-1 - Exception during pool initialization or fill.\n"
        "java.sql.SQLException: Access denied for user 'hymnal_app'@"
        f"'{host}' (using password: YES)\n"
        "\tat com.mysql.cj.jdbc.exceptions.SQLError.createSQLException(SQLError.java:130)\n"
        "\tat com.zaxxer.hikari.pool.PoolBase.newConnection(PoolBase.java:364)"
    )


def exhausted(dice: random.Random) -> str:
    return (
        "Servlet.service() for servlet [dispatcherServlet] threw exception: "
        "org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC "
        "Connection; HikariPool-1 - Connection is not available, request timed out after "
        f"{dice.randint(30001, 30009)}ms (total=0, active=0, idle=0, waiting={dice.randint(3, 40)})"
    )


def hymnal_scans() -> Borough:
    case = Borough("hymnal-scans", "hymnals", "scans")
    case.balancer("hymnal-lb", requests=260, seconds=0.14)
    case.tasks("scan-catalogue", spring("o.hymnal.catalogue.ScanController"), "hymnals", 33, 61)
    case.instance("hymnal-mysql", 40, bare, log="error")
    case.resource("hymnal/mysql-app", "other")
    case.tasks("scan-thumbs", spring("o.hymnal.thumbs.ThumbWorker"), "hymnals", 22, 40)
    case.calls("hymnal-lb > scan-catalogue > hymnal-mysql")
    case.calls("scan-catalogue > hymnal/mysql-app", "scan-catalogue > scan-thumbs")

    case.business(
        "scan-catalogue", lambda d: f"scan {d.randint(1000, 90000)} delivered", 1.7, (-231, 0.15)
    )
    case.says(
        "scan-catalogue",
        lambda d: f"Resolved [NoResourceFoundException: No static resource {d.choice('abc')}.map]",
        0.3,
        level="WARN",
    )
    case.business("scan-thumbs", lambda d: f"thumb of page {d.randint(1, 800)} written", 0.7)
    case.says(
        "scan-thumbs",
        lambda d: f"JPEG of page {d.randint(1, 800)} has no ICC profile, sRGB assumed",
        0.2,
        level="WARN",
    )
    case.says(
        "hymnal-mysql",
        lambda d: (
            f"{d.randint(90, 990)} [Warning] [MY-013360] [Server] Plugin mysql_native_password "
            "reported: ''mysql_native_password' is deprecated and will be removed'"
        ),
        0.15,
    )

    case.says("scan-catalogue", denied, 1.4, since=-1480, until=-232, level="ERROR")
    case.says("scan-catalogue", denied, 7, since=-232, level="ERROR")
    case.says("scan-catalogue", exhausted, 11, since=-228, level="ERROR")
    case.moves("hymnal-mysql", -1500, {"DatabaseConnections": 1}, ramp=1260)
    case.moves("hymnal-lb", -231, {"HTTPCode_Target_5XX_Count": 96, "TargetResponseTime": 21})
    case.closely("hymnal-mysql", "DatabaseConnections")
    case.change(-4700, "deployment", "scan-thumbs", "scan-thumbs 0.31.2: libvips 8.16")
    case.change(
        -1526,
        "service-event",
        "hymnal/mysql-app",
        "RotationSucceeded: AWSCURRENT is now another version (single user, every 30 days)",
        "secretsmanager.amazonaws.com",
    )
    case.alarm("hymnal-lb-5xx", "hymnal-lb", "HTTPCode_Target_5XX_Count", 30, periods=3)
    case.expects(
        ["confirmed", "likely"],
        ["hymnal/mysql-app", "scan-catalogue"],
        ["configuration", "permission"],
        ["Access denied"],
        ["scan-thumbs", "hymnal-lb"],
    )
    return case
