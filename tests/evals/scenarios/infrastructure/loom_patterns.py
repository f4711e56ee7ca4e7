"""ElastiCache replaced a node, the new one is empty, and every read goes to the database."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

REPLACED = -360
ONSET = -300


@scenario("weavers", "patterns for looms", watched(1, 1))
def loom_patterns(it: Incident) -> None:
    it.has(
        aws.balancer("patterns-edge", 1900, 0.05),
        aws.tasks("pattern-api", logs.dotnet("Weavers.Patterns.PatternController"), "weavers", 35),
        aws.tasks("dye-stock", logs.slog("dye-stock"), "weavers", 18),
        aws.redis_node("patterns-redis-001", 412000, 38),
        aws.instance("weavers-pg", 47, logs.postgres_of("weavers")),
    )
    it.calls(
        "patterns-edge > pattern-api > patterns-redis-001",
        "pattern-api > weavers-pg",
        "dye-stock > weavers-pg",
    )
    it.closely("patterns-redis-001 CacheMisses", "weavers-pg CPUUtilization")
    it.log(
        "pattern-api 1.1 | Pattern <1..59049> served",
        "pattern-api 0.25 WARN | Thumbnail is missing, a placeholder was served",
        "dye-stock 0.6 | <1..60> vats counted",
        "dye-stock 0.25 ERROR | scale does not answer\nread tcp: i/o timeout (scale-3)",
        'weavers-pg 0.2 | |automatic vacuum of table "weavers.public.orders": index scans: 1',
    )
    it.change(
        REPLACED,
        "service-event patterns-redis-001 elasticache.amazonaws.com | "
        "ElastiCache:CacheNodeReplaceComplete, node 0001",
    )
    it.change(-980, "deployment pattern-api | pattern-api 12.6.2: alt texts")
    it.change(-1500, "configuration dye-stock h.lind | SCALE_TIMEOUT 2s -> 3s")
    it.moves(REPLACED - 40, "patterns-redis-001 CurrItems 0", until=REPLACED)
    it.moves(
        REPLACED,
        "patterns-redis-001 CurrItems 31000, CacheMisses 1650",
        "weavers-pg CPUUtilization 97, DatabaseConnections 118",
    )
    it.moves(ONSET, "patterns-edge TargetResponseTime 4.1, HTTPCode_Target_5XX_Count 24")
    for at in (-402, -396, -391, -383):
        it.once(
            at,
            "pattern-api ERROR | StackExchange.Redis.RedisConnectionException: SocketClosed on "
            "patterns-redis.vk2q1a.0001.use1.cache.amazonaws.com:6379/Interactive, "
            "Idle/MarkProcessed, last: GET",
        )
    it.log(
        f"pattern-api 9 WARN {REPLACED + 5}.. x3 | Pattern <1..59049> is not cached, "
        "reading the database",
        f"pattern-api 5 ERROR {ONSET}.. x3 | Npgsql.NpgsqlException (0x80004005): Exception "
        "while reading from stream\n       ---> System.TimeoutException: Timeout during "
        "reading attempt",
        f"dye-stock 2 WARN {ONSET}.. | stock is slow\ncontext deadline exceeded while "
        "acquiring a connection of weavers-pg",
    )
    it.alarm(
        "patterns-edge-slow", "patterns-edge", "TargetResponseTime", 1.5, 4, statistic="AVERAGE"
    )
    it.expects("patterns-redis-001", "infrastructure|dependency", blames="weavers-pg|dye-stock")
