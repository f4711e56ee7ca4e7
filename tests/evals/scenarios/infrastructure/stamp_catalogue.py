"""A cache node is gone, and the database behind it gets every question."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

GONE = -305.0
RETRIES = (
    "cache read failed, asking the database\nMaxRetriesPerRequestError: Reached the "
    'max retries per request limit (which is 3). Refer to "maxRetriesPerRequest" '
    "option for details.\n    at Socket.<anonymous> "
    "(/srv/node_modules/ioredis/built/redis/event_handler.js:182:37)"
)
TIMED_OUT = (
    "[ioredis] Unhandled error event\nError: connect ETIMEDOUT\n"
    "    at Socket.<anonymous> (/srv/node_modules/ioredis/built/Redis.js:170:41)"
)


@scenario("philately", "stamp catalogue", watched(0.68, 0.22))
def stamp_catalogue(it: Incident) -> None:
    it.has(
        aws.balancer("stamps-alb", 1150, 0.16),
        aws.tasks("stamps-site", logs.rails, "stamps", 37, 61),
        aws.tasks("lookup-api", logs.compact(logs.pino("lookup-api")), "stamps", 34),
        aws.resource("lookup-cache", "elasticache").plus(
            "AWS/ElastiCache",
            {"CacheClusterId": "lookup-cache-001", "CacheNodeId": "0001"},
            {
                "CacheHitRate": ("Percent", 94.2, 0.006, 0.004),
                "CurrConnections": ("Count", 64, 0.02, 0.01),
                "EngineCPUUtilization": ("Percent", 14),
            },
        ),
        aws.instance("stamps-pg", 48, logs.postgres_of("stamps")),
        aws.function("price-feed", logs.powertools("price-feed"), 5, 1900, 0.05),
    )
    it.calls(
        "stamps-alb > stamps-site > lookup-api > lookup-cache",
        "lookup-api > stamps-pg",
        "price-feed > stamps-pg",
    )
    it.closely("lookup-cache CurrConnections", "stamps-pg CPUUtilization")
    for metric in ("CacheHitRate", "CurrConnections", "EngineCPUUtilization"):
        it.series("lookup-cache", metric).silence(GONE)
    it.moves(GONE, "stamps-pg CPUUtilization 97, DatabaseConnections 158", ramp=90)
    it.moves(GONE, "stamps-alb TargetResponseTime 3.6", ramp=190)
    it.moves(-180, "stamps-alb HTTPCode_Target_5XX_Count 11")
    it.moves(GONE, "lookup-api CPUUtilization 46", ramp=100)
    it.log(
        "stamps-site 1.1 -240>0.4 | Completed 200 OK in <70..240>ms",
        "stamps-site 13 -240.. | Completed 200 OK in <2100..5900>ms",
        "stamps-site 0.2 WARN | DEPRECATION WARNING: enum keyword arguments",
        f"lookup-api 1.1 {GONE}>0 | lookup <1000..99000> hit",
        "lookup-api 0.25 WARN | no scan for this stamp",
        "price-feed 0.3 | <20..90> prices stored",
        "stamps-pg 0.2 | checkpoint starting: time",
        "stamps-pg 0.25 ERROR | stamps_app|duplicate key value violates unique constraint "
        '"views_pkey"',
        f"lookup-api 10 ERROR {GONE}.. | {TIMED_OUT}",
        f"lookup-api 26 ERROR {GONE + 8}.. | {RETRIES}",
        f"stamps-pg 15 {GONE + 50}.. | stamps_app|duration: <2100..6400>.118 ms  execute "
        "<unnamed>: SELECT s.*, c.name FROM stamps s JOIN catalogues c ON c.id = "
        "s.catalogue_id WHERE ...",
        "stamps-site 7 ERROR -180.. | Net::ReadTimeout with #<TCPSocket:(closed)> (lookup-api)",
    )
    it.change(-5300, "configuration stamps-pg terraform | Performance Insights retention 7 d")
    it.change(-1990, "deployment lookup-api | lookup-api 11.0.4: Danish names")
    it.change(
        -292, "service-event lookup-cache elasticache.amazonaws.com | Recovering cache nodes 0001"
    )
    it.alarm("stamps-slow", "stamps-alb", "TargetResponseTime", 1.2, 3, statistic="AVERAGE")
    it.expects(
        "lookup-cache", "infrastructure|dependency", blames="stamps-pg|lookup-api|stamps-site"
    )
