"""A resource that is as old as its own release: it has no time before to be held against."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from casebook.citing.claims import Citing, clock
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Born
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.tools.results.metrics import Metrics, MetricSummary

# The others must have been measured for so long before.
_YOUNGER = timedelta(minutes=30)
# What is counted only where there is something to count begins anywhere.
_DENSE = 0.5


def born(case: Case) -> Iterator[Finding]:
    """No datapoint of it, however old the others' are: since then it is there."""
    for evidence, found in case.results(Metrics):
        first = min((at for each in found.summaries for at in _times(each)), default=None)
        for name in dict.fromkeys(summary.resource for summary in found.summaries):
            own = [summary for summary in found.summaries if summary.resource == name]
            since = _since(own)
            if since is None or first is None or since - first < _YOUNGER:
                continue
            yield case.finding(
                "born",
                FindingKind.CONTEXT,
                f"{name} is there since {clock(since)}: before that it has no datapoint.",
                Strength.WEAK,
                Citing(evidence),
                resource=name,
                onset=since,
                about=Born(),
            )


def newborn(case: Case) -> frozenset[str]:
    """The resources of which nothing is usual: all that is known of them is since their release."""
    return frozenset(found.resource for found in born(case) if found.resource)


def _since(own: Sequence[MetricSummary]) -> datetime | None:
    """When its first datapoint was, if one of its metrics is there in most periods since."""
    moments = [_times(summary) for summary in own]
    first = min((times[0] for times in moments if times), default=None)
    if first is None:
        return None
    is_dense = any(
        times
        and len(times) * timedelta(seconds=summary.period_seconds) >= _DENSE * (times[-1] - first)
        for summary, times in zip(own, moments, strict=True)
    )
    return first if is_dense else None


def _times(summary: MetricSummary) -> list[datetime]:
    return [at for at, _ in summary.timed]
