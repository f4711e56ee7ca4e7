"""ElastiCache replaced a node, the new one is empty, and every read goes to the database."""

from tests.evals.builder import Incident, balancer, instance, redis_node, scenario, tasks, watched
from tests.evals.dialects import dotnet, postgres_of, slog

REPLACED = -360
ONSET = -300


@scenario("weavers", "patterns for looms", watched(1, 1))
def loom_patterns(it: Incident) -> None:
    it.has(
        balancer("patterns-edge", 1900, 0.05),
        tasks("pattern-api", dotnet("Weavers.Patterns.PatternController"), "weavers", 35),
        tasks("dye-stock", slog("dye-stock"), "weavers", 18),
        redis_node("patterns-redis-001", 412000, 38),
        instance("weavers-pg", 47, postgres_of("weavers")),
    )
    it.calls(
        "patterns-edge > pattern-api > patterns-redis-001",
        "pattern-api > weavers-pg",
        "dye-stock > weavers-pg",
    )
    it.closely("patterns-redis-001 CacheMisses", "weavers-pg CPUUtilization")
    _daily_business(it)
    _incident(it)


def _daily_business(it: Incident) -> None:
    it.log(
        "pattern-api 1.1 | Pattern <1..59049> served",
        "pattern-api 0.25 WARN | Thumbnail is missing, a placeholder was served",
        "dye-stock 0.6 | <1..60> vats counted",
        "dye-stock 0.25 ERROR | scale does not answer\nread tcp: i/o timeout (scale-3)",
        'weavers-pg 0.2 | |automatic vacuum of table "weavers.public.orders": index scans: 1',
    )


def _incident(it: Incident) -> None:
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
        "patterns-redis-001 CurrItems 31000",
        "patterns-redis-001 CacheMisses 1650",
        "weavers-pg CPUUtilization 97",
        "weavers-pg DatabaseConnections 118",
    )
    it.moves(
        ONSET, "patterns-edge TargetResponseTime 4.1", "patterns-edge HTTPCode_Target_5XX_Count 24"
    )
    for at in (-402, -396, -391, -383):
        it.once(
            at,
            "pattern-api ERROR | StackExchange.Redis.RedisConnectionException: SocketClosed on "
            "patterns-redis.vk2q1a.0001.use1.cache.amazonaws.com:6379/Interactive, "
            "Idle/MarkProcessed, last: GET",
        )
    it.log(
        "pattern-api 9 WARN | Pattern <1..59049> is not cached, reading the database",
        since=REPLACED + 5,
        tasks=3,
    )
    it.log(
        "pattern-api 5 ERROR | Npgsql.NpgsqlException (0x80004005): Exception while "
        "reading from stream\n       ---> System.TimeoutException: Timeout during reading "
        "attempt",
        since=ONSET,
        tasks=3,
    )
    it.log(
        "dye-stock 2 WARN | stock is slow\ncontext deadline exceeded while acquiring a "
        "connection of weavers-pg",
        since=ONSET,
    )
    it.alarm(
        "patterns-edge-slow", "patterns-edge", "TargetResponseTime", 1.5, 4, statistic="AVERAGE"
    )
    it.expects("patterns-redis-001", "infrastructure|dependency", blames="weavers-pg|dye-stock")
