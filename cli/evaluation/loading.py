"""Puts a scenario into a stack, through the interfaces that users and AWS have."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from casebook.runbooks import prefix_of_workload
from cli.client import Client
from cli.errors import ApiError
from cli.evaluation.scenario import Change, Datum, Line, PlatformEvent, Runbook, Scenario
from cli.stream import ConnectionLost
from local.state import Stack

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
BATCH_EVENTS = 10_000
BATCH_BYTES = 1_048_576
BATCH_SPAN_SECONDS = 24 * 3600.0
_EVENT_BYTES = 26
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
BATCH_DATA = 1_000
_TIMES = ("Time", "Timestamp")


@dataclass
class Loaded:
    """What one trial put into the account, to be taken out again."""

    stack: Stack
    client: Client
    workload: str = ""
    groups: list[str] = field(default_factory=list)
    runbooks: list[str] = field(default_factory=list)
    beside: Loaded | None = None

    def put(self, scenario: Scenario, fired_at: datetime) -> None:
        """Everything but the alarm, which is published when `fired_at` has come."""
        if scenario.beside:
            self.beside = Loaded(self.stack, self.client)
            self.beside.put(scenario.beside, fired_at)
        self.workload = self.client.register_workload(
            scenario.workload.model_dump(mode="json", by_alias=True)
        )
        self._put_lines(scenario.lines, fired_at)
        self._put_data(scenario.data, fired_at)
        self._put_runbooks(scenario.runbooks)
        told = [*scenario.changes, *map(as_change, scenario.platform)]
        for change in sorted(told, key=lambda each: each.at):
            path = f"/api/workloads/{self.workload}/changes"
            self.client.post(path, change_body(change, fired_at))

    def publish(self, scenario: Scenario, fired_at: datetime) -> None:
        """Fires the alarm."""
        message = alarm_message(scenario.alarm.message(), fired_at)
        self.stack.aws.client("sns").publish(
            TopicArn=self.stack.casebook.alarm_topic_arn,
            Subject=f'ALARM: "{scenario.alarm.name}"'[:100],
            Message=json.dumps(message),
        )

    def remove(self) -> None:
        """Takes out what can be taken out; AWS deletes no metrics, they age."""
        if self.beside:
            self.beside.remove()
        if self.workload:
            with suppress(ApiError, ConnectionLost):
                self.client.request("DELETE", f"/api/workloads/{self.workload}")
        logs, s3 = self.stack.aws.client("logs"), self.stack.aws.client("s3")
        for group in self.groups:
            with suppress(ClientError):
                logs.delete_log_group(logGroupName=group)
        for key in self.runbooks:
            with suppress(ClientError):
                s3.delete_object(Bucket=self.stack.casebook.bucket_name, Key=key)

    def _put_lines(self, lines: Iterable[Line], fired_at: datetime) -> None:
        logs = self.stack.aws.client("logs")
        for (group, stream), events in by_stream(lines, fired_at).items():
            if group not in self.groups:
                self.groups.append(group)
                logs.create_log_group(logGroupName=group)
            logs.create_log_stream(logGroupName=group, logStreamName=stream)
            for batch in log_batches(events):
                logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=batch)

    def _put_data(self, data: Iterable[Datum], fired_at: datetime) -> None:
        cloudwatch = self.stack.aws.client("cloudwatch")
        namespaces: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for datum in data:
            namespaces[datum.namespace].append(metric_datum(datum, fired_at))
        for namespace, listed in namespaces.items():
            for first in range(0, len(listed), BATCH_DATA):
                cloudwatch.put_metric_data(
                    Namespace=namespace, MetricData=listed[first : first + BATCH_DATA]
                )

    def _put_runbooks(self, runbooks: Iterable[Runbook]) -> None:
        s3 = self.stack.aws.client("s3")
        for runbook in runbooks:
            key = f"{prefix_of_workload(self.workload)}{runbook.name}"
            s3.put_object(
                Bucket=self.stack.casebook.bucket_name,
                Key=key,
                Body=runbook.text.encode(),
                ContentType="text/markdown",
            )
            self.runbooks.append(key)


Event = dict[str, Any]


def by_stream(lines: Iterable[Line], fired_at: datetime) -> dict[tuple[str, str], list[Event]]:
    """The lines of each log stream, oldest first, as PutLogEvents wants them.

    Lines of one moment stay in the order of the file.
    """
    streams: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for line in lines:
        at = round((fired_at.timestamp() + line.at) * 1000)
        streams[line.group, line.stream].append({"timestamp": at, "message": line.message})
    for events in streams.values():
        events.sort(key=lambda event: event["timestamp"])
    return streams


def log_batches(events: Iterable[Event]) -> Iterator[list[Event]]:
    """Batches within the limits of PutLogEvents: events, bytes, and the time that one may span."""
    batch: list[Event] = []
    size = 0
    for event in events:
        bytes_of_it = len(event["message"].encode()) + _EVENT_BYTES
        too_long = bool(batch) and (
            event["timestamp"] - batch[0]["timestamp"] > BATCH_SPAN_SECONDS * 1000
        )
        if batch and (len(batch) == BATCH_EVENTS or size + bytes_of_it > BATCH_BYTES or too_long):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += bytes_of_it
    if batch:
        yield batch


def metric_datum(datum: Datum, fired_at: datetime) -> dict[str, Any]:
    return {
        "MetricName": datum.name,
        "Dimensions": [{"Name": n, "Value": v} for n, v in datum.dimensions.items()],
        "Timestamp": moment(datum.at, fired_at),
        "Value": datum.value,
        "Unit": datum.unit or "None",
    }


def change_body(change: Change, fired_at: datetime) -> dict[str, Any]:
    """The body of POST …/changes: as it stands in the file, at its absolute time."""
    return {**change.model_dump(mode="json"), "at": moment(change.at, fired_at).isoformat()}


def as_change(event: PlatformEvent) -> Change:
    """What a service says, as a rule of EventBridge forwards it to the feed: a stack has none of a
    scenario's resources that a service could be asked about."""
    told = {"kind": "service-event", "actor": event.source, "summary": event.message}
    return Change.model_validate({"at": event.at, "resource": event.resource, **told})


def alarm_message(message: Mapping[str, Any], fired_at: datetime) -> dict[str, Any]:
    """The message with CloudWatch's own times in the place of offsets.

    It says ALARM and when, also where the file does not.
    """
    complete = {"NewStateValue": "ALARM", "StateChangeTime": 0, **message}
    return {name: _absolute(name, value, fired_at) for name, value in complete.items()}


def moment(offset: float, fired_at: datetime) -> datetime:
    return (fired_at + timedelta(seconds=offset)).astimezone(UTC)


def _absolute(name: str, value: object, fired_at: datetime) -> object:
    if isinstance(value, Mapping):
        return {inner: _absolute(inner, each, fired_at) for inner, each in value.items()}
    if isinstance(value, list):
        return [_absolute(name, item, fired_at) for item in value]
    if not name.endswith(_TIMES) or (offset := _offset(value)) is None:
        return value
    # As CloudWatch writes it: 2026-11-21T19:04:11.120+0000.
    text = moment(offset, fired_at).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "+0000")


def _offset(value: object) -> float | None:
    """Seconds, also where they are written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
