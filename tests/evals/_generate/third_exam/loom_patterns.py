"""ElastiCache replaced a node, the new one is empty, and every read goes to the database."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import postgres_of, slog
from tests.evals._generate.styles import dotnet
from tests.evals._generate.third_exam.region import Region

REPLACED = -360
ONSET = -300


def loom_patterns() -> Region:
    region = Region("loom-patterns", "weavers", "patterns for looms")
    region.balancer("patterns-edge", 1900, 0.05)
    region.tasks("pattern-api", dotnet("Weavers.Patterns.PatternController"), "weavers", 35)
    region.tasks("dye-stock", slog("dye-stock"), "weavers", 18)
    region.redis_node("patterns-redis-001", 412_000, 38)
    region.instance("weavers-pg", 47, postgres_of("weavers"))
    region.calls(
        "patterns-edge > pattern-api > patterns-redis-001",
        "pattern-api > weavers-pg",
        "dye-stock > weavers-pg",
    )
    region.closely("patterns-redis-001", "CacheMisses")
    region.closely("weavers-pg", "CPUUtilization")
    _daily_business(region)
    _incident(region)
    return region


def _daily_business(region: Region) -> None:
    region.business("pattern-api", lambda dice: f"Pattern {dice.randint(1, 9**5)} served", 1.1)
    region.business(
        "pattern-api", "Thumbnail is missing, a placeholder was served", 0.25, level="WARN"
    )
    region.business("dye-stock", lambda dice: f"{dice.randint(1, 60)} vats counted", 0.6)
    region.business(
        "dye-stock", "scale does not answer\nread tcp: i/o timeout (scale-3)", 0.25, level="ERROR"
    )
    region.business(
        "weavers-pg", '|automatic vacuum of table "weavers.public.orders": index scans: 1', 0.2
    )


def _incident(region: Region) -> None:
    region.change(
        REPLACED,
        "service-event",
        "patterns-redis-001",
        "ElastiCache:CacheNodeReplaceComplete, node 0001",
        "elasticache.amazonaws.com",
    )
    region.change(-980, "deployment", "pattern-api", "pattern-api 12.6.2: alt texts")
    region.change(-1500, "configuration", "dye-stock", "SCALE_TIMEOUT 2s -> 3s", "h.lind")
    region.moves("patterns-redis-001", REPLACED - 40, {"CurrItems": 0}, until=REPLACED)
    region.moves("patterns-redis-001", REPLACED, {"CurrItems": 31_000})
    region.moves("patterns-redis-001", REPLACED, {"CacheMisses": 1650})
    region.moves("weavers-pg", REPLACED, {"CPUUtilization": 97, "DatabaseConnections": 118})
    region.moves("patterns-edge", ONSET, {"TargetResponseTime": 4.1})
    region.moves("patterns-edge", ONSET, {"HTTPCode_Target_5XX_Count": 24})
    for at in (-402, -396, -391, -383):
        region.once(
            "pattern-api",
            at,
            "StackExchange.Redis.RedisConnectionException: SocketClosed on patterns-redis.vk2q1a."
            "0001.use1.cache.amazonaws.com:6379/Interactive, Idle/MarkProcessed, last: GET",
            level="ERROR",
        )
    region.says(
        "pattern-api",
        lambda dice: f"Pattern {dice.randint(1, 9**5)} is not cached, reading the database",
        9,
        REPLACED + 5,
        level="WARN",
        tasks=3,
    )
    region.says(
        "pattern-api",
        "Npgsql.NpgsqlException (0x80004005): Exception while reading from stream\n       ---> "
        "System.TimeoutException: Timeout during reading attempt",
        5,
        ONSET,
        level="ERROR",
        tasks=3,
    )
    region.says(
        "dye-stock",
        "stock is slow\ncontext deadline exceeded while acquiring a connection of weavers-pg",
        2,
        ONSET,
        level="WARN",
    )
    region.alarm(
        "patterns-edge-slow",
        "patterns-edge",
        "TargetResponseTime",
        1.5,
        4,
        statistic="AVERAGE",
    )
    region.expects(
        ["confirmed", "likely"],
        "patterns-redis-001",
        ["infrastructure", "dependency"],
        [],
        ["weavers-pg", "dye-stock"],
    )
