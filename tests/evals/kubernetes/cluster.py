"""A cluster with its daily business, and what a row of the table makes of it.

Workloads and two nodes share Container Insights' log groups, or one for everything. Names come from
the case's dice, so that nothing can be known by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from tests.evals.aws.resources import Level, Resource
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
_KINDS = {"store": "StatefulSet", "agent": "DaemonSet", "job": "Job"}
STEP = 75.0


@dataclass(frozen=True)
class Told:
    """An event that comes again: `until` is when it comes for the last time. `counted`: it is
    written down once, the last time, with how often it came. `named` is its object's name where
    that is not its workload's."""

    kind: str
    reason: str
    message: str
    role: str = ""
    type: str = "Warning"
    component: str = "kubelet"
    since: float = -600.0
    until: float = 60.0
    every: float = STEP
    counted: bool = False
    named: str = ""


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


Row = Told | Said | Moved | Changed


@dataclass(frozen=True)
class Landscape:
    """What runs in a cluster: roles, who calls whom, whose lines come all day, and how agents and
    exporters write them down. `daily` is what always goes on beside. `fixed` are names that are the
    same everywhere; `joined` workloads are named by one word and this ending."""

    roles: tuple[str, ...]
    calls: tuple[str, ...]
    busy: tuple[str, ...]
    events: tuple[Callable[[Event], str], ...]
    lines: tuple[Callable[[Pod, float, str], str], ...]
    daily: tuple[Row, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    measured: Mapping[str, Level] = field(default_factory=dict)
    is_one_group: bool = False


SMALL = Landscape(
    roles=("gateway", "front", "left", "right", "store", "agent", "job"),
    calls=("gateway > front > left > store", "front > right > store"),
    busy=("gateway", "front", "left", "right", "agent"),
    events=(layouts.core, layouts.series, layouts.routed, layouts.collected, layouts.table),
    lines=(layouts.wrapped, layouts.processed, layouts.plain),
)


@dataclass(frozen=True)
class Case:
    """`victim` is the role that the rows without one are about. `blames` are roles that must be to
    blame, any of them; the alarm watches `alarm`, a metric of `alarmed`."""

    name: str
    victim: str
    category: str | None
    rows: tuple[Row, ...]
    blames: str | None = "victim"
    alarm: str = "status_replicas_unavailable"
    alarmed: str = "victim"
    verdict: str = "confirmed|likely"
    innocent: str = ""
    landscape: Landscape = SMALL


class Cluster:
    def __init__(self, it: Incident, case: Case, number: int) -> None:
        self._it, self._case, self._land = it, case, case.landscape
        land, dice = self._land, Random(case.name)
        words = dice.sample(_PARTS, (1 if land.endings else 2) * len(land.roles) + 2)
        self.name, self.namespace = f"{words.pop()}-eks", words.pop()
        ending = land.endings[number % len(land.endings)] if land.endings else ""
        self.names = {
            role: land.fixed.get(role)
            or (words.pop() + ending if ending else f"{words.pop()}-{words.pop()}")
            for role in land.roles
        }
        octets = dice.sample(range(2, 250), 2)
        nodes = [f"ip-10-0-{each}-{each + 3}.eu-west-1.compute.internal" for each in octets]
        self.names |= {
            "node": nodes[0],
            "spare": nodes[1],
            "victim": self.names.get(case.victim, ""),
        }
        if case.victim in ("node", "spare"):
            self.names["victim"] = self.names[case.victim]
        self._event = land.events[number % len(land.events)]
        self._line = land.lines[number % len(land.lines)]
        self.pods = {role: self._pods(role, dice) for role in land.roles}
        self._dice = dice

    def group(self, kind: str) -> str:
        return f"/aws/containerinsights/{self.name}/{'all' if self._land.is_one_group else kind}"

    def _groups(self, *kinds: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.group, kinds)))

    def build(self) -> None:
        for role in (*self._land.roles, "node", "spare"):
            self._it.has(self._resource(role))
        chains = (chain.split(" > ") for chain in self._land.calls)
        self._it.calls(*(" > ".join(self.names[role] for role in chain) for chain in chains))
        self._everyday()
        for row in self._land.daily:
            self._apply(row)
        for row in self._case.rows:
            self._apply(row)
        self._alarm()

    def _everyday(self) -> None:
        for role in self._land.busy:
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

    def _apply(self, row: Row) -> None:
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
        name = row.named.format(pod=name, **self.names) or name
        at, count = row.since, 1
        while at <= row.until:
            is_last = at + row.every > row.until
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
            if is_last or not row.counted:
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
        namespace = "kube-system" if role in self._land.fixed else self.namespace
        kind = _KINDS.get(role, "Deployment")
        ends = [_ends(dice, 5) for _ in nodes]
        called = {
            "Deployment": [f"{name}-{replica_set}-{end}" for end in ends],
            "StatefulSet": [f"{name}-{ordinal}" for ordinal in range(len(nodes))],
        }.get(kind, [f"{name}-{end}" for end in ends])
        return [Pod(pod, namespace, "app", at) for pod, at in zip(called, nodes, strict=True)]

    def _resource(self, role: str) -> Resource:
        name = self.names[role]
        at: Mapping[str, str] = {"ClusterName": self.name}
        if role in ("node", "spare"):
            found = Resource(
                name,
                "eks-node",
                also_in=self._groups("events", "dataplane", "host"),
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
        found = Resource(name, "eks-workload", also_in=self._groups("application", "events"))
        at = {**at, "Namespace": self.namespace, "PodName": name}
        return found.plus(
            "ContainerInsights",
            at,
            {
                "pod_cpu_utilization_over_pod_limit": ("Percent", 30),
                "pod_memory_utilization_over_pod_limit": ("Percent", 45, 0.02, 0.02),
                "pod_number_of_container_restarts": ("None", 0, 0.0, 0.0),
                "status_replicas_unavailable": ("None", 0, 0.0, 0.0),
                **self._land.measured,
            },
        ).plus("Mesh/http", {"Service": name}, {"5xx": ("Count", 0.2), "Requests": ("Count", 300)})


def incident(case: Case, number: int) -> Incident:
    made = Incident(f"kube-{case.name}", "kubernetes", case.name.replace("-", " "), watched(1, 1))
    Cluster(made, case, number).build()
    return made


def _ends(dice: Random, length: int) -> str:
    return "".join(dice.choices(_ALPHABET, k=length))
