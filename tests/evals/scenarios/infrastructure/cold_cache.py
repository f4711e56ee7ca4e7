"""The cache restarts empty, and the database gets every read."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("travel", "fares", ONE_HOUR)
def cold_cache(it: Incident) -> None:
    it.has(
        aws.service("fare-api", logs.dotnet("Travel.Fares.FareController"), "travel", 1100, 22),
        aws.service("booking-web", logs.dotnet("Travel.Booking.Web"), "travel", 380, 80),
        aws.database("fares-db", 90),
        aws.resource("fare-cache", "other", logs.redis, "/app/fare-cache"),
    )
    at = {"CacheClusterId": "fare-cache"}
    it.measured(
        "fare-cache",
        "AWS/ElastiCache",
        at,
        {
            "CacheHitRate": ("Percent", 97, 0.005),
            "CurrItems": ("Count", 412000, 0.01),
            "EngineCPUUtilization": ("Percent", 12),
        },
    )
    it.calls("booking-web > fare-api > fare-cache", "fare-api > fares-db")
    it.log(
        "fare-api 2 | priced <1..30> itineraries",
        "booking-web 1 | booking <0..16777215:06x> held",
        "booking-web 0.3 WARN | payment provider slow, showing spinner",
        "fare-cache 0.15 | Background saving started by pid <30..90>",
    )
    it.change(
        -305,
        "service-event fare-cache elasticache.amazonaws.com | ElastiCache: node 0001 was "
        "replaced after a failed health check",
    )
    for at_, text in (
        (-302, "Redis is starting oO0OoO0OoO0Oo"),
        (-301, "DB loaded from append only file: 0 keys loaded"),
        (-300, "Ready to accept connections"),
    ):
        it.once(at_, f"fare-cache WARN | {text}")
    it.moves(-302, "fare-cache CurrItems 9000, CacheHitRate 7")
    it.moves(-298, "fares-db CPUUtilization 97, ReadLatency 61")
    it.log(
        "fare-api 10 ERROR -285.. | Execution Timeout Expired. The timeout period elapsed "
        "prior to completion of the operation or the server is not responding.\n"
        "      Npgsql.NpgsqlException: Exception while reading from stream"
    )
    it.moves(-298, "fare-api Latency 4200")
    it.moves(-285, "fare-api 5xx 130")
    it.moves(-280, "booking-web 5xx 60")
    it.alarm("fare-api-latency", "fare-api", "Latency", 1000, 3, statistic="AVG")
    it.expects(
        "fare-cache",
        "infrastructure|dependency",
        mentions="fare-cache",
        blames="booking-web|fares-db",
    )
