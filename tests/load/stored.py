"""What a run left behind: the whole table, streams as the API reads them, executions, queues."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from boto3.dynamodb.types import TypeDeserializer

from cli.client import Client
from cli.events import Event
from local.state import Stack

_EVENT, _HEARD, _HANDLED = "EVENT#", "HEARD#", "HANDLED#"
_READERS = 4

Item = Mapping[str, Any]


class Heard(NamedTuple):
    """What became of an alarm in a workload."""

    name: str
    outcome: str
    workload: str
    diagnosis: str | None = None
    why: str | None = None


@dataclass(frozen=True)
class Stored:
    """`streams` are the events of each as the table has them, `read` their numbers as the API
    reads them. `sessions` and `diagnoses` are headers by id. `marks` are the open diagnoses by
    their workload, `gates` those whose gate waits. `handled` are the alarms that count as handled.
    `executions` are the state machine's, by diagnosis, with their status."""

    streams: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    read: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    sessions: Mapping[str, Item] = field(default_factory=dict)
    diagnoses: Mapping[str, Item] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    gates: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    handled: frozenset[str] = frozenset()
    listed_alarms: frozenset[str] = frozenset()
    executions: Mapping[str, str] = field(default_factory=dict)
    failed_events: int = 0


def stored(
    stack: Stack,
    workloads: Collection[str],
    holders: Mapping[str, tuple[Client, str]],
    anybody: Client,
) -> Stored:
    """Everything about these workloads. `holders` are who holds a session, and about which one."""
    items = list(_scanned(stack))
    streams = _streams(items)
    headers = {
        _owner(item): item
        for item in items
        if item["sk"] == "HEAD" and item.get("workload") in workloads
    }
    sessions = {id_: item for id_, item in headers.items() if "user" in item}
    diagnoses = {id_: item for id_, item in headers.items() if "status" in item}
    return Stored(
        streams={id_: events for id_, events in streams.items() if id_ in headers},
        read=_as_read([*holders, *diagnoses], holders, anybody),
        sessions=sessions,
        diagnoses=diagnoses,
        marks={
            _owner(item): str(item["diagnosis"])
            for item in items
            if item["sk"] == "OPEN" and _owner(item) in workloads
        },
        gates=tuple(_owner(i) for i in items if i["sk"] == "GATE" and _owner(i) in headers),
        heard=tuple(_heard(item) for item in items if str(item["sk"]).startswith(_HEARD)),
        handled=frozenset(_handled(items)),
        listed_alarms=frozenset(str(alarm["name"]) for alarm in alarms_listed(anybody)),
        executions={id_: status for id_, status in _executions(stack) if id_ in headers},
        failed_events=failed_events(stack),
    )


def _scanned(stack: Stack) -> Iterator[Item]:
    plain = TypeDeserializer()
    pages = stack.aws.client("dynamodb").get_paginator("scan")
    for page in pages.paginate(TableName=stack.casebook.table_name, ConsistentRead=True):
        for item in page["Items"]:
            yield {name: plain.deserialize(value) for name, value in item.items()}


def _owner(item: Item) -> str:
    return str(item["pk"]).partition("#")[2]


def _streams(items: list[Item]) -> dict[str, tuple[Event, ...]]:
    streams: dict[str, list[Event]] = defaultdict(list)
    for item in items:
        if str(item["sk"]).startswith(_EVENT):
            streams[_owner(item)].append(_event(item))
    return {id_: tuple(sorted(events, key=lambda e: e.seq)) for id_, events in streams.items()}


def _event(item: Item) -> Event:
    return Event(
        stream=_owner(item),
        seq=int(str(item["sk"]).removeprefix(_EVENT)),
        type=str(item["type"]),
        at=datetime.fromisoformat(str(item["at"])),
        actor=str(item["actor"]),
        parent=int(item["parent"]) if "parent" in item else None,
        data=json.loads(item["data"]),
    )


def _heard(item: Item) -> Heard:
    workload = str(item["workload_id"])
    told = (item.get("diagnosis_id"), item.get("why"))
    return Heard(str(item["name"]), str(item["outcome"]), workload, *told)


def _handled(items: list[Item]) -> Iterator[str]:
    for item in items:
        if str(item["sk"]).startswith(_HANDLED) and "claimed_until" not in item:
            yield _owner(item)


def _as_read(
    ids: list[str], holders: Mapping[str, tuple[Client, str]], anybody: Client
) -> dict[str, tuple[int, ...]]:
    def read(stream: str) -> tuple[int, ...]:
        if stream in holders:
            client, workload = holders[stream]
            events = client.session_stream(workload, stream, 0)["events"]
            return tuple(int(event["seq"]) for event in events)
        return tuple(event.seq for event in anybody.diagnosis_events(stream, 0))

    with ThreadPoolExecutor(_READERS) as pool:
        return dict(zip(ids, pool.map(read, ids), strict=True))


def alarms_listed(client: Client) -> Iterator[dict[str, Any]]:
    """All alarms that `GET /api/alarms` lists."""
    page = client.get("/api/alarms", limit=200)
    yield from page["alarms"]
    while page.get("next"):
        page = client.get("/api/alarms", limit=200, before=page["next"])
        yield from page["alarms"]


def _executions(stack: Stack) -> Iterator[tuple[str, str]]:
    pages = stack.aws.client("stepfunctions").get_paginator("list_executions")
    for page in pages.paginate(stateMachineArn=stack.casebook.state_machine_arn):
        for execution in page["executions"]:
            yield str(execution["name"]), str(execution["status"])


def failed_events(stack: Stack) -> int:
    """The messages in all queues of failed events."""
    sqs, found = stack.aws.client("sqs"), 0
    for url in sqs.list_queues().get("QueueUrls", ()):
        if "FailedEvents" in url:
            name = "ApproximateNumberOfMessages"
            asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])
            found += int(asked["Attributes"][name])
    return found
