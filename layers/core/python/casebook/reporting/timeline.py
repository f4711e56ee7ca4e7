"""What happened, in order: changes, the onset, the alarm, the end.

A datapoint tells of its whole period, so what comes from one is an interval. Within an interval
nothing is known of the order: there a cause is put before its symptom.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.citing.claims import Citing
from casebook.domain.alarm import Alarm
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.report import Moment
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.change_words import described
from casebook.reasoning.rules.changes import AFTER_ALARM
from casebook.reasoning.symptoms import of_kind, recoveries

_NEARBY = timedelta(hours=2)
# A log line and a change are timed by different clocks, CloudTrail's in whole seconds.
_CLOCKS = timedelta(seconds=2)
_METRICS = frozenset({"query_metrics", "rank_metric_causes"})
_USUAL_PERIOD = 60.0


@dataclass(frozen=True)
class _Symptom:
    """A moment of the incident that a cause before it may explain."""

    moment: Moment

    def place(self, changes: Sequence[datetime]) -> datetime:
        """Where it stands in the order: not before a change that may have come first."""
        end = (self.moment.until or self.moment.at) + _CLOCKS
        possible = [at for at in changes if self.moment.at <= at <= end]
        return max(possible, default=self.moment.at)


def timeline_of(
    assessment: Assessment, alarm: Alarm | None, evidence: Sequence[Evidence]
) -> tuple[Moment, ...]:
    """Every dated thing that belongs to the incident. A change hours before it is told only if it
    is part of the explanation."""
    by_id = {each.id: each for each in evidence}
    changes = list(_changes(assessment, by_id))
    latest = alarm.changed_at if alarm else None
    causes = [each.at for each in changes if latest is None or each.at <= latest]
    placed = [(each.at, 0, each) for each in changes]
    symptoms = [_Symptom(each) for each in _symptoms(assessment, by_id)]
    placed += [(each.place(causes), 1, each.moment) for each in symptoms]
    if alarm:
        reason = f": {alarm.reason}" if alarm.reason else ""
        cited = tuple(each.id for each in evidence if each.query.get("alarm") == alarm.name)
        what = f"The alarm {alarm.name} fired{reason}"
        placed.append((alarm.changed_at, 2, Moment(at=alarm.changed_at, what=what, evidence=cited)))
    placed += [(each.at, 3, each) for each in _recoveries(assessment)]
    return tuple(moment for _, _, moment in sorted(placed, key=lambda each: each[:2]))


def _changes(assessment: Assessment, by_id: dict[str, Evidence]) -> Iterator[Moment]:
    explaining = {e.change.change_id for e in assessment.joined if e.change
                  and e.kind is FindingKind.CAUSE}  # fmt: skip
    onset = assessment.onset
    seen: set[str] = set()
    for finding in assessment.findings:
        change = finding.change
        is_news = finding.kind is FindingKind.CHANGE or finding.rule == AFTER_ALARM
        if change is None or not is_news or change.change_id in seen:
            continue
        near = onset is None or abs(onset.at - change.at) <= _NEARBY
        if near or change.change_id in explaining:
            seen.add(change.change_id)
            citing = Citing(*(by_id[each] for each in finding.evidence if each in by_id))
            yield Moment(
                at=change.not_before or change.at,
                until=change.at if change.not_before else None,
                what=described(change, citing),
                evidence=finding.evidence,
            )


def _symptoms(assessment: Assessment, by_id: dict[str, Evidence]) -> Iterator[Moment]:
    for finding in of_kind(assessment.findings, FindingKind.SYMPTOM):
        if finding.onset:
            period = _period(finding, by_id)
            yield Moment(
                at=finding.onset,
                until=finding.onset + period if period else None,
                what=finding.claim,
                evidence=finding.evidence,
            )


def _period(finding: Finding, by_id: dict[str, Evidence]) -> timedelta | None:
    """The width of the datapoint that shows the onset; None where a log line does."""
    cited = [by_id[each] for each in finding.evidence if each in by_id]
    if finding.errors or not any(each.tool in _METRICS for each in cited):
        return None
    seconds = [each.query.get("period_seconds") for each in cited]
    known = [float(each) for each in seconds if isinstance(each, int | float) and each > 0]
    return timedelta(seconds=max(known, default=_USUAL_PERIOD))


def _recoveries(assessment: Assessment) -> Iterator[Moment]:
    for finding in recoveries(assessment.findings).values():
        if finding.onset:
            yield Moment(at=finding.onset, what=finding.claim, evidence=finding.evidence)
