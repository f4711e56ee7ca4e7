"""A job of another team reads the whole shared database, those who live in it wait."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

STARTED = -780
ONSET = -300


@scenario("quarries", "permits for quarries", watched(1, 1))
def quarry_permits(it: Incident) -> None:
    it.has(
        aws.balancer("permits-edge", 480, 0.12),
        aws.tasks("permit-desk", logs.compact(logs.pino("permit-desk")), "quarries", 23),
        aws.tasks("permit-register", logs.quarkus("org.quarry.Register"), "quarries", 34),
        aws.tasks("dust-statistics", logs.gunicorn, "quarries", 3, 18),
        aws.instance("quarries-aurora", 58, logs.postgres_of("quarries")),
    )
    at = {"DBInstanceIdentifier": "quarries-aurora"}
    it.measured("quarries-aurora", "AWS/RDS", at, {"ReadIOPS": ("Count/Second", 420)})
    it.calls(
        "permits-edge > permit-desk > permit-register > quarries-aurora",
        "dust-statistics > quarries-aurora",
    )
    it.closely("quarries-aurora CPUUtilization", "dust-statistics CPUUtilization")
    it.log(
        "permit-desk 0.7 | form <1..60> shown",
        "permit-desk 0.25 ERROR | no such applicant\nNotFoundError: applicant\n"
        "    at find (/app/applicants.js:8:11)",
        "permit-register 0.8 | Permit <10000..100000> read",
        "dust-statistics 0.2 | nothing to do",
        "quarries-aurora 0.1 ERROR | register|deadlock detected, Process 811 waits for "
        "ShareLock on transaction 90211",
    )
    it.change(-1250, "deployment permit-register | permit-register 3.15.1: typing errors")
    it.change(
        STARTED - 10,
        "other dust-statistics analyst.peeters | ECS RunTask dust-statistics: backfill "
        "--since 2009 --workers 24",
    )
    it.moves(STARTED, "dust-statistics CPUUtilization 71")
    it.moves(
        STARTED,
        "quarries-aurora CPUUtilization 96, DatabaseConnections 82, ReadIOPS 8900",
        ramp=420,
    )
    it.moves(ONSET, "permits-edge TargetResponseTime 6.4, HTTPCode_Target_5XX_Count 31")
    it.once(STARTED, "dust-statistics | backfill since 2009-01-01 with 24 workers")
    it.log(
        f"dust-statistics 2 {STARTED + 20}.. | chunk <1..6000> of 6021 aggregated",
        f"quarries-aurora 2 {STARTED + 60}.. | dust_stats|duration: <20000.0..74000.0:.3f> "
        "ms  statement: SELECT site_id, date_trunc('hour', measured_at), avg(pm10), "
        "max(pm10) FROM measurements GROUP BY 1, 2",
        f"quarries-aurora 3 {ONSET - 60}.. | register|duration: <4000.0..11000.0:.3f> ms  "
        "execute S_4: SELECT * FROM permits WHERE quarry_id = $1",
        f"permit-register 5 ERROR {ONSET}.. | HTTP Request to /permits failed: "
        "org.postgresql.util.PSQLException: ERROR: canceling statement due to statement "
        "timeout",
        f"permit-desk 4 ERROR {ONSET + 1}.. | register is slow\n"
        "TimeoutError: The operation was aborted due to timeout\n"
        "    at fetch (node:internal/deps/undici/undici:12618:11)",
    )
    it.alarm("permits-edge-slow", "permits-edge", "TargetResponseTime", 2, 4, statistic="AVERAGE")
    it.expects(
        "dust-statistics",
        "resource-exhaustion|traffic",
        mentions="dust-statistics",
        blames="permit-register|permit-desk",
    )
