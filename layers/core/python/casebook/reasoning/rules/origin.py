"""Where the numbers say that a symptom began, by how far each metric moved with it."""

from collections.abc import Iterator, Sequence

from casebook.citing.claims import Citing
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.knowledge.metrics import MetricKind, describe_metric
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import counts_throttles
from casebook.reasoning.rules.saturation import saturated_since
from casebook.reasoning.rules.series import rose, summaries
from casebook.tools.results.metrics import MetricCauses, MetricSuspect

# Of a score from 0 to 1, what the first must be ahead of the second to stand alone.
_CLEARLY_AHEAD = 1 / 3


def ranked_origin(case: Case) -> Iterator[Finding]:
    """The resource whose metrics moved most with the symptom, and that no callee explains.

    A ranking is circumstantial at best: it says where, not why. That the symptom's own resource
    comes first says that nothing which it calls explains it, and no more: a symptom is not its own
    cause.
    """
    for evidence, ranking in case.results(MetricCauses):
        if not ranking.stands_out:
            continue
        first = ranking.suspects[0]
        citing = Citing(evidence)
        if first.resource == ranking.resource:
            yield case.finding(
                "symptom-is-own",
                FindingKind.CONTEXT,
                f"Nothing that {first.resource} calls explains its metric {ranking.metric}: it"
                " comes first among the likely origins itself.",
                _strength(ranking.suspects),
                citing,
                resource=first.resource,
            )
            continue
        yield case.finding(
            "ranked-origin",
            FindingKind.CAUSE,
            f"By its metrics {first.resource} is the likeliest origin of {ranking.metric} of"
            f" {ranking.resource}{_moved(first, citing)}.",
            _strength(ranking.suspects),
            citing,
            resource=first.resource,
            category=_category(first, case),
        )


def _strength(suspects: Sequence[MetricSuspect]) -> Strength:
    behind = suspects[1].score if len(suspects) > 1 else 0.0
    is_clear = suspects[0].score - behind >= _CLEARLY_AHEAD
    return Strength.CIRCUMSTANTIAL if is_clear else Strength.WEAK


def _category(suspect: MetricSuspect, case: Case) -> Category:
    """What is known of the resource beside: it is full, it refuses, it is asked for too much. Else
    a callee that fails or is slow is a dependency."""
    own = [e for _, e in summaries(case) if e.resource == suspect.resource]
    if any(counts_throttles(each) and rose(each) for each in own):
        return "throttling"
    if any(saturated_since(each) for each in own):
        return "resource-exhaustion"
    is_traffic = describe_metric("", suspect.metric or "").kind is MetricKind.TRAFFIC
    return "traffic" if is_traffic else "dependency"


def _moved(suspect: MetricSuspect, citing: Citing) -> str:
    if suspect.usual is None or suspect.observed is None:
        return ""
    usual, observed = (citing.amount(value) for value in (suspect.usual, suspect.observed))
    if usual is None or observed is None:
        return f": its {suspect.metric} moved most"
    return f": its {suspect.metric} went from {usual} to {observed}"
