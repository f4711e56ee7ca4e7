"""ElastiCache replaced a node, the new one is empty, and Aurora takes every read (EKS, Java)."""

from tests.evals.builder import Incident, cache, quarterly, rds, resource, scenario
from tests.evals.dialects import access, logback, redis

REPLACED = -566.0


@scenario("property", "listings", quarterly(0.63))
def aurora_after_cache_node(it: Incident) -> None:
    it.has(
        resource("ingress-nginx", "kubernetes", access("listings.homes.example"), "/eks/ingress")
    )
    it.measured(
        "ingress-nginx",
        "ContainerInsights/Prometheus",
        {"ClusterName": "homes", "ingress": "listings"},
        {
            "nginx_requests": ("Count", 2600, 0.05),
            "nginx_requests_5xx": ("Count", 0.6),
            "nginx_p95_seconds": ("Seconds", 0.082, 0.07),
        },
    )
    it.has(
        resource(
            "listing-api", "kubernetes", logback("homes.ListingRepository", app="listing-api"), _POD
        )
    )
    pod = {"ClusterName": "homes", "Namespace": "listings", "PodName": "listing-api"}
    it.measured(
        "listing-api",
        "ContainerInsights",
        pod,
        {
            "pod_cpu_utilization": ("Percent", 34, 0.06),
            "pod_memory_utilization": ("Percent", 61, 0.01),
            "pod_number_of_container_restarts": ("Count", 0),
        },
    )
    it.has(
        cache("listings-redis", redis),
        rds("listings-aurora", "aurora-mysql", cpu=22),
        resource("photos", "s3"),
    )
    it.calls(
        "ingress-nginx > listing-api > listings-redis",
        "listing-api > listings-aurora",
        "listing-api > photos",
    )
    it.closely("listings-redis CurrItems", "listings-aurora CPUUtilization")
    _usual(it)
    it.change(-2700, "deployment listing-api flux | listing-api 2026.11.3: energy labels")
    it.change(
        REPLACED - 24,
        "service-event listings-redis elasticache.amazonaws.com | Recovery completed for "
        "cache node 0001, ElastiCache:CacheNodesReplaced",
    )
    _failing(it)
    it.alarm("listings-5xx", "ingress-nginx", "nginx_requests_5xx", 50, 3)
    it.expects(
        "listings-redis",
        "infrastructure|resource-exhaustion",
        blames="listing-api|listings-aurora|photos",
    )


_POD = "/aws/containerinsights/homes/application/listing-api"


def _failing(it: Incident) -> None:
    it.once(REPLACED - 20, "listings-redis | Redis is starting, oO0OoO0OoO0Oo", tasks=1)
    it.once(REPLACED - 19, "listings-redis | Ready to accept connections tcp", tasks=1)
    it.log(
        "listing-api 30 WARN | Redis exception, going to the database\n"
        "io.lettuce.core.RedisException: java.net.SocketException: Connection reset",
        since=REPLACED - 60,
        until=REPLACED - 20,
        tasks=6,
    )
    it.log(
        "listing-api 9 ERROR | HikariPool-1 - Connection is not available\n"
        "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not "
        "available, request timed out after <3000..3012>ms (total=30, active=30, idle=0, "
        "waiting=<9..140>)",
        since=REPLACED + 70,
        tasks=6,
    )
    it.log("ingress-nginx 9 | GET /l/<0..999999> 500 3.0<10..99>", since=REPLACED + 75)
    it.series("listings-redis", "CurrItems").shift(REPLACED - 60, 2100).shift(
        REPLACED, 38000, ramp=600
    )
    it.moves(REPLACED - 60, "listings-redis DatabaseMemoryUsagePercentage 3")
    hits = it.series("listings-redis", "CacheHitRate")
    hits.shift(REPLACED - 60, 6).shift(REPLACED, 24, ramp=600).cycle = 0.01
    it.moves(REPLACED, "listings-aurora CPUUtilization 99", ramp=60)
    it.moves(
        REPLACED,
        "listings-aurora DatabaseConnections 358",
        "listings-aurora ReadLatency 0.031",
        ramp=90,
    )
    it.moves(REPLACED + 70, "ingress-nginx nginx_requests_5xx 540", ramp=60)
    it.moves(REPLACED, "ingress-nginx nginx_p95_seconds 3.1", ramp=90)


def _usual(it: Incident) -> None:
    it.log(
        "ingress-nginx 1.2 | GET /l/<0..999999> 200 0.0<10..99>",
        "ingress-nginx 0.2 | GET /old/<0..9999> 410 0.001",
    )
    it.log("listing-api 0.9 | listing <0..999999> shown", falls=(REPLACED, 0.5))
    it.log(
        "listing-api 0.3 ERROR | Photo missing\n"
        "software.amazon.awssdk.services.s3.model.NoSuchKeyException: The specified key "
        "does not exist. (Service: S3, Status Code: 404)"
    )
    it.log("listings-redis 0.03 | DB saved on disk", tasks=1)
