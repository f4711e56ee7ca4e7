"""A job of another team reads the whole shared database, those who live in it wait."""

from tests.evals.builder import Incident, balancer, instance, scenario, tasks, watched
from tests.evals.dialects import compact, gunicorn, pino, postgres_of, quarkus

STARTED = -780
ONSET = -300


@scenario("quarries", "permits for quarries", watched(1, 1))
def quarry_permits(it: Incident) -> None:
    it.has(
        balancer("permits-edge", 480, 0.12),
        tasks("permit-desk", compact(pino("permit-desk")), "quarries", 23),
        tasks("permit-register", quarkus("org.quarry.Register"), "quarries", 34),
        tasks("dust-statistics", gunicorn, "quarries", 3, 18),
        instance("quarries-aurora", 58, postgres_of("quarries")),
    )
    at = {"DBInstanceIdentifier": "quarries-aurora"}
    it.measured("quarries-aurora", "AWS/RDS", at, {"ReadIOPS": ("Count/Second", 420)})
    it.calls(
        "permits-edge > permit-desk > permit-register > quarries-aurora",
        "dust-statistics > quarries-aurora",
    )
    it.closely("quarries-aurora CPUUtilization", "dust-statistics CPUUtilization")
    _daily_business(it)
    _incident(it)


def _daily_business(it: Incident) -> None:
    it.log(
        "permit-desk 0.7 | form <1..60> shown",
        "permit-desk 0.25 ERROR | no such applicant\nNotFoundError: applicant\n"
        "    at find (/app/applicants.js:8:11)",
        "permit-register 0.8 | Permit <10000..100000> read",
        "dust-statistics 0.2 | nothing to do",
        "quarries-aurora 0.1 ERROR | register|deadlock detected, Process 811 waits for "
        "ShareLock on transaction 90211",
    )


def _incident(it: Incident) -> None:
    it.change(-1250, "deployment permit-register | permit-register 3.15.1: typing errors")
    it.change(
        STARTED - 10,
        "other dust-statistics analyst.peeters | ECS RunTask dust-statistics: backfill "
        "--since 2009 --workers 24",
    )
    it.moves(STARTED, "dust-statistics CPUUtilization 71")
    it.moves(
        STARTED,
        "quarries-aurora CPUUtilization 96",
        "quarries-aurora DatabaseConnections 82",
        "quarries-aurora ReadIOPS 8900",
        ramp=420,
    )
    it.moves(
        ONSET, "permits-edge TargetResponseTime 6.4", "permits-edge HTTPCode_Target_5XX_Count 31"
    )
    it.once(STARTED, "dust-statistics | backfill since 2009-01-01 with 24 workers")
    it.log("dust-statistics 2 | chunk <1..6000> of 6021 aggregated", since=STARTED + 20)
    it.log(
        "quarries-aurora 2 | dust_stats|duration: <20000.0..74000.0:.3f> ms  statement: "
        "SELECT site_id, date_trunc('hour', measured_at), avg(pm10), max(pm10) FROM "
        "measurements GROUP BY 1, 2",
        since=STARTED + 60,
    )
    it.log(
        "quarries-aurora 3 | register|duration: <4000.0..11000.0:.3f> ms  execute S_4: "
        "SELECT * FROM permits WHERE quarry_id = $1",
        since=ONSET - 60,
    )
    it.log(
        "permit-register 5 ERROR | HTTP Request to /permits failed: "
        "org.postgresql.util.PSQLException: ERROR: canceling statement due to statement "
        "timeout",
        since=ONSET,
    )
    it.log(
        "permit-desk 4 ERROR | register is slow\nTimeoutError: The operation was aborted "
        "due to timeout\n    at fetch (node:internal/deps/undici/undici:12618:11)",
        since=ONSET + 1,
    )
    it.alarm("permits-edge-slow", "permits-edge", "TargetResponseTime", 2, 4, statistic="AVERAGE")
    it.expects(
        "dust-statistics",
        "resource-exhaustion|traffic",
        mentions="dust-statistics",
        blames="permit-register|permit-desk",
    )
