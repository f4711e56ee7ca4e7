"""Events of databases and caches, which two services keep in one form, for 14 days.

https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeEvents.html
https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeEvents.html
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Literal

from casebook.adapters.clients import Clients
from casebook.adapters.platform_events.event import event
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import NotFound

_KEPT = timedelta(days=14) - timedelta(minutes=5)
_PAGE, _MOST_PAGES = 100, 5


def read_databases(clients: Clients, resource: Resource, window: Window) -> Iterator[Change]:
    """A name may be that of an instance or of a cluster."""
    yield from _events(clients, "rds", ("db-instance", "db-cluster"), resource.name, window)


def read_caches(clients: Clients, resource: Resource, window: Window) -> Iterator[Change]:
    """A name may be that of a cluster or of a replication group."""
    yield from _events(
        clients, "elasticache", ("cache-cluster", "replication-group"), resource.name, window
    )


def _events(
    clients: Clients,
    service: Literal["rds", "elasticache"],
    kinds: tuple[str, ...],
    name: str,
    window: Window,
) -> Iterator[Change]:
    """Of every kind of source that bears the name. The oldest come first, so pages are followed to
    the newest, if those are not very far."""
    for kind in kinds:
        request: dict[str, Any] = {
            "SourceIdentifier": name,
            "SourceType": kind,
            "StartTime": max(window.start, window.end - _KEPT),
            "EndTime": window.end + timedelta(seconds=1),  # it is sent in whole seconds
            "MaxRecords": _PAGE,
        }
        for _ in range(_MOST_PAGES):
            try:
                page = clients.call(service, "describe_events", **request)
            except NotFound:
                break  # it is of the other kind
            for found in page.get("Events", []):
                yield event(name, found["Date"], found["Message"])
            if not page.get("Marker"):
                break
            request["Marker"] = page["Marker"]
