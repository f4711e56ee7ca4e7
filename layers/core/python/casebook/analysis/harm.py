"""The harm that each node of a call graph shows, its size, and how much its neighbours explain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from statistics import fmean

from casebook.analysis.contrasts import Contrast, Rows, contrast
from casebook.analysis.metric_kinds import Series
from casebook.knowledge.metrics import MetricKind

# How harm of each kind travels along calls: failures are failures, be they counted, told as a
# share, refusals or a bad state; what waits is slow. The rest stays where it is.
TRAVELS = {
    **dict.fromkeys(MetricKind, MetricKind.OTHER),
    MetricKind.LATENCY: MetricKind.LATENCY,
    MetricKind.AGE: MetricKind.LATENCY,
    MetricKind.ERRORS: MetricKind.ERRORS,
    MetricKind.THROTTLE: MetricKind.ERRORS,
    MetricKind.STATE: MetricKind.ERRORS,
    MetricKind.AVAILABILITY: MetricKind.ERRORS,
    MetricKind.TRAFFIC: MetricKind.TRAFFIC,
}


@dataclass(frozen=True, slots=True)
class Harm:
    """The clearest harmful contrast of one kind at one node. `size` is the time that was lost or
    the requests that failed in a loud row; None when the node's requests are not known."""

    contrast: Contrast
    size: float | None

    @property
    def strength(self) -> float:
        return self.contrast.strength

    def share_of(self, whole: "Harm | None") -> float:
        """How much of another node's harm this one could account for, from 0 to 1; 1 when the two
        cannot be compared, for then size is no argument."""
        if whole is None or self.size is None or whole.size is None:
            return 1.0
        if not self._comparable(whole):
            return 1.0
        return min(1.0, self.size / whole.size) if whole.size else 0.0

    def _comparable(self, other: "Harm") -> bool:
        """Times have units that differ between services' metrics; failed requests have none."""
        mine, its = self.contrast.series, other.contrast.series
        failures = {MetricKind.ERRORS, MetricKind.THROTTLE, MetricKind.AVAILABILITY}
        return mine.metric == its.metric or {mine.kind, its.kind} <= failures


class Harms:
    """What the metrics and the call graph say of an incident, asked node by node."""

    def __init__(
        self,
        found: Mapping[str, tuple[Sequence[Contrast], Mapping[MetricKind, Harm]]],
        calls: Iterable[tuple[str, str]],
        nodes: Iterable[str],
    ) -> None:
        self.nodes = tuple(dict.fromkeys(nodes))
        self._found = found
        self._callees: dict[str, list[str]] = {}
        self._callers: dict[str, list[str]] = {}
        for caller, callee in dict.fromkeys(calls):
            if caller != callee:
                self._callees.setdefault(caller, []).append(callee)
                self._callers.setdefault(callee, []).append(caller)

    @classmethod
    def of(
        cls,
        nodes: Mapping[str, Mapping[str, Series]],
        rows: Rows,
        target: str,
        calls: Sequence[tuple[str, str]],
    ) -> "Harms":
        """The harms in the loud rows of every node that has metrics, calls or the symptom."""
        found = {node: _harms_of(series.values(), rows) for node, series in nodes.items()}
        return cls(found, calls, [target, *nodes, *(node for call in calls for node in call)])

    def contrasts(self, node: str) -> Sequence[Contrast]:
        return self._found[node][0] if node in self._found else ()

    def harm(self, node: str, kind: MetricKind) -> Harm | None:
        return self._found[node][1].get(kind) if node in self._found else None

    def strength(self, node: str, kind: MetricKind) -> float:
        harm = self.harm(node, kind)
        return harm.strength if harm else 0.0

    def explained(self, node: str, kind: MetricKind) -> float:
        """The share of a node's harm that comes from its neighbours, from 0 to 1: from those that
        it calls, or for traffic from those that call it."""
        harm = self.harm(node, kind)
        if harm is None or kind is MetricKind.OTHER:
            return 0.0
        sources = self._callers if kind is MetricKind.TRAFFIC else self._callees
        shares = []
        for source in sources.get(node, ()):
            its = self.harm(source, kind)
            if its and not (node in sources.get(source, ()) and its.strength <= harm.strength):
                shares.append(its.strength * its.share_of(harm))
        return min(1.0, fsum(shares))

    def may_reach(self, node: str, target: str) -> bool:
        """Whether harm at the node may come to the target through calls; without any, it may."""
        return node == target or not self._callees or node in self._below(target)

    def _below(self, target: str) -> set[str]:
        reached, waiting = {target}, [target]
        while waiting:
            for callee in self._callees.get(waiting.pop(), ()):
                if callee not in reached:
                    reached.add(callee)
                    waiting.append(callee)
        return reached


def _harms_of(
    series: Iterable[Series], rows: Rows
) -> tuple[Sequence[Contrast], Mapping[MetricKind, Harm]]:
    series = tuple(series)
    requests = _requests(series, rows)
    contrasts = [found for each in series if (found := contrast(each, rows, requests or 0.0))]
    harms: dict[MetricKind, Harm] = {}
    for each in contrasts:
        kind = TRAVELS[each.series.kind]
        if kind not in harms or each.strength > harms[kind].strength:
            harms[kind] = Harm(each, _size(each, requests))
    return contrasts, harms


def _requests(series: Iterable[Series], rows: Rows) -> float | None:
    """Requests in a loud row, on average; the node's busiest count when it has several."""
    counts = [
        [v for i in rows.loud if i < len(each.incident) and (v := each.incident[i]) is not None]
        for each in series
        if each.kind is MetricKind.TRAFFIC
    ]
    return max((fmean(count) for count in counts if count), default=None)


def _size(found: Contrast, requests: float | None) -> float | None:
    change = max(found.change, 0.0)
    match found.series.kind:
        case MetricKind.LATENCY:
            return None if requests is None else change * requests
        case MetricKind.AVAILABILITY:
            return None if requests is None else change * requests / found.whole
        case MetricKind.ERRORS | MetricKind.THROTTLE | MetricKind.TRAFFIC:
            return change
        case _:
            return None
