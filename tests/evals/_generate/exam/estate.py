"""Two hours of an account, where some metrics come every minute and others every five."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.evals._generate.held_out.recording import START, Recording
from tests.evals._generate.incident import AFTER, MINUTE, Say
from tests.evals._generate.styles import Style

USUAL_SHARE, FAULT_SHARE = 0.8, 0.55
"""Of the lines that are kept, for the size of the files."""
SELDOM = 5
"""Minutes between the datapoints of a metric that is published seldom."""


class Estate(Recording):
    """A recording that is described by sets of metrics.

    A set is `{name: (unit, level[, noise[, cycle]])}`.
    """

    def __init__(self, name: str, project: str, title: str) -> None:
        super().__init__(name, project, title)
        self._seldom: set[tuple[str, str]] = set()

    def says(
        self,
        resource: str,
        say: Say,
        per_minute: float,
        since: float = START,
        until: float = AFTER,
        level: str = "INFO",
        tasks: int = 2,
        style: Style | None = None,
    ) -> Estate:
        share = FAULT_SHARE if since > START else USUAL_SHARE
        super().says(resource, say, per_minute * share, since, until, level, tasks, style)
        return self

    def measured(
        self, resource: str, namespace: str, at: Mapping[str, str], levels: Mapping[str, Any]
    ) -> Estate:
        for name, told in levels.items():
            self.metric(resource, namespace, name, at, *told)
        return self

    def seldom(self, resource: str, *metrics: str) -> Estate:
        self._seldom |= {(resource, metric) for metric in metrics}
        return self

    def lambda_(self, name: str, style: Style, calls: float, ms: float) -> Estate:
        """A function whose errors are those that Lambda counts."""
        self.resource(name, "lambda", style)
        levels = {
            "Invocations": ("Count", calls),
            "Errors": ("Count", 0.05),
            "Duration": ("Milliseconds", ms),
        }
        return self.measured(name, "AWS/Lambda", {"FunctionName": name}, levels)

    def pod(self, name: str, style: Style, cluster: str, cpu: float, memory: float) -> Estate:
        """A deployment on EKS, as Container Insights measures it."""
        self.resource(name, "other", style, f"/eks/{cluster}/{name}")
        levels = {
            "pod_cpu_utilization": ("Percent", cpu),
            "pod_memory_utilization_over_pod_limit": ("Percent", memory, 0.01, 0.02),
        }
        at = {"ClusterName": cluster, "Namespace": "prod", "PodName": name}
        return self.measured(name, "ContainerInsights", at, levels)

    def partner(self, host: str, space: str, requests: float, ms: float) -> Estate:
        """Somebody else's API, as the client in front of it counts."""
        self.resource(host, "http")
        levels = {
            "ClientRequests": ("Count", requests),
            "ClientErrors": ("Count", 0.1),
            "ClientLatency": ("Milliseconds", ms),
        }
        return self.measured(host, space, {"Host": host}, levels)

    def _data(self) -> Iterator[dict[str, Any]]:
        seldom = {
            (series.namespace, series.name, frozenset(series.dimensions.items()))
            for key, series in self._series.items()
            if key in self._seldom
        }
        for datum in super()._data():
            address = datum["namespace"], datum["name"], frozenset(datum["dimensions"].items())
            if address not in seldom or int(-datum["at"] // MINUTE) % SELDOM == 0:
                yield datum
