"""Databases, tables and caches, each with AWS' own metrics."""

from __future__ import annotations

from tests.evals.aws.resources import Level, Resource
from tests.evals.logs.clock import Style


def table(name: str, writes: float = 80) -> Resource:
    levels = {
        "WriteThrottleEvents": ("Count", 0),
        "ReadThrottleEvents": ("Count", 0),
        "ConsumedWriteCapacityUnits": ("Count", writes),
    }
    return Resource(name, "dynamodb").plus("AWS/DynamoDB", {"TableName": name}, levels)


def database(name: str, connections: float = 60, style: Style | None = None) -> Resource:
    """PostgreSQL on RDS, with the latency of reads in milliseconds."""
    levels = {
        "CPUUtilization": ("Percent", 28),
        "DatabaseConnections": ("Count", connections, 0.04),
        "ReadLatency": ("Milliseconds", 1.4),
    }
    return _rds(name, style, f"instance/{name}/postgresql", levels)


def instance(
    name: str, connections: float, style: Style | None = None, log: str = "postgresql"
) -> Resource:
    """A database of RDS, without latencies."""
    levels = {
        "CPUUtilization": ("Percent", 27),
        "DatabaseConnections": ("Count", connections, 0.03, 0.03),
    }
    return _rds(name, style, f"instance/{name}/{log}", levels)


def rds(name: str, engine: str, style: Style | None = None, cpu: float = 28) -> Resource:
    """An instance or a cluster of any engine, with the latency of reads in seconds."""
    levels = {
        "CPUUtilization": ("Percent", cpu, 0.07),
        "DatabaseConnections": ("Count", 74, 0.03),
        "ReadLatency": ("Seconds", 0.0011, 0.1),
    }
    log = "error" if "mysql" in engine else "postgresql"
    kind = "cluster" if "aurora" in engine else "instance"
    return _rds(name, style, f"{kind}/{name}/{log}", levels)


def _rds(name: str, style: Style | None, log: str, levels: dict[str, Level]) -> Resource:
    found = Resource(name, "rds", style, f"/aws/rds/{log}")
    return found.plus("AWS/RDS", {"DBInstanceIdentifier": name}, levels)


def cache(name: str, style: Style | None = None) -> Resource:
    """One node of ElastiCache, with its engine's log."""
    levels = {
        "EngineCPUUtilization": ("Percent", 17, 0.08),
        "DatabaseMemoryUsagePercentage": ("Percent", 58, 0.008, 0.01),
        "Evictions": ("Count", 0),
        "CacheHitRate": ("Percent", 95, 0.008, 0.01),
        "CurrItems": ("Count", 412000, 0.005, 0.01),
    }
    at = {"CacheClusterId": f"{name}-001", "CacheNodeId": "0001"}
    found = Resource(name, "elasticache", style, f"/aws/elasticache/{name}/engine-log")
    return found.plus("AWS/ElastiCache", at, levels)


def redis_node(name: str, items: float, misses: float) -> Resource:
    """One node of ElastiCache for Redis, without a log."""
    levels = {
        "CurrItems": ("Count", items, 0.004, 0.01),
        "CacheMisses": ("Count", misses),
        "EngineCPUUtilization": ("Percent", 11),
    }
    at = {"CacheClusterId": name, "CacheNodeId": "0001"}
    return Resource(name, "other").plus("AWS/ElastiCache", at, levels)
