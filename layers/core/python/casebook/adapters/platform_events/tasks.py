"""What ECS says of a service, and why its tasks stopped: the last hundred messages, and an hour of
stopped tasks.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
"""

from collections.abc import Iterator
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.services import find_service
from casebook.adapters.platform_events.event import event
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource

_MOST = 100
"""As many as DescribeTasks takes at once."""


def read_tasks(clients: Clients, resource: Resource, window: Window) -> Iterator[Change]:
    service = find_service(clients, resource)
    for found in service.get("events", []):
        yield event(resource.name, found["createdAt"], found["message"])
    cluster = service["clusterArn"]
    page = clients.call(
        "ecs",
        "list_tasks",
        cluster=cluster,
        serviceName=service["serviceName"],
        desiredStatus="STOPPED",
        maxResults=_MOST,
    )
    if arns := page.get("taskArns"):
        answer = clients.call("ecs", "describe_tasks", cluster=cluster, tasks=arns)
        for task in answer.get("tasks", []):
            if at := task.get("stoppedAt") or task.get("stoppingAt"):
                yield event(resource.name, at, _stopped(task))


def _stopped(task: dict[str, Any]) -> str:
    """`Task 9a03 of shop:8 stopped (EssentialContainerExited): Essential container in task exited;
    container web: exit code 137, OutOfMemoryError: …`. A container that ended well says nothing."""
    name, definition = (
        str(task.get(of, "")).rpartition("/")[2] for of in ("taskArn", "taskDefinitionArn")
    )
    head = f"Task {name} of {definition} stopped ({task.get('stopCode', 'no code')})"
    reasons = [task.get("stoppedReason", ""), *map(_ended, task.get("containers", []))]
    return f"{head}: {'; '.join(filter(None, reasons))}"


def _ended(container: dict[str, Any]) -> str:
    code, reason = container.get("exitCode"), container.get("reason", "")
    if not code and not reason:
        return ""
    said = [f"exit code {code}" if code is not None else "", reason]
    return f"container {container.get('name')}: {', '.join(filter(None, said))}"
