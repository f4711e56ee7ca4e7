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
from casebook.domain.finding import FindingKind
from casebook.domain.report import Moment
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.change_words import described
from casebook.reasoning.symptoms import CLOCKS, changes_in, of_kind, recoveries

_NEARBY = timedelta(hours=2)


@dataclass(frozen=True)
class _Symptom:
    """A moment of the incident that a cause before it may explain."""

    moment: Moment

    def place(self, changes: Sequence[datetime]) -> datetime:
        """Where it stands in the order: not before a change that may have come first."""
        end = (self.moment.until or self.moment.at) + CLOCKS
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
    symptoms = [_Symptom(each) for each in _symptoms(assessment)]
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
    for finding in changes_in(assessment.findings):
        change = finding.change
        if change is None or change.change_id in seen:
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


def _symptoms(assessment: Assessment) -> Iterator[Moment]:
    for finding in of_kind(assessment.findings, FindingKind.SYMPTOM):
        if finding.onset:
            yield Moment(
                at=finding.onset,
                until=finding.onset_until,
                what=finding.claim,
                evidence=finding.evidence,
            )


def _recoveries(assessment: Assessment) -> Iterator[Moment]:
    for finding in recoveries(assessment.findings).values():
        if finding.onset:
            yield Moment(at=finding.onset, what=finding.claim, evidence=finding.evidence)
