"""ElastiCache replaced a node, the new one is empty, and Aurora takes every read (EKS, Java)."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import access, logback
from tests.evals._generate.styles import redis

REPLACED = -566.0


def build() -> Incident:
    it = Scene("aurora-after-cache-node", "property", "listings", 0.63)
    it.resource("ingress-nginx", "kubernetes", access("listings.homes.example"), "/eks/ingress")
    it.metrics(
        "ingress-nginx",
        "ContainerInsights/Prometheus",
        {"ClusterName": "homes", "ingress": "listings"},
        nginx_requests=("Count", 2600, 0.05),
        nginx_requests_5xx=("Count", 0.6),
        nginx_p95_seconds=("Seconds", 0.082, 0.07),
    )
    it.resource(
        "listing-api", "kubernetes", logback("listing-api", "homes.ListingRepository"), _POD
    )
    pod = {"ClusterName": "homes", "Namespace": "listings", "PodName": "listing-api"}
    it.metrics(
        "listing-api",
        "ContainerInsights",
        pod,
        pod_cpu_utilization=("Percent", 34, 0.06),
        pod_memory_utilization=("Percent", 61, 0.01),
        pod_number_of_container_restarts=("Count", 0),
    )
    it.cache("listings-redis", redis)
    it.rds("listings-aurora", "aurora-mysql", cpu=22)
    it.resource("photos", "s3")
    it.calls("ingress-nginx > listing-api > listings-redis", "listing-api > listings-aurora")
    it.calls("listing-api > photos")
    it.closely("listings-redis", "CurrItems")
    it.closely("listings-aurora", "CPUUtilization")
    _usual(it)
    it.change(-2700, "deployment", "listing-api", "listing-api 2026.11.3: energy labels", "flux")
    it.change(
        REPLACED - 24,
        "service-event",
        "listings-redis",
        "Recovery completed for cache node 0001, ElastiCache:CacheNodesReplaced",
        "elasticache.amazonaws.com",
    )
    _failing(it)
    it.alarm("listings-5xx", "ingress-nginx", "nginx_requests_5xx", 50, 3)
    return it.expects(
        ["confirmed", "likely"],
        "listings-redis",
        ["infrastructure", "resource-exhaustion"],
        None,
        ["listing-api", "listings-aurora", "photos"],
    )


_POD = "/aws/containerinsights/homes/application/listing-api"


def _failing(it: Scene) -> None:
    it.once("listings-redis", REPLACED - 20, "Redis is starting, oO0OoO0OoO0Oo", tasks=1)
    it.once("listings-redis", REPLACED - 19, "Ready to accept connections tcp", tasks=1)
    it.says(
        "listing-api",
        "Redis exception, going to the database\nio.lettuce.core.RedisException: java.net."
        "SocketException: Connection reset",
        30,
        since=REPLACED - 60,
        until=REPLACED - 20,
        level="WARN",
        tasks=6,
    )
    it.says(
        "listing-api",
        lambda d: (
            "HikariPool-1 - Connection is not available\njava.sql.SQLTransientConnection"
            f"Exception: HikariPool-1 - Connection is not available, request timed out after "
            f"{d.randint(3000, 3012)}ms (total=30, active=30, idle=0, waiting={d.randint(9, 140)})"
        ),
        9,
        since=REPLACED + 70,
        level="ERROR",
        tasks=6,
    )
    it.says(
        "ingress-nginx",
        lambda d: f"GET /l/{d.randrange(10**6)} 500 3.0{d.randint(10, 99)}",
        9,
        REPLACED + 75,
    )
    it.series("listings-redis", "CurrItems").shift(REPLACED - 60, 2100).shift(
        REPLACED, 38000, ramp=600
    )
    it.series("listings-redis", "DatabaseMemoryUsagePercentage").shift(REPLACED - 60, 3)
    hits = it.series("listings-redis", "CacheHitRate")
    hits.shift(REPLACED - 60, 6).shift(REPLACED, 24, ramp=600).cycle = 0.01
    it.series("listings-aurora", "CPUUtilization").shift(REPLACED, 99, ramp=60)
    it.series("listings-aurora", "DatabaseConnections").shift(REPLACED, 358, ramp=90)
    it.series("listings-aurora", "ReadLatency").shift(REPLACED, 0.031, ramp=90)
    it.series("ingress-nginx", "nginx_requests_5xx").shift(REPLACED + 70, 540, ramp=60)
    it.series("ingress-nginx", "nginx_p95_seconds").shift(REPLACED, 3.1, ramp=90)


def _usual(it: Scene) -> None:
    it.says(
        "ingress-nginx", lambda d: f"GET /l/{d.randrange(10**6)} 200 0.0{d.randint(10, 99)}", 1.2
    )
    it.says("ingress-nginx", lambda d: f"GET /old/{d.randrange(10**4)} 410 0.001", 0.2)
    it.says(
        "listing-api", lambda d: f"listing {d.randrange(10**6)} shown", 0.9, dips=(REPLACED, 0.5)
    )
    it.says(
        "listing-api",
        "Photo missing\nsoftware.amazon.awssdk.services.s3.model.NoSuchKeyException: The specified "
        "key does not exist. (Service: S3, Status Code: 404)",
        0.3,
        level="ERROR",
    )
    it.says("listings-redis", "DB saved on disk", 0.03, tasks=1)
