"""Kubernetes' own words: events, the states of containers, and the object that a line is about.

https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states
https://docs.fluentbit.io/manual/pipeline/filters/kubernetes
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from casebook.analysis.log_fields import Fields, first, first_text, has_field
from casebook.knowledge.kubernetes import Reason, reason_of
from casebook.knowledge.log_fields import LogField

# What runs on a node for the cluster; other units are programs like any others.
_UNITS = frozenset(
    {"kubelet", "containerd", "docker", "dockerd", "crio", "kernel", "ipamd", "chronyd"}
)
_LABELS = ("app.kubernetes.io/name", "app_kubernetes_io/name", "app", "k8s-app", "name")
_TYPES = ("Normal", "Warning")
# Expressions of few lines are texts: `re` compiles each when the first such line comes.
# `kubectl get events`, with or without the namespace: last seen, type, reason, object, message.
_AGE = (
    r"(?:(?:\d+[smhdy])+(?: ago)?|<unknown>|<invalid>)(?: \(x(?P<count>\d+) over (?P<over>\S+)\))?"
)
_LISTED = (
    rf"(?:(?P<namespace>[a-z0-9][a-z0-9-]*)\s+)?{_AGE}\s+(?P<type>Normal|Warning)"
    r"\s+(?P<reason>[A-Z]\w+)\s+(?P<kind>[A-Za-z.]+)/(?P<name>\S+)\s+(?P<message>\S.*)"
)
# The events at the end of `kubectl describe`: type, reason, age, from, message.
_DESCRIBED = rf"(?P<type>Normal|Warning)\s+(?P<reason>[A-Z]\w+)\s+{_AGE}\s+\S+\s+(?P<message>\S.*)"
# Who tells of an object has one of these; an exporter may put an object of its own around them.
_TOLD_BY = frozenset({"involvedObject", "regarding", "k8s.event.reason", "reason", "status"})
_DIGITS, _REACH = 9, 2_000
_MOST_TIMES, _LONGEST = 1_000_000, timedelta(days=366)
"""What a line may claim of an event; more tells no more, and cannot be reckoned with."""
_UNITS_OF_TIME = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "y": 31_536_000}
# Container Insights and every agent that tails /var/log/containers. The container's id at the end
# may be redacted.
_STREAM = r"(?:^|\.)(?P<pod>[a-z0-9][a-z0-9.-]*)_(?P<namespace>[a-z0-9-]+)_[^_]+\.log$"


# What the kubelet says of one pod: why it is not made, and that it fails its probe.
# https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/pod_workers.go
_OF_POD = r'\bpod="(?P<namespace>[a-z0-9-]+)/(?P<pod>[a-z0-9][a-z0-9.-]*)"'
_NOT_SYNCED = r'failed to \\*"\w+\\*" for .{1,200}? with (?P<reason>[A-Z]\w+): (?P<message>.+)'
_PROBED = r'"Probe failed" probeType="(?P<type>\w+)".*? output="(?P<output>.*)'


class ClusterObject(NamedTuple):
    """What a line is about or who wrote it. `kind` is in lower case; `label` is the name of the
    application that the pod's labels give."""

    name: str
    kind: str = "pod"
    namespace: str = ""
    label: str = ""


class ClusterEvent(NamedTuple):
    """An event, or a container's state told like one; without a reason, a line of a node's
    journal. It came `times` times, for the first time at `first`, or that long before it was
    written down."""

    reason: str
    message: str
    type: str = ""
    about: ClusterObject | None = None
    times: int = 1
    first: datetime | timedelta | None = None

    @property
    def row(self) -> Reason | None:
        """What the table knows of it."""
        return reason_of(self.reason, self.message)

    @property
    def said(self) -> str:
        return f"{self.reason}: {self.message}" if self.message else self.reason

    @property
    def line(self) -> str:
        """The event as a line of JSON by itself, its message last: that may be cut."""
        about = self.about
        named = about and {"kind": about.kind, "namespace": about.namespace, "name": about.name}
        told = {"type": self.type, "reason": self.reason, "involvedObject": named or {}}
        return json.dumps({**told, "message": self.message})


def may_hold_event(line: str) -> bool:
    """False for most lines that hold none, without reading them: one of these stands in whatever
    Kubernetes says of an object, whoever writes it down. Written out, since a loop takes five
    times as long."""
    return (
        "Warning " in line
        or "Normal " in line
        or "involvedObject" in line
        or "regarding" in line
        or "containerStatuses" in line
        or "k8s.event.reason" in line
        or "Error syncing pod" in line
        or "Probe failed" in line
    )


def event_of(entry: Fields) -> ClusterEvent | None:
    """The event or state that a structured line holds. Never raises."""
    inner = _exported(entry)
    if inner is not None:
        entry = inner
    elif _TOLD_BY.isdisjoint(entry):
        return None  # as it is of most lines
    if "k8s.event.reason" in entry:
        return _of_opentelemetry(entry)
    about = entry.get("involvedObject") or entry.get("regarding")
    reason = entry.get("reason")
    if not isinstance(reason, str) or not reason:
        return _state_of(entry)
    kind, message = entry.get("type"), first_text(entry, LogField.MESSAGE)
    is_cut = "kind" in entry and reason_of(reason, message) is not None
    if not (isinstance(about, dict) or kind in _TYPES or is_cut):
        return None
    named = _object(about if isinstance(about, dict) else entry)
    return ClusterEvent(reason, message, str(kind or ""), named, *_often(entry))


def event_in(line: str) -> ClusterEvent | None:
    """The event in a line of kubectl's tables; None for any other line."""
    if "Warning " not in line and "Normal " not in line:
        return None
    found = re.match(_LISTED, line) or re.match(_DESCRIBED, line.lstrip())
    if found is None:
        return None
    said = found.groupdict()
    about = (
        ClusterObject(said["name"], said["kind"].lower(), said.get("namespace") or "")
        if said.get("name")
        else None
    )
    often = (_times(int(said["count"][:_DIGITS])), _lasted(said["over"])) if said["count"] else ()
    return ClusterEvent(said["reason"], said["message"].strip(), said["type"], about, *often)


def journal_event(entry: Fields) -> ClusterEvent | None:
    """A line of a node's journal, as Container Insights, Fluent Bit and systemd itself write it."""
    if not has_field(entry, LogField.UNIT):
        return None
    unit = first_text(entry, LogField.UNIT).removesuffix(".service")
    if unit not in _UNITS:
        return None
    host, message = first_text(entry, LogField.NODE), first_text(entry, LogField.MESSAGE)
    if unit == "kubelet" and (told := _of_kubelet(message)):
        return told
    return ClusterEvent("", message, about=ClusterObject(host, "node") if host else None)


def _of_kubelet(message: str) -> ClusterEvent | None:
    """What it says of a pod, as the event that it makes of the same."""
    message = message[:_REACH]
    pod = re.search(_OF_POD, message)
    if pod is None:
        return None
    about = ClusterObject(pod["pod"], namespace=pod["namespace"])
    if probe := re.search(_PROBED, message):
        said = f"{probe['type']} probe failed: {probe['output']}"
        return ClusterEvent("Unhealthy", said, "Warning", about)
    if found := re.search(_NOT_SYNCED, message):
        return ClusterEvent(found["reason"], found["message"], "Warning", about)
    return None


def writer_of(entry: Fields) -> ClusterObject | None:
    """The pod that a container agent names in the wrapper of a line."""
    wrapper = entry.get("kubernetes")
    if not isinstance(wrapper, dict) or not isinstance(wrapper.get("pod_name"), str):
        return None
    labels = wrapper.get("labels")
    return ClusterObject(
        wrapper["pod_name"],
        namespace=_text(wrapper, "namespace_name"),
        label=_label(labels) if isinstance(labels, dict) else "",
    )


def writer_in_stream(stream: str) -> ClusterObject | None:
    """The pod in the name of a stream, as `/var/log/containers` calls its files."""
    found = re.search(_STREAM, stream) if stream.endswith(".log") else None
    if found is None:
        return None
    return ClusterObject(found["pod"].rpartition(".")[2], namespace=found["namespace"])


def _exported(entry: Fields) -> Mapping[str, Any] | None:
    """The event in the member of an exporter's own object (eventrouter's `event`)."""
    if "involvedObject" in entry or "regarding" in entry:
        return None
    for held in entry.values():  # a loop: every structured line comes through here
        if isinstance(held, dict) and ("involvedObject" in held or "regarding" in held):
            return held
    return None


def _of_opentelemetry(entry: Fields) -> ClusterEvent:
    """https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/k8seventsreceiver"""
    held = entry.get("resource")
    entry = {**held, **entry} if isinstance(held, dict) else entry
    about = ClusterObject(
        _text(entry, "k8s.object.name"),
        _text(entry, "k8s.object.kind").lower() or "pod",
        _text(entry, "k8s.namespace.name"),
    )
    type_ = "Warning" if first_text(entry, LogField.LEVEL).lower().startswith("warn") else "Normal"
    return ClusterEvent(
        _text(entry, "k8s.event.reason"),
        first_text(entry, LogField.MESSAGE),
        type_,
        about if about.name else None,
        *_often(entry),
    )


def _often(entry: Fields) -> tuple[int, datetime | timedelta | None]:
    """How often an event came, and since when: by its own times, however late it is read."""
    series = entry.get("series")
    entry = {**entry, **series} if isinstance(series, dict) else entry
    count = first(entry, LogField.EVENT_COUNT)
    if not isinstance(count, int) or count <= 1:
        return 1, None
    count = _times(count)
    begin, end = (
        _moment(first_text(entry, LogField.EVENT_BEGAN)),
        _moment(first_text(entry, LogField.EVENT_ENDED)),
    )
    if begin is None or end is None:
        return count, begin
    # An end before the beginning tells nothing of how long it took.
    return count, min(end - begin, _LONGEST) if end >= begin else None


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _lasted(text: str) -> timedelta:
    """`3h20m`, as kubectl writes how long something took."""
    parts = re.findall(r"(\d{1,9})([smhdy])", text)
    seconds = sum(int(number) * _UNITS_OF_TIME[unit] for number, unit in parts)
    return timedelta(seconds=min(seconds, _LONGEST.total_seconds()))


def _times(count: int) -> int:
    return min(count, _MOST_TIMES)


def _object(about: Mapping[str, Any]) -> ClusterObject | None:
    name = _text(about, "name")
    if not name or not _text(about, "kind"):
        return None
    return ClusterObject(name, _text(about, "kind").lower(), _text(about, "namespace"))


def _state_of(entry: Fields) -> ClusterEvent | None:
    """The worst that a pod's status says of its containers, or a node's of its conditions."""
    status = entry.get("status")
    if not isinstance(status, dict):
        return None
    metadata = entry.get("metadata")
    named = metadata if isinstance(metadata, dict) else {}
    about = _object({**named, "kind": str(entry.get("kind") or "Pod")})
    told = next(iter((*_containers(status), *_conditions(status))), None)
    return ClusterEvent(*told, "Warning", about) if told else None


def _containers(status: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What ended comes before what waits to be started again: it says why."""
    found = [
        each
        for key in ("initContainerStatuses", "containerStatuses")
        for each in _list(status, key)
        if isinstance(each, dict)
    ]
    for member, inner in (
        ("state", "terminated"), ("lastState", "terminated"), ("state", "waiting"),
    ):  # fmt: skip
        for container in found:
            state = container.get(member)
            told = state.get(inner) if isinstance(state, dict) else None
            if not isinstance(told, dict) or told.get("exitCode") == 0:
                continue
            if not (reason := _text(told, "reason")):
                continue
            code = f"exit code {told['exitCode']}" if "exitCode" in told else ""
            message = " ".join(filter(None, (code, _text(told, "message"))))
            yield reason, f"container {_text(container, 'name')}: {message}".strip()


def _conditions(status: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """https://kubernetes.io/docs/reference/node/node-status/#condition"""
    for condition in _list(status, "conditions"):
        if not isinstance(condition, dict):
            continue
        kind, value = _text(condition, "type"), _text(condition, "status")
        if kind.endswith(("Pressure", "NetworkUnavailable")) and value == "True":
            yield f"NodeHas{kind}", _text(condition, "message")
        if kind == "Ready" and value in ("False", "Unknown") and "nodeInfo" in status:
            yield "NodeNotReady", _text(condition, "message")


def _list(entry: Mapping[str, Any], key: str) -> list[Any]:
    found = entry.get(key)
    return found if isinstance(found, list) else []


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _label(labels: Mapping[str, Any]) -> str:
    return next((found for name in _LABELS if (found := _text(labels, name))), "")
