"""ECS services and the tasks that they run.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
"""

from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.permissions import RolePermissions
from casebook.adapters.configuration.values import (
    Seen,
    Settings,
    environment,
    last_part,
    latest,
    present,
)
from casebook.analysis.configuration import LAST_MODIFIED
from casebook.domain.model import iso
from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed, NotFound

_MOST_CLUSTERS = 20
_LAST_EVENTS = 5


def read_service(clients: Clients, resource: Resource, permissions: RolePermissions) -> Seen:
    service = find_service(clients, resource)
    arn = service.get("taskDefinition")
    answer = clients.call("ecs", "describe_task_definition", taskDefinition=arn) if arn else {}
    task = answer.get("taskDefinition", {})
    role = task.get("taskRoleArn")
    settings = {
        **_service(service),
        "cpu": task.get("cpu"),
        "memoryMb": task.get("memory"),
        "role": role,
        "related.role": last_part(role),
        "executionRole": task.get("executionRoleArn"),
    }
    containers: Settings = {}
    for container in task.get("containerDefinitions", []):
        containers |= _container(resource.name, container)
    return Seen(
        {**present(settings), **containers, **permissions.of(last_part(role))},
        present(_health(service)),
    )


def find_service(clients: Clients, resource: Resource) -> dict[str, Any]:
    """The service in the cluster that its name or its metrics tell of, else in the account's.

    A service that was deleted stays for a while, as `INACTIVE`.
    """
    name = resource.name.rpartition("/")[2]
    clusters, all_seen = _clusters(clients, resource)
    for cluster in clusters:
        answer = clients.call("ecs", "describe_services", cluster=cluster, services=[name])
        for service in answer.get("services", []):
            if service.get("status") != "INACTIVE":
                return dict(service)
    if all_seen:
        raise NotFound(f"DescribeServices: there is no service {resource.name}")
    raise AwsCallFailed(
        "DescribeServices", "ClusterUnknown", f"register it as <cluster>/{name}: there are too"
        " many clusters to look for it",
    )  # fmt: skip


def _clusters(clients: Clients, resource: Resource) -> tuple[list[str], bool]:
    """Where to look, and whether that is everywhere it can be."""
    if "/" in resource.name:
        return [resource.name.partition("/")[0]], True
    named = [metric.dimensions.get("ClusterName") for metric in resource.metrics]
    if known := [name for name in dict.fromkeys(named) if name]:
        return known, True
    page = clients.call("ecs", "list_clusters")
    arns = list(page.get("clusterArns", []))
    return arns[:_MOST_CLUSTERS], len(arns) <= _MOST_CLUSTERS and not page.get("nextToken")


def _service(service: dict[str, Any]) -> dict[str, Any]:
    rollout = service.get("deploymentConfiguration", {})
    breaker = rollout.get("deploymentCircuitBreaker", {})
    network = service.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
    balancers = service.get("loadBalancers", [])
    return {
        "code.taskDefinition": _revision(service.get("taskDefinition")),
        "desiredCount": service.get("desiredCount"),
        "launchType": service.get("launchType"),
        "capacityProviders": service.get("capacityProviderStrategy"),
        "platformVersion": service.get("platformVersion"),
        "healthCheckGraceSeconds": service.get("healthCheckGracePeriodSeconds"),
        "deployment.circuitBreaker": breaker.get("enable"),
        "deployment.rollback": breaker.get("rollback"),
        "deployment.minimumHealthyPercent": rollout.get("minimumHealthyPercent"),
        "deployment.maximumPercent": rollout.get("maximumPercent"),
        "vpc.subnets": network.get("subnets"),
        "vpc.securityGroups": network.get("securityGroups"),
        "vpc.publicIp": network.get("assignPublicIp"),
        "targetGroups": [
            f"{each['containerName']}:{each['containerPort']} {each['targetGroupArn']}"
            for each in balancers
            if "targetGroupArn" in each
        ],
        # AWS' own time of the newest deployment, which every new task definition is.
        LAST_MODIFIED: latest(*(each.get("createdAt") for each in service.get("deployments", []))),
    }


def _container(owner: str, container: dict[str, Any]) -> Settings:
    name = container["name"]
    variables = {each["name"]: each.get("value", "") for each in container.get("environment", [])}
    settings = {
        f"code.image.{name}": container.get("image"),
        f"container.{name}.cpu": container.get("cpu") or None,
        f"container.{name}.memoryMb": container.get("memory"),
        f"container.{name}.memoryReservationMb": container.get("memoryReservation"),
        f"container.{name}.healthCheck": container.get("healthCheck"),
        f"container.{name}.essential": container.get("essential"),
        **{f"secrets.{name}.{e['name']}": e["valueFrom"] for e in container.get("secrets", [])},
    }
    # A command line may hold a password, as a variable may.
    command = {"command": " ".join(container["command"])} if container.get("command") else {}
    return {
        **present(settings),
        **environment(owner, command, f"container.{name}"),
        **environment(owner, variables, f"environment.{name}"),
    }


def _health(service: dict[str, Any]) -> dict[str, Any]:
    health: dict[str, Any] = {
        "status": service.get("status"),
        "tasks.desired": service.get("desiredCount"),
        "tasks.running": service.get("runningCount"),
        "tasks.pending": service.get("pendingCount"),
    }
    for each in service.get("deployments", []):
        health[f"deployment.{each['id']}"] = _deployment(each)
    for place, each in enumerate(service.get("events", [])[:_LAST_EVENTS], start=1):
        health[f"event.{place}"] = f"{iso(each['createdAt'])} {each['message']}"
    return health


def _deployment(found: dict[str, Any]) -> str:
    """`PRIMARY IN_PROGRESS shop:8, desired 2, running 0, failed 3: tasks failed to start`."""
    state = [found.get("status"), found.get("rolloutState"), _revision(found.get("taskDefinition"))]
    counts = (
        f"desired {found.get('desiredCount')}, running {found.get('runningCount')},"
        f" failed {found.get('failedTasks', 0)}"
    )
    told = f"{' '.join(filter(None, state))}, {counts}"
    reason = found.get("rolloutStateReason")
    return f"{told}: {reason}" if reason else told


def _revision(arn: str | None) -> str | None:
    """`family:revision` of a task definition's ARN."""
    return arn.rpartition("/")[2] if arn else None
