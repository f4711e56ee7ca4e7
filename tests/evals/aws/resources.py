"""What a workload is made of, each with the metrics that AWS or its own client publishes."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.evals.logs.clock import Style

Level = tuple[Any, ...]
"""`(unit, usual level[, noise[, cycle]])`"""
_GROUPS = {"lambda": "/aws/lambda/", "ecs": "/ecs/", "rds": "/aws/rds/instance/"}


@dataclass(frozen=True)
class Resource:
    """Without a style it writes no log. `measured`: namespace, dimensions and levels by name."""

    name: str
    type: str
    style: Style | None = None
    group: str | None = None
    measured: tuple[tuple[str, Mapping[str, str], Mapping[str, Level]], ...] = ()
    also_in: tuple[str, ...] = ()
    """More log groups that tell of it: of its cluster, for example."""

    @property
    def log_group(self) -> str | None:
        return (self.group or _GROUPS.get(self.type, "/app/") + self.name) if self.style else None

    def plus(
        self, namespace: str, dimensions: Mapping[str, str], levels: Mapping[str, Level]
    ) -> Resource:
        return replace(self, measured=(*self.measured, (namespace, dimensions, levels)))


resource = Resource


# What runs code


def function(
    name: str,
    style: Style,
    calls: float = 60,
    ms: float = 120,
    errors: float = 0,
    concurrent: float | None = None,
) -> Resource:
    levels: dict[str, Level] = {
        "Invocations": ("Count", calls),
        "Errors": ("Count", errors),
        "Duration": ("Milliseconds", ms),
    }
    if concurrent is not None:
        levels |= {"Throttles": ("Count", 0), "ConcurrentExecutions": ("Count", concurrent)}
    return Resource(name, "lambda", style).plus("AWS/Lambda", {"FunctionName": name}, levels)


def tasks(
    name: str,
    style: Style,
    cluster: str,
    cpu: float = 30,
    memory: float | None = None,
    *noise: float,
) -> Resource:
    """A service on ECS, as ECS itself measures it."""
    levels: dict[str, Level] = {"CPUUtilization": ("Percent", cpu, *noise)}
    if memory is not None:
        levels["MemoryUtilization"] = ("Percent", memory, 0.01, 0.01)
    at = {"ClusterName": cluster, "ServiceName": name}
    return Resource(name, "ecs", style).plus("AWS/ECS", at, levels)


def service(name: str, style: Style, cluster: str, calls: float = 300, ms: float = 45) -> Resource:
    """A service on ECS that counts its own requests."""
    levels = {"CPUUtilization": ("Percent", 31), "MemoryUtilization": ("Percent", 44, 0.02)}
    at = {"ClusterName": cluster, "ServiceName": name}
    measured = Resource(name, "ecs", style).plus("AWS/ECS", at, levels)
    return measured.plus(f"{cluster}/http", {"Service": name}, requests(calls, ms, 0.1))


def requests(calls: float, ms: float, errors: float = 0.2) -> dict[str, Level]:
    """What a service counts of its own requests."""
    return {
        "Requests": ("Count", calls),
        "5xx": ("Count", errors),
        "Latency": ("Milliseconds", ms),
    }


def pod(name: str, style: Style, cluster: str, cpu: float, memory: float) -> Resource:
    """A deployment on EKS, as Container Insights measures it."""
    levels = {
        "pod_cpu_utilization": ("Percent", cpu),
        "pod_memory_utilization_over_pod_limit": ("Percent", memory, 0.01, 0.02),
    }
    at = {"ClusterName": cluster, "Namespace": "prod", "PodName": name}
    group = f"/eks/{cluster}/{name}"
    return Resource(name, "other", style, group).plus("ContainerInsights", at, levels)


# What stands before it


def balancer(name: str, requests: float, seconds: float, errors: float = 0.3) -> Resource:
    """An application load balancer, with its targets' errors."""
    levels = {
        "RequestCount": ("Count", requests),
        "HTTPCode_Target_5XX_Count": ("Count", errors),
        "TargetResponseTime": ("Seconds", seconds),
    }
    at = {"LoadBalancer": f"app/{name}/{random.Random(name).getrandbits(48):012x}"}
    return Resource(name, "other").plus("AWS/ApplicationELB", at, levels)


def alb(name: str, requests: float, seconds: float) -> Resource:
    """One that is registered as such, with its own errors, too."""
    levels = {
        "RequestCount": ("Count", requests, 0.06),
        "HTTPCode_Target_5XX_Count": ("Count", 0.4),
        "HTTPCode_ELB_5XX_Count": ("Count", 0.05),
        "TargetResponseTime": ("Seconds", seconds, 0.08),
    }
    at = {"LoadBalancer": f"app/{name}/{hashlib.sha256(name.encode()).hexdigest()[:16]}"}
    return Resource(name, "alb").plus("AWS/ApplicationELB", at, levels)


def rest_api(
    name: str,
    requests: float,
    ms: float,
    errors: float = 0.3,
    style: Style | None = None,
    *noise: float,
) -> Resource:
    """A REST API of API Gateway, with its access log if there is a style."""
    levels = {
        "Count": ("Count", requests, *noise[:1]),
        "5XXError": ("Count", errors),
        "Latency": ("Milliseconds", ms, *noise[1:]),
    }
    found = Resource(name, "apigateway", style, f"/aws/apigateway/{name}/access")
    return found.plus("AWS/ApiGateway", {"ApiName": name, "Stage": "prod"}, levels)


def http_api(name: str, requests: float, ms: float, style: Style | None = None) -> Resource:
    """An HTTP API of API Gateway, with its access log if there is a style."""
    levels = {
        "Count": ("Count", requests),
        "5xx": ("Count", 0.2),
        "Latency": ("Milliseconds", ms),
    }
    at = {"ApiId": f"{random.Random(name).getrandbits(50):010x}"[:10], "Stage": "$default"}
    found = Resource(name, "apigateway", style, f"/aws/apigateway/{name}")
    return found.plus("AWS/ApiGateway", at, levels)


# What is called


def queue(name: str, sent: float | None = 40) -> Resource:
    """`sent` of None: only what waits in it is measured."""
    levels: dict[str, Level] = {} if sent is None else {"NumberOfMessagesSent": ("Count", sent)}
    levels |= {
        "ApproximateNumberOfMessagesVisible": ("Count", 3),
        "ApproximateAgeOfOldestMessage": ("Seconds", 2),
    }
    return Resource(name, "sqs").plus("AWS/SQS", {"QueueName": name}, levels)


def partner(
    host: str,
    space: str,
    calls: float,
    ms: float,
    *noise: float,
) -> Resource:
    """Somebody else's API, as the client in front of it counts."""
    levels = {
        "ClientRequests": ("Count", calls, *noise),
        "ClientErrors": ("Count", 0.1),
        "ClientLatency": ("Milliseconds", ms, *noise),
    }
    return Resource(host, "http").plus(space, {"Host": host}, levels)


def outside(host: str, calls: float = 60, ms: float = 90) -> Resource:
    """The same with a client that calls its metrics otherwise."""
    levels = {
        "Requests": ("Count", calls),
        "Failures": ("Count", 0.05),
        "Latency": ("Milliseconds", ms),
    }
    return Resource(host, "http").plus("Clients/http", {"Host": host}, levels)
