"""Ranks the nodes of a call graph by how likely each is the origin of a symptom.

Harm has a size that adds up along calls: all the time that was lost (average latency above usual ×
requests) and all the requests that failed. A caller that waits for a slow callee loses about what
the callee loses; it is explained by it. What is left is a node's own, and the origin is where harm
stands out, is large enough for the symptom, and is not explained by what the node calls. Walking
anomalous callees is what PetShop (Hardt et al., CLeaR 2024) calls traversal, after MonitorRank (Kim
et al., SIGMETRICS 2013) and MicroRCA (Wu et al., NOMS 2020); weighing the walk by sizes is ours.

docs/analysers.md has the figures, and what was tried and lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import dropwhile
from math import fsum

from casebook.analysis.contrasts import Contrast, rows_of
from casebook.analysis.harm import TRAVELS, Harm, Harms
from casebook.analysis.metric_kinds import number, series_by_node
from casebook.knowledge.metrics import MetricKind

STANDS_OUT = 0.3
"""Below this score nothing stands out: the metrics do not tell the cause."""

# Half: what is seen in one kind of metric alone may be of another making than a symptom of another
# kind; and who is not called by the symptom's node can reach it only in ways the graph omits.
_OTHER_KIND = 0.5
_NOT_CALLED = 0.5
# A slow callee may be why its caller fails, when it is also why its caller is slow.
_ACROSS_KINDS = 0.7
# What is explained keeps a tenth: an origin may still lie in the caller.
_EXPLAINED_AWAY = 0.9
# A metric is worth telling from twice its noise on.
_WORTH_TELLING = 0.5


@dataclass(frozen=True, slots=True)
class Deviation:
    """A metric that stood out. `first_at` is when it first left its usual range during the
    incident, in the unit of the incident's times; None when they do not tell."""

    metric: str
    statistic: str
    usual: float
    observed: float
    strength: float
    first_at: float | None


@dataclass(frozen=True, slots=True)
class Suspect:
    """A node that may be the origin. `score` is from 0 to 1; `explained` is the share of the node's
    harm that the nodes which it calls account for."""

    node: str
    score: float
    explained: float
    deviations: tuple[Deviation, ...]

    @property
    def stands_out(self) -> bool:
        return self.score >= STANDS_OUT


def rank_causes(
    symptom: Mapping[str, object],
    normal: Mapping[str, object],
    incident: Mapping[str, object],
    calls: Sequence[Sequence[str]],
) -> list[Suspect]:
    """Every node of the metrics and of the graph, most likely cause first.

    `symptom` has the node, metric and timestamp of the alarm; `normal` and `incident` have `times`
    and `values`, by `node|metric|statistic`; `calls` are pairs of caller and callee. Nothing
    stands out when the first suspect does not (`stands_out`). Never raises on missing, short or
    not-finite values; the ranking does not depend on the nodes' names.
    """
    times = [number(at) for at in _sequence(incident, "times")]
    nodes = series_by_node(_values(normal), _values(incident))
    target = str(symptom.get("node", ""))
    seen = nodes.get(target, {}).get(str(symptom.get("metric", "")))
    length = max([len(times), *(len(each.incident) for one in nodes.values()
                                for each in one.values())])  # fmt: skip
    rows = rows_of(seen, length, _row_of(times, number(symptom.get("timestamp"))))
    harms = Harms.of(nodes, rows, target, [(call[0], call[1]) for call in calls if len(call) == 2])
    kind = TRAVELS.get(seen.kind, MetricKind.LATENCY) if seen else MetricKind.LATENCY
    certainty = _certainty(harms.harm(target, kind), seen is not None)
    suspects = [
        Suspect(
            node=node,
            score=certainty * _score(harms, node, target, kind),
            explained=harms.explained(node, kind),
            deviations=_deviations(harms.contrasts(node), times),
        )
        for node in harms.nodes
    ]
    return sorted(suspects, key=lambda each: (-each.score, -_evidence(each)))


def _score(harms: Harms, node: str, target: str, kind: MetricKind) -> float:
    """The larger of two suspicions: harm of the symptom's own kind, or of another."""
    best = _of_the_same_kind(harms, node, target, kind)
    for other in (MetricKind.LATENCY, MetricKind.ERRORS, MetricKind.TRAFFIC, MetricKind.OTHER):
        if other is not kind:
            own = 1 - _EXPLAINED_AWAY * harms.explained(node, other)
            best = max(best, _OTHER_KIND * harms.strength(node, other) * own)
    return best if harms.may_reach(node, target) else best * _NOT_CALLED


def _of_the_same_kind(harms: Harms, node: str, target: str, kind: MetricKind) -> float:
    harm, whole = harms.harm(node, kind), harms.harm(target, kind)
    if harm is None:
        return 0.0
    explained = harms.explained(node, kind)
    for other in {MetricKind.LATENCY, MetricKind.ERRORS} - {kind}:
        explained = max(explained, _ACROSS_KINDS * harms.explained(node, other))
    return harm.strength * harm.share_of(whole) * (1 - _EXPLAINED_AWAY * explained)


def _certainty(harm: Harm | None, has_symptom: bool) -> float:
    """What every score is worth: less when the symptom is in the metrics and hardly shows."""
    if not has_symptom:
        return 1.0
    return min(1.0, harm.strength / _WORTH_TELLING) if harm else 0.0


def _deviations(
    contrasts: Sequence[Contrast], times: Sequence[float | None]
) -> tuple[Deviation, ...]:
    telling = [each for each in contrasts if each.strength >= _WORTH_TELLING]
    return tuple(
        Deviation(
            metric=each.series.metric,
            statistic=each.series.statistic,
            usual=each.usual,
            observed=each.observed,
            strength=each.strength,
            first_at=_first_at(each, times),
        )
        for each in sorted(telling, key=lambda each: -each.strength)
    )


def _first_at(contrast: Contrast, times: Sequence[float | None]) -> float | None:
    at = zip(times, contrast.series.incident, strict=False)
    return next(dropwhile(lambda row: not contrast.is_beyond_noise(row[1]), at), (None, None))[0]


def _evidence(suspect: Suspect) -> float:
    return fsum(each.strength for each in suspect.deviations)


def _row_of(times: Sequence[float | None], at: float | None) -> int:
    """The first row at or after a moment; 0 when it cannot be told."""
    if at is None:
        return 0
    return next((i for i, time in enumerate(times) if time is not None and time >= at), 0)


def _sequence(recording: Mapping[str, object], name: str) -> Sequence[object]:
    values = recording.get(name)
    return values if isinstance(values, Sequence) and not isinstance(values, str) else ()


def _values(recording: Mapping[str, object]) -> dict[str, Sequence[object]]:
    values = recording.get("values")
    if not isinstance(values, Mapping):
        return {}
    return {str(key): _sequence(values, key) for key in values}
