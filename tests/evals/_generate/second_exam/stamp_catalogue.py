"""A cache node is gone, and the database behind it gets every question."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, postgres_of
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.styles import pino, powertools, rails

GONE = -305.0
RETRIES = (
    "cache read failed, asking the database\nMaxRetriesPerRequestError: Reached the max retries "
    'per request limit (which is 3). Refer to "maxRetriesPerRequest" option for details.\n    at '
    "Socket.<anonymous> (/srv/node_modules/ioredis/built/redis/event_handler.js:182:37)"
)
TIMED_OUT = (
    "[ioredis] Unhandled error event\nError: connect ETIMEDOUT\n    at Socket.<anonymous> "
    "(/srv/node_modules/ioredis/built/Redis.js:170:41)"
)


def stamp_catalogue() -> Account:
    it = Account("stamp-catalogue", "philately", "stamp catalogue", kept=(0.85, 0.4))
    it.balancer("stamps-alb", 1150, 0.16)
    it.tasks("stamps-site", rails, "stamps", 37, 61)
    it.tasks("lookup-api", compact(pino("lookup-api")), "stamps", 34)
    it.resource("lookup-cache", "elasticache")
    it.measured(
        "lookup-cache",
        "AWS/ElastiCache",
        {"CacheClusterId": "lookup-cache-001", "CacheNodeId": "0001"},
        {
            "CacheHitRate": ("Percent", 94.2, 0.006, 0.004),
            "CurrConnections": ("Count", 64, 0.02, 0.01),
            "EngineCPUUtilization": ("Percent", 14),
        },
    )
    it.instance("stamps-pg", 48, postgres_of("stamps"))
    it.lambda_("price-feed", powertools("price-feed"), 5, 1900)
    it.calls("stamps-alb > stamps-site > lookup-api > lookup-cache", "lookup-api > stamps-pg")
    it.calls("price-feed > stamps-pg")

    it.closely("lookup-cache", "CurrConnections").closely("stamps-pg", "CPUUtilization")
    for metric in ("CacheHitRate", "CurrConnections", "EngineCPUUtilization"):
        it.series("lookup-cache", metric).silence(GONE)
    it.moves("stamps-pg", GONE, {"CPUUtilization": 97, "DatabaseConnections": 158}, ramp=90)
    it.moves("stamps-alb", GONE, {"TargetResponseTime": 3.6}, ramp=190)
    it.moves("stamps-alb", -180, {"HTTPCode_Target_5XX_Count": 11})
    it.moves("lookup-api", GONE, {"CPUUtilization": 46}, ramp=100)

    it.business(
        "stamps-site", lambda d: f"Completed 200 OK in {d.randint(70, 240)}ms", 1.1, (-240, 0.4)
    )
    it.says("stamps-site", lambda d: f"Completed 200 OK in {d.randint(2100, 5900)}ms", 13, -240)
    it.business("stamps-site", "DEPRECATION WARNING: enum keyword arguments", 0.2, level="WARN")
    it.business("lookup-api", lambda d: f"lookup {d.randint(1000, 99000)} hit", 1.1, (GONE, 0))
    it.business("lookup-api", "no scan for this stamp", 0.25, level="WARN")
    it.business("price-feed", lambda d: f"{d.randint(20, 90)} prices stored", 0.3)
    it.business("stamps-pg", "checkpoint starting: time", 0.2)
    it.business(
        "stamps-pg",
        'stamps_app|duplicate key value violates unique constraint "views_pkey"',
        0.25,
        level="ERROR",
    )
    it.says("lookup-api", TIMED_OUT, 10, GONE, level="ERROR")
    it.says("lookup-api", RETRIES, 26, GONE + 8, level="ERROR")
    it.says(
        "stamps-pg",
        lambda d: (
            f"stamps_app|duration: {d.randint(2100, 6400)}.118 ms  execute <unnamed>: "
            "SELECT s.*, c.name FROM stamps s JOIN catalogues c ON c.id = s.catalogue_id WHERE ..."
        ),
        15,
        GONE + 50,
    )
    it.says(
        "stamps-site",
        "Net::ReadTimeout with #<TCPSocket:(closed)> (lookup-api)",
        7,
        -180,
        level="ERROR",
    )

    it.change(
        -5300, "configuration", "stamps-pg", "Performance Insights retention 7 d", "terraform"
    )
    it.change(-1990, "deployment", "lookup-api", "lookup-api 11.0.4: Danish names")
    it.change(
        -292,
        "service-event",
        "lookup-cache",
        "Recovering cache nodes 0001",
        "elasticache.amazonaws.com",
    )
    it.alarm("stamps-slow", "stamps-alb", "TargetResponseTime", 1.2, 3, statistic="AVERAGE")
    it.expects(
        ["confirmed", "likely"],
        "lookup-cache",
        ["infrastructure", "dependency"],
        None,
        ["stamps-pg", "lookup-api", "stamps-site"],
    )
    return it
