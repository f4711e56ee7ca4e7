"""ElastiCache replaced a node, the new one is empty, and Aurora takes every read (EKS, Java)."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

REPLACED = -566.0


@scenario("property", "listings", quarterly(0.63))
def aurora_after_cache_node(it: Incident) -> None:
    it.has(
        aws.resource(
            "ingress-nginx", "kubernetes", logs.access("listings.homes.example"), "/eks/ingress"
        ).plus(
            "ContainerInsights/Prometheus",
            {"ClusterName": "homes", "ingress": "listings"},
            {
                "nginx_requests": ("Count", 2600, 0.05),
                "nginx_requests_5xx": ("Count", 0.6),
                "nginx_p95_seconds": ("Seconds", 0.082, 0.07),
            },
        ),
        aws.resource(
            "listing-api",
            "kubernetes",
            logs.logback("homes.ListingRepository", app="listing-api"),
            _POD,
        ),
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
        aws.cache("listings-redis", logs.redis),
        aws.rds("listings-aurora", "aurora-mysql", cpu=22),
        aws.resource("photos", "s3"),
    )
    it.calls(
        "ingress-nginx > listing-api > listings-redis",
        "listing-api > listings-aurora",
        "listing-api > photos",
    )
    it.closely("listings-redis CurrItems", "listings-aurora CPUUtilization")
    it.log(
        "ingress-nginx 1.2 | GET /l/<0..999999> 200 0.0<10..99>",
        "ingress-nginx 0.2 | GET /old/<0..9999> 410 0.001",
        f"listing-api 0.9 {REPLACED}>0.5 | listing <0..999999> shown",
        "listing-api 0.3 ERROR | Photo missing\n"
        "software.amazon.awssdk.services.s3.model.NoSuchKeyException: The specified key "
        "does not exist. (Service: S3, Status Code: 404)",
        "listings-redis 0.03 x1 | DB saved on disk",
    )
    it.change(-2700, "deployment listing-api flux | listing-api 2026.11.3: energy labels")
    it.change(
        REPLACED - 24,
        "service-event listings-redis elasticache.amazonaws.com | Recovery completed for "
        "cache node 0001, ElastiCache:CacheNodesReplaced",
    )
    it.once(REPLACED - 20, "listings-redis | Redis is starting, oO0OoO0OoO0Oo", tasks=1)
    it.once(REPLACED - 19, "listings-redis | Ready to accept connections tcp", tasks=1)
    it.log(
        f"listing-api 30 WARN {REPLACED - 60}..{REPLACED - 20} x6 | Redis exception, going "
        "to the database\nio.lettuce.core.RedisException: java.net.SocketException: "
        "Connection reset",
        f"listing-api 9 ERROR {REPLACED + 70}.. x6 | HikariPool-1 - Connection is not "
        "available\njava.sql.SQLTransientConnectionException: HikariPool-1 - Connection is "
        "not available, request timed out after <3000..3012>ms (total=30, active=30, "
        "idle=0, waiting=<9..140>)",
        f"ingress-nginx 9 {REPLACED + 75}.. | GET /l/<0..999999> 500 3.0<10..99>",
    )
    it.series("listings-redis", "CurrItems").shift(REPLACED - 60, 2100).shift(
        REPLACED, 38000, ramp=600
    )
    it.moves(REPLACED - 60, "listings-redis DatabaseMemoryUsagePercentage 3")
    hits = it.series("listings-redis", "CacheHitRate")
    hits.shift(REPLACED - 60, 6).shift(REPLACED, 24, ramp=600).cycle = 0.01
    it.moves(REPLACED, "listings-aurora CPUUtilization 99", ramp=60)
    it.moves(REPLACED, "listings-aurora DatabaseConnections 358, ReadLatency 0.031", ramp=90)
    it.moves(REPLACED + 70, "ingress-nginx nginx_requests_5xx 540", ramp=60)
    it.moves(REPLACED, "ingress-nginx nginx_p95_seconds 3.1", ramp=90)
    it.alarm("listings-5xx", "ingress-nginx", "nginx_requests_5xx", 50, 3)
    it.expects(
        "listings-redis",
        "infrastructure|resource-exhaustion",
        blames="listing-api|listings-aurora|photos",
    )


_POD = "/aws/containerinsights/homes/application/listing-api"
