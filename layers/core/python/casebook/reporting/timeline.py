"""What happened, in order: changes, the onset, the alarm, the end."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from casebook.domain.alarm import Alarm
from casebook.domain.evidence import Evidence
from casebook.domain.finding import FindingKind
from casebook.domain.report import Moment
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.rules.changes import AFTER_ALARM
from casebook.reasoning.symptoms import of_kind, recoveries

_NEARBY = timedelta(hours=2)


def timeline_of(
    assessment: Assessment, alarm: Alarm | None, evidence: Sequence[Evidence]
) -> tuple[Moment, ...]:
    """Every dated thing that belongs to the incident. A change hours before it is told only if it
    is part of the explanation."""
    moments = [*_changes(assessment), *_symptoms(assessment), *_recoveries(assessment)]
    if alarm:
        reason = f": {alarm.reason}" if alarm.reason else ""
        cited = tuple(each.id for each in evidence if each.query.get("alarm") == alarm.name)
        what = f"The alarm {alarm.name} fired{reason}"
        moments.append(Moment(at=alarm.changed_at, what=what, evidence=cited))
    return tuple(sorted(moments, key=lambda each: each.at))


def _changes(assessment: Assessment) -> Iterator[Moment]:
    explaining = {e.change.change_id for e in assessment.joined if e.change
                  and e.kind is FindingKind.CAUSE}  # fmt: skip
    onset = assessment.onset
    told: set[str] = set()
    for each in assessment.findings:
        change = each.change
        is_news = each.kind is FindingKind.CHANGE or each.rule == AFTER_ALARM
        if change is None or not is_news or change.change_id in told:
            continue
        near = onset is None or abs(onset.at - change.at) <= _NEARBY
        if near or change.change_id in explaining:
            told.add(change.change_id)
            yield Moment(at=change.at, what=_first_sentence(each.claim), evidence=each.evidence)


def _symptoms(assessment: Assessment) -> Iterator[Moment]:
    for each in of_kind(assessment.findings, FindingKind.SYMPTOM):
        if each.onset:
            yield Moment(at=each.onset, what=each.claim, evidence=each.evidence)


def _recoveries(assessment: Assessment) -> Iterator[Moment]:
    for each in recoveries(assessment.findings).values():
        if each.onset:
            yield Moment(at=each.onset, what=each.claim, evidence=each.evidence)


def _first_sentence(claim: str) -> str:
    return claim.split(" That was after the alarm", 1)[0]
