"""Something takes longer than usual; and when that says nothing."""

from collections.abc import Iterator

from casebook.citing.claims import Citing, span
from casebook.domain.finding import Finding, FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import counts_trouble, is_arrivals, is_latency
from casebook.reasoning.rules.series import begin_of_rise, known_before, limit_of, rose, summaries
from casebook.tools.results.metrics import MetricSummary

# So little traffic that one slow call among it says nothing.
_HARDLY_ANY = 5


def latency_rose(case: Case) -> Iterator[Finding]:
    """Slowness is a symptom of its own and often comes before failures."""
    for evidence, each in summaries(case):
        if not slowed(each) or isolated_call(each, _all(case)):
            continue
        citing = Citing(evidence)
        highest, onset = citing.amount(each.window_max), begin_of_rise(each)
        assert onset is not None
        yield case.finding(
            "latency-rose",
            FindingKind.SYMPTOM,
            f"The metric {each.name} of {each.resource} rose far above the usual,"
            f" from {span(onset, each.period_seconds)} on{f', to {highest}' if highest else ''}.",
            Strength.CIRCUMSTANTIAL,
            citing,
            resource=each.resource,
            onset=onset,
        )


def slow_once(case: Case) -> Iterator[Finding]:
    """One slow period between ordinary ones is a cold start, a collection of garbage, a lost
    packet: no incident, though an alarm that looks at one datapoint goes off."""
    for evidence, each in summaries(case):
        if slowed(each) and isolated_call(each, _all(case)):
            citing = Citing(evidence)
            highest = citing.amount(each.window_max)
            yield case.finding(
                "slow-once",
                FindingKind.CONTEXT,
                f"The metric {each.name} of {each.resource} was high in one period alone"
                f"{f', at {highest}' if highest else ''}, and nothing failed.",
                Strength.WEAK,
                citing,
                resource=each.resource,
            )


def shows_harm(summary: MetricSummary, others: tuple[MetricSummary, ...]) -> bool:
    """True if something failed more than usual, or was slow for longer than one call."""
    if counts_trouble(summary):
        return rose(summary)
    return slowed(summary) and not isolated_call(summary, others)


def slowed(summary: MetricSummary) -> bool:
    """True for a latency that rose from something that is known."""
    return is_latency(summary) and bool(summary.baseline_mean) and rose(summary)


def isolated_call(summary: MetricSummary, others: tuple[MetricSummary, ...]) -> bool:
    """True if it was slow in one period alone and back since, or had hardly any calls in it, while
    nothing failed there."""
    limit = limit_of(summary)
    high = [point for point in summary.points if point.value > limit]
    own = [each for each in others if each.resource == summary.resource]
    if len(high) != 1 or any(counts_trouble(each) and rose(each) for each in own):
        return False
    if known_before(summary)[-1:] and known_before(summary)[-1] > limit:
        return False
    if any(point.at > high[0].at for point in summary.points):
        return True
    calls = [point.value for each in own if is_arrivals(each)
             for point in each.points if point.at == high[0].at]  # fmt: skip
    return bool(calls) and max(calls) <= _HARDLY_ANY


def _all(case: Case) -> tuple[MetricSummary, ...]:
    return tuple(summary for _, summary in summaries(case))
