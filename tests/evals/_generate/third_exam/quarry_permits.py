"""A job of another team reads the whole shared database, those who live in it wait."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, postgres_of
from tests.evals._generate.second_exam.dialects import quarkus
from tests.evals._generate.styles import gunicorn, pino
from tests.evals._generate.third_exam.region import Region

STARTED = -780
ONSET = -300


def quarry_permits() -> Region:
    region = Region("quarry-permits", "quarries", "permits for quarries")
    region.balancer("permits-edge", 480, 0.12)
    region.tasks("permit-desk", compact(pino("permit-desk")), "quarries", 23)
    region.tasks("permit-register", quarkus("org.quarry.Register"), "quarries", 34)
    region.tasks("dust-statistics", gunicorn, "quarries", 3, 18)
    region.instance("quarries-aurora", 58, postgres_of("quarries"))
    at = {"DBInstanceIdentifier": "quarries-aurora"}
    region.measured("quarries-aurora", "AWS/RDS", at, {"ReadIOPS": ("Count/Second", 420)})
    region.calls(
        "permits-edge > permit-desk > permit-register > quarries-aurora",
        "dust-statistics > quarries-aurora",
    )
    region.closely("quarries-aurora", "CPUUtilization")
    region.closely("dust-statistics", "CPUUtilization")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business("permit-desk", lambda dice: f"form {dice.randint(1, 60)} shown", 0.7)
    region.business(
        "permit-desk",
        "no such applicant\nNotFoundError: applicant\n    at find (/app/applicants.js:8:11)",
        0.25,
        level="ERROR",
    )
    region.business(
        "permit-register", lambda dice: f"Permit {dice.randint(10**4, 10**5)} read", 0.8
    )
    region.business("dust-statistics", "nothing to do", 0.2)
    region.business(
        "quarries-aurora",
        "register|deadlock detected, Process 811 waits for ShareLock on transaction 90211",
        0.1,
        level="ERROR",
    )


def _incident(region: Region) -> None:
    region.change(-1250, "deployment", "permit-register", "permit-register 3.15.1: typing errors")
    region.change(
        STARTED - 10,
        "other",
        "dust-statistics",
        "ECS RunTask dust-statistics: backfill --since 2009 --workers 24",
        "analyst.peeters",
    )
    region.moves("dust-statistics", STARTED, {"CPUUtilization": 71})
    region.moves(
        "quarries-aurora",
        STARTED,
        {"CPUUtilization": 96, "DatabaseConnections": 82, "ReadIOPS": 8900},
        ramp=420,
    )
    region.moves("permits-edge", ONSET, {"TargetResponseTime": 6.4})
    region.moves("permits-edge", ONSET, {"HTTPCode_Target_5XX_Count": 31})
    region.once("dust-statistics", STARTED, "backfill since 2009-01-01 with 24 workers")
    region.says(
        "dust-statistics",
        lambda dice: f"chunk {dice.randint(1, 6000)} of 6021 aggregated",
        2,
        STARTED + 20,
    )
    region.says(
        "quarries-aurora",
        lambda dice: (
            f"dust_stats|duration: {dice.uniform(20000, 74000):.3f} ms  statement: SELECT site_id, "
            "date_trunc('hour', measured_at), avg(pm10), max(pm10) FROM measurements GROUP BY 1, 2"
        ),
        2,
        STARTED + 60,
    )
    region.says(
        "quarries-aurora",
        lambda dice: (
            f"register|duration: {dice.uniform(4000, 11000):.3f} ms  execute S_4: SELECT * FROM "
            "permits WHERE quarry_id = $1"
        ),
        3,
        ONSET - 60,
    )
    region.says(
        "permit-register",
        "HTTP Request to /permits failed: org.postgresql.util.PSQLException: ERROR: canceling "
        "statement due to statement timeout",
        5,
        ONSET,
        level="ERROR",
    )
    region.says(
        "permit-desk",
        "register is slow\nTimeoutError: The operation was aborted due to timeout\n"
        "    at fetch (node:internal/deps/undici/undici:12618:11)",
        4,
        ONSET + 1,
        level="ERROR",
    )
    region.alarm(
        "permits-edge-slow", "permits-edge", "TargetResponseTime", 2, 4, statistic="AVERAGE"
    )
    region.expects(
        ["confirmed", "likely"],
        "dust-statistics",
        ["resource-exhaustion", "traffic"],
        ["dust-statistics"],
        ["permit-register", "permit-desk"],
    )
