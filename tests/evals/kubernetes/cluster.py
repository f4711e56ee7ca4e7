"""A cluster with its daily business, and what a row of the table makes of it.

Seven workloads and two nodes share Container Insights' log groups. Names come from the case's dice,
so that nothing can be known by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from tests.evals.aws.resources import Resource
from tests.evals.builder import Incident, watched
from tests.evals.kubernetes import layouts
from tests.evals.kubernetes.layouts import Event, Pod

_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
_PARTS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "inlet",
    "juniper",
    "kelp",
    "larch",
    "maple",
    "nectar",
    "osprey",
    "pebble",
    "quartz",
    "raven",
    "sable",
    "tansy",
    "umber",
    "violet",
    "willow",
    "yarrow",
]
_ROLES = ("gateway", "front", "left", "right", "store", "agent", "job")
_KINDS = {"store": "StatefulSet", "agent": "DaemonSet", "job": "Job"}
_EVENTS = (layouts.core, layouts.series, layouts.routed, layouts.collected, layouts.table)
_LINES = (layouts.wrapped, layouts.processed, layouts.plain)
STEP = 75.0


@dataclass(frozen=True)
class Told:
    """An event that comes again: `until` is when it comes for the last time."""

    kind: str
    reason: str
    message: str
    role: str = ""
    type: str = "Warning"
    component: str = "kubelet"
    since: float = -600.0
    until: float = 60.0
    every: float = STEP


@dataclass(frozen=True)
class Said:
    """Lines of a workload, or of a node's unit."""

    role: str
    text: str
    since: float = -600.0
    until: float = 80.0
    per_minute: float = 4.0
    unit: str = ""


@dataclass(frozen=True)
class Moved:
    metric: str
    to: float
    role: str = ""
    since: float = -600.0
    until: float = 90.0


@dataclass(frozen=True)
class Changed:
    kind: str
    summary: str
    diff: str | None = None
    role: str = ""
    at: float = -630.0


@dataclass(frozen=True)
class Case:
    """`victim` is the role that the rows without one are about. `blames` are roles that must be to
    blame, any of them; the alarm watches `alarm`, a metric of `alarmed`."""

    name: str
    victim: str
    category: str | None
    rows: tuple[Told | Said | Moved | Changed, ...]
    blames: str | None = "victim"
    alarm: str = "status_replicas_unavailable"
    alarmed: str = "victim"
    verdict: str = "confirmed|likely"
    innocent: str = ""


class Cluster:
    def __init__(self, it: Incident, case: Case, number: int) -> None:
        self._it, self._case = it, case
        dice = Random(case.name)
        words = dice.sample(_PARTS, 2 * len(_ROLES) + 2)
        self.name, self.namespace = f"{words.pop()}-eks", words.pop()
        self.names = {role: f"{words.pop()}-{words.pop()}" for role in _ROLES}
        octets = dice.sample(range(2, 250), 2)
        nodes = [f"ip-10-0-{each}-{each + 3}.eu-west-1.compute.internal" for each in octets]
        self.names |= {
            "node": nodes[0],
            "spare": nodes[1],
            "victim": self.names.get(case.victim, ""),
        }
        if case.victim in ("node", "spare"):
            self.names["victim"] = self.names[case.victim]
        self._event = _EVENTS[number % len(_EVENTS)]
        self._line = _LINES[number % len(_LINES)]
        self.pods = {role: self._pods(role, dice) for role in _ROLES}
        self._dice = dice

    def group(self, kind: str) -> str:
        return f"/aws/containerinsights/{self.name}/{kind}"

    def build(self) -> None:
        for role in (*_ROLES, "node", "spare"):
            self._it.has(self._resource(role))
        n = self.names
        self._it.calls(
            f"{n['gateway']} > {n['front']} > {n['left']} > {n['store']}",
            f"{n['front']} > {n['right']} > {n['store']}",
        )
        self._everyday()
        for row in self._case.rows:
            self._apply(row)
        self._alarm()

    def _everyday(self) -> None:
        for role in ("gateway", "front", "left", "right", "agent"):
            self._say(Said(role, "INFO handled request in 12 ms", -7000, 90, 1.2))
            self._say(Said(role, "WARN slow client, retrying write", -7000, 90, 0.05))
        self._say(Said("store", "INFO checkpoint complete", -7000, 90, 0.5))
        self._say(
            Said(
                "node",
                "I0314 09:20:00.1 1 kubelet.go:2200] SyncLoop (PLEG)",
                -7000,
                90,
                0.5,
                unit="kubelet.service",
            )
        )
        once = {"every": 9000.0, "type": "Normal"}
        for reason, message, at in (
            ("Pulled", "Container image already present on machine", -3300.0),
            ("Created", "Created container app", -3299.0),
            ("Started", "Started container app", -3298.0),
            ("Killing", "Stopping container app", -3290.0),
        ):
            self._tell(Told("Pod", reason, message, "right", since=at, until=at, **once))  # type: ignore[arg-type]
        self._tell(
            Told(
                "Pod",
                "Unhealthy",
                "Readiness probe failed: HTTP probe failed with statuscode: 503",
                "right",
                since=-3296,
                until=-3280,
                every=8,
            )
        )
        self._tell(
            Told(
                "Pod",
                "Evicted",
                "The node was low on resource: ephemeral-storage.",
                "left",
                since=-6500,
                until=-6500,
            )
        )
        self._tell(
            Told(
                "Pod",
                "BackOff",
                "Back-off restarting failed container app in pod",
                "other",
                since=-7000,
                until=80,
                every=300,
            )
        )
        self._it.change(
            -self._dice.randrange(900, 2400),
            f"deployment {self.names[self._innocent]} | release 41: texts of the help pages",
        )

    @property
    def _innocent(self) -> str:
        taken = {self._case.victim, self._case.innocent, self._case.alarmed}
        return next(role for role in ("agent", "right", "left") if role not in taken)

    def _apply(self, row: Told | Said | Moved | Changed) -> None:
        if isinstance(row, Told):
            self._tell(replace(row, role=row.role or self._case.victim))
        elif isinstance(row, Said):
            self._say(replace(row, role=row.role or self._case.victim))
        elif isinstance(row, Moved):
            name = self.names[row.role or self._case.victim]
            self._it.moves(row.since, f"{name} {row.metric} {row.to}", until=row.until)
        else:
            name = self.names[row.role or self._case.victim]
            text = row.diff.format(**self.names) if row.diff else None
            self._it.change(row.at, f"{row.kind} {name} | {row.summary.format(**self.names)}", text)

    def _tell(self, row: Told) -> None:
        pods = self.pods.get(row.role) or [Pod("batch-import-29100400-7xk2p", "etl", "app", "n")]
        name = {
            "Pod": pods[0].name,
            "ReplicaSet": pods[0].name.rpartition("-")[0],
            "PersistentVolumeClaim": f"data-{pods[0].name}",
        }.get(row.kind, self.names.get(row.role, ""))
        at, count = row.since, 1
        while at <= row.until:
            message = row.message.format(pod=name, ns=self.namespace, **self.names)
            event = Event(
                row.type,
                row.reason,
                row.kind,
                name,
                pods[0].namespace,
                message,
                count,
                row.since,
                at,
                row.component,
            )
            self._it.line(self.group("events"), f"events-{self.name}", at, self._event(event))
            at, count = at + row.every, count + 1

    def _say(self, row: Said) -> None:
        at, gap = row.since, 60.0 / row.per_minute
        while at <= row.until:
            text = row.text.format(ns=self.namespace, **self.names)
            if row.unit:
                node = self.names[row.role]
                group = self.group(
                    "dataplane" if "kube" in row.unit or "containerd" in row.unit else "host"
                )
                line = layouts.journal(node, at, row.unit, text)
                self._it.line(group, f"{node}-{row.unit}", at, line)
            else:
                pod = self._dice.choice(self.pods[row.role])
                self._it.line(self.group("application"), pod.stream, at, self._line(pod, at, text))
            at += self._dice.uniform(0.5, 1.5) * gap

    def _alarm(self) -> None:
        case = self._case
        victim = self.names[case.victim if case.alarmed == "victim" else case.alarmed]
        self._it.alarm(
            f"{victim}-{case.alarm}",
            victim,
            case.alarm,
            0 if "status" in case.alarm else 4,
            statistic="MAXIMUM",
        )
        blamed = case.blames and [self.names[role] for role in case.blames.split("|")]
        self._it.expects(
            "|".join(blamed) if blamed else None, case.category or "none", verdict=case.verdict
        )

    def _pods(self, role: str, dice: Random) -> list[Pod]:
        name, nodes = self.names[role], (self.names["node"], self.names["spare"])
        replica_set = _ends(dice, 9)
        kind = _KINDS.get(role, "Deployment")
        ends = [_ends(dice, 5) for _ in nodes]
        called = {
            "Deployment": [f"{name}-{replica_set}-{end}" for end in ends],
            "StatefulSet": [f"{name}-{ordinal}" for ordinal in range(len(nodes))],
        }.get(kind, [f"{name}-{end}" for end in ends])
        return [Pod(pod, self.namespace, "app", at) for pod, at in zip(called, nodes, strict=True)]

    def _resource(self, role: str) -> Resource:
        name = self.names[role]
        at: Mapping[str, str] = {"ClusterName": self.name}
        if role in ("node", "spare"):
            found = Resource(
                name,
                "eks-node",
                also_in=(self.group("events"), self.group("dataplane"), self.group("host")),
            )
            return found.plus(
                "ContainerInsights",
                {**at, "NodeName": name},
                {
                    "node_cpu_utilization": ("Percent", 35),
                    "node_memory_utilization": ("Percent", 52, 0.02, 0.02),
                    "node_filesystem_utilization": ("Percent", 41, 0.01, 0.01),
                    "node_status_condition_ready": ("None", 1, 0.0, 0.0),
                    "node_status_condition_disk_pressure": ("None", 0, 0.0, 0.0),
                    "node_status_condition_memory_pressure": ("None", 0, 0.0, 0.0),
                },
            )
        found = Resource(
            name, "eks-workload", also_in=(self.group("application"), self.group("events"))
        )
        at = {**at, "Namespace": self.namespace, "PodName": name}
        return found.plus(
            "ContainerInsights",
            at,
            {
                "pod_cpu_utilization_over_pod_limit": ("Percent", 30),
                "pod_memory_utilization_over_pod_limit": ("Percent", 45, 0.02, 0.02),
                "pod_number_of_container_restarts": ("None", 0, 0.0, 0.0),
                "status_replicas_unavailable": ("None", 0, 0.0, 0.0),
            },
        ).plus("Mesh/http", {"Service": name}, {"5xx": ("Count", 0.2), "Requests": ("Count", 300)})


def incident(case: Case, number: int) -> Incident:
    made = Incident(f"kube-{case.name}", "kubernetes", case.name.replace("-", " "), watched(1, 1))
    Cluster(made, case, number).build()
    return made


def _ends(dice: Random, length: int) -> str:
    return "".join(dice.choices(_ALPHABET, k=length))
