"""What workloads are made of."""

from tests.evals.aws.resources import (
    Level,
    Resource,
    alb,
    balancer,
    function,
    http_api,
    outside,
    partner,
    pod,
    queue,
    requests,
    resource,
    rest_api,
    service,
    tasks,
)
from tests.evals.aws.stores import cache, database, instance, rds, redis_node, table

__all__ = [
    "Level",
    "Resource",
    "alb",
    "balancer",
    "cache",
    "database",
    "function",
    "http_api",
    "instance",
    "outside",
    "partner",
    "pod",
    "queue",
    "rds",
    "redis_node",
    "requests",
    "resource",
    "rest_api",
    "service",
    "table",
    "tasks",
]
