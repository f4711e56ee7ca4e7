"""Which statements a database spends its time on, by Performance Insights where it is on. Its load
is the average number of sessions that work or wait.

https://docs.aws.amazon.com/performance-insights/latest/APIReference/API_DescribeDimensionKeys.html
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from casebook.adapters.clients import Clients
from casebook.adapters.platform_events.event import event
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import NotFound

_BEFORE = timedelta(hours=1)
_MOST_INSTANCES, _MOST_TOLD = 3, 2
_MOST_KEYS, _MOST_WAITS = 25, 2
_LEAST_GROWTH = 0.5
"""Sessions. Less than half of one is no trouble of any class of instance."""
_ID, _TEXT, _WAIT = "db.sql_tokenized.id", "db.sql_tokenized.statement", "db.wait_event.name"


class Load(NamedTuple):
    """A statement's part of the load, and what its sessions wait for most."""

    text: str
    sessions: float
    waits: tuple[str, ...]


def read_statements(clients: Clients, resource: Resource, incident: Window) -> Iterator[Change]:
    """Those that take at least twice as much in the incident as in the hour before, the two that
    grew most of each instance."""
    for instance in _instances(clients, resource.name)[:_MOST_INSTANCES]:
        if not instance.get("PerformanceInsightsEnabled"):
            continue
        loads = _loads(clients, instance["DbiResourceId"], incident)
        if not loads:
            continue
        known = _loads(clients, instance["DbiResourceId"], incident.before(_BEFORE))
        grown = [(load, _before(known, key)) for key, load in loads.items()]
        grown = [each for each in grown if each[0].sessions - each[1] >= _grown_by(each[1])]
        grown.sort(key=lambda each: each[1] - each[0].sessions)
        for load, before in grown[:_MOST_TOLD]:
            yield event(resource.name, incident.start, _told(load, before))


def _told(load: Load, before: float) -> str:
    waits = f" ({', '.join(load.waits)})" if load.waits else ""
    return (
        f"The load of a statement rose from {before:.1f} to {load.sessions:.1f} average active"
        f" sessions{waits}: {load.text}"
    )


def _grown_by(before: float) -> float:
    return max(_LEAST_GROWTH, before)


def _before(known: dict[str, Load], key: str) -> float:
    """One that is not among those that took most took no more than the least of them."""
    if key in known:
        return known[key].sessions
    least = min((load.sessions for load in known.values()), default=0.0)
    return least if len(known) == _MOST_KEYS else 0.0


def _instances(clients: Clients, name: str) -> list[dict[str, Any]]:
    """The instance of that name, else those of the cluster."""
    try:
        page = clients.call("rds", "describe_db_instances", DBInstanceIdentifier=name)
    except NotFound:
        own = [{"Name": "db-cluster-id", "Values": [name]}]
        page = clients.call("rds", "describe_db_instances", Filters=own)
    return list(page.get("DBInstances", []))


def _loads(clients: Clients, identifier: str, window: Window) -> dict[str, Load]:
    """The load of the statements that took most, by the id of their digest."""
    answer = clients.call(
        "pi",
        "describe_dimension_keys",
        ServiceType="RDS",
        Identifier=identifier,
        Metric="db.load.avg",
        StartTime=window.start,
        EndTime=window.end,
        GroupBy={"Group": "db.sql_tokenized", "Limit": _MOST_KEYS},
        PartitionBy={"Group": "db.wait_event", "Limit": _MOST_WAITS},
    )
    names = [each["Dimensions"].get(_WAIT, "") for each in answer.get("PartitionKeys", [])]
    return {
        key["Dimensions"][_ID]: Load(
            key["Dimensions"].get(_TEXT, ""), key["Total"], _most(names, key.get("Partitions", []))
        )
        for key in answer.get("Keys", [])
    }


def _most(names: list[str], shares: list[float]) -> tuple[str, ...]:
    """What is waited for, the longest first. Partitions stand in the order of their names."""
    waited = sorted(zip(shares, names, strict=False), reverse=True)
    return tuple(name for share, name in waited[:_MOST_WAITS] if share > 0 and name)
