"""Proofs that what the alarm watches is well, each with what shows it."""

from collections.abc import Iterator
from datetime import timedelta

from casebook.citing.claims import Citing, clock
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Recovered
from casebook.knowledge.metrics import describe_metric
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.births import newborn
from casebook.reasoning.rules.series import is_usual, summaries
from casebook.reasoning.standing import Standing
from casebook.tools.results.metrics import MetricSummary

_MOST_OCCASIONS = 3


def back_to_baseline(case: Case) -> Iterator[Finding]:
    """The alarm's metric is where it was before the alarm, and the alarm's condition is not met."""
    for citing, standing in _standings(case):
        if standing.is_back and standing.newest and standing.newest.value is not None:
            value = citing.amount(standing.newest.value)
            yield case.finding(
                "back-to-baseline",
                FindingKind.RECOVERY,
                f"What the alarm {standing.reading.alarm.name} watches is back inside its baseline"
                f" since {clock(standing.back_since)}{f', at {value}' if value else ''}.",
                Strength.STRONG,
                citing,
                resource=_owner(case, standing),
                onset=standing.back_since,
                about=Recovered(of="alarm"),
            )


def ordinary_level(case: Case) -> Iterator[Finding]:
    """The alarm's metric is at no other level than in the hours before, so that its threshold lies
    inside of what was always usual. What has been so since its release may be broken since then."""
    for citing, standing in _standings(case):
        if not standing.is_ordinary or _owner(case, standing) in newborn(case):
            continue
        earlier = standing.occasions[-_MOST_OCCASIONS:]
        times = ", ".join(clock(moment) for moment in earlier)
        yield case.finding(
            "ordinary-level",
            FindingKind.HEALTH,
            f"What the alarm {standing.reading.alarm.name} watches is at no other level than since"
            f" {clock(standing.begin)}"
            f"{f'; it met its condition before, at {times}' if earlier else ''}.",
            Strength.STRONG,
            citing,
            resource=_owner(case, standing),
        )


def usual_at_this_time(case: Case) -> Iterator[Finding]:
    """It was as far from the usual at the same time of yesterday, or of the same day last week."""
    for citing, standing in _standings(case):
        if (ago := standing.same_time) is None:
            continue
        when = "yesterday" if ago == timedelta(days=1) else "a week ago"
        yield case.finding(
            "usual-at-this-time",
            FindingKind.HEALTH,
            f"What the alarm {standing.reading.alarm.name} watches was as far from its usual level"
            f" at the same time {when}.",
            Strength.STRONG,
            citing,
            resource=_owner(case, standing),
        )


def usual_every_so_often(case: Case) -> Iterator[Finding]:
    """It was as far from its usual level on other occasions, and was back after each of them. Where
    missing data is what breaches, no value that there was says so."""
    if any(standing.is_gap for _, standing in _standings(case)):
        return
    for evidence, summary in usual_inputs(case):
        if not summary.occasions:
            continue
        told = ", ".join(clock(moment) for moment in summary.occasions[-_MOST_OCCASIONS:])
        yield case.finding(
            "usual-every-so-often",
            FindingKind.HEALTH,
            f"The metric {summary.name} of {summary.resource}, which the alarm watches, was as far"
            f" from its usual level on other occasions, the newest at {told}.",
            Strength.STRONG,
            Citing(evidence),
            resource=summary.resource,
        )


def usual_inputs(case: Case) -> list[tuple[Evidence, MetricSummary]]:
    """What the alarm watches, if all of it is usual; else nothing. That the calls come and go as
    ever does not make a share of failing calls usual."""
    alarmed = [(evidence, each) for evidence, each in summaries(case) if each.is_alarmed]
    usual = all(is_usual(each) and not _is_of_other_side(case, each) for _, each in alarmed)
    return alarmed if usual else []


def _is_of_other_side(case: Case, summary: MetricSummary) -> bool:
    """True if the alarm watches for the direction that is not the metric's harmful one, of which
    its occasions tell. That connections often rise does not make it usual that there are none."""
    is_fall = describe_metric(summary.namespace, summary.name).harmful_sign < 0
    return any(
        alarm.metric == summary.name
        and alarm.threshold is not None
        and alarm.watches_a_floor is not is_fall
        for alarm in (standing.leaf.alarm for _, standing in case.standings)
    )


def _standings(case: Case) -> Iterator[tuple[Citing, Standing]]:
    for evidence, standing in case.standings:
        yield Citing(evidence), standing


def _owner(case: Case, standing: Standing) -> str | None:
    return next(iter(standing.leaf.resources), None)
