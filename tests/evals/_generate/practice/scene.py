"""The AWS resources that the other scenarios do not have, each with AWS' own metrics."""

from __future__ import annotations

import hashlib

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.telemetry import Telemetry
from tests.evals._generate.styles import Style


class Scene(Telemetry):
    """`balancer`, `gateway` and so on add a resource with its usual levels."""

    def balancer(self, name: str, requests: float, seconds: float) -> Incident:
        self.resource(name, "alb")
        number = hashlib.sha256(name.encode()).hexdigest()[:16]
        at = {"LoadBalancer": f"app/{name}/{number}"}
        return self.metrics(
            name,
            "AWS/ApplicationELB",
            at,
            RequestCount=("Count", requests, 0.06),
            HTTPCode_Target_5XX_Count=("Count", 0.4),
            HTTPCode_ELB_5XX_Count=("Count", 0.05),
            TargetResponseTime=("Seconds", seconds, 0.08),
        )

    def gateway(
        self, name: str, requests: float, ms: float, style: Style | None = None
    ) -> Incident:
        self.resource(name, "apigateway", style, f"/aws/apigateway/{name}/access")
        at = {"ApiName": name, "Stage": "prod"}
        units = {"Count": ("Count", requests, 0.06), "5XXError": ("Count", 0.3)}
        return self.metrics(name, "AWS/ApiGateway", at, **units, Latency=("Milliseconds", ms, 0.08))

    def container(self, name: str, style: Style, cluster: str, cpu: float = 30) -> Incident:
        """A service on ECS with nothing but what AWS measures."""
        self.resource(name, "ecs", style)
        at = {"ClusterName": cluster, "ServiceName": name}
        return self.metrics(
            name,
            "AWS/ECS",
            at,
            CPUUtilization=("Percent", cpu, 0.07),
        )

    def cache(self, name: str, style: Style | None = None) -> Incident:
        self.resource(name, "elasticache", style, f"/aws/elasticache/{name}/engine-log")
        self.metrics(
            name,
            "AWS/ElastiCache",
            {"CacheClusterId": f"{name}-001", "CacheNodeId": "0001"},
            EngineCPUUtilization=("Percent", 17, 0.08),
            DatabaseMemoryUsagePercentage=("Percent", 58, 0.008),
            Evictions=("Count", 0),
            CacheHitRate=("Percent", 95, 0.008),
            CurrItems=("Count", 412000, 0.005),
        )
        for steady in ("DatabaseMemoryUsagePercentage", "CacheHitRate", "CurrItems"):
            self.series(name, steady).cycle = 0.01
        return self

    def rds(self, name: str, engine: str, style: Style | None = None, cpu: float = 28) -> Incident:
        log = "error" if "mysql" in engine else "postgresql"
        kind = "cluster" if "aurora" in engine else "instance"
        self.resource(name, "rds", style, f"/aws/rds/{kind}/{name}/{log}")
        return self.metrics(
            name,
            "AWS/RDS",
            {"DBInstanceIdentifier": name},
            CPUUtilization=("Percent", cpu, 0.07),
            DatabaseConnections=("Count", 74, 0.03),
            ReadLatency=("Seconds", 0.0011, 0.1),
        )

    def partner(self, name: str, namespace: str, requests: float, ms: float) -> Incident:
        """Somebody else's API, as the caller's own client counts it."""
        self.resource(name, "http")
        return self.metrics(
            name,
            namespace,
            {"Host": name},
            ClientRequests=("Count", requests, 0.08),
            ClientErrors=("Count", 0.1),
            ClientLatency=("Milliseconds", ms, 0.08),
        )
