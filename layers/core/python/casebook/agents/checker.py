"""Reads what was said against what is cited. No model, no mercy: it only ever takes away.

A finding is struck when its evidence does not exist, failed, or does not hold a quotation; when a
change is called the cause of what began before it; when its errors lie outside of the incident. It
is lowered when a number or a time cannot be found: a rounding is no lie, and no proof either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from casebook.agents.claims import is_counted_in, numbers, quotations, stands_in, times
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.window import Window

_LOWERED = 0.5
_CLOCKS = timedelta(seconds=2)
_EARLY = timedelta(minutes=5)
_DATED_TOOLS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Objection:
    """What the checker did to a finding, and why."""

    finding_id: str
    rule: str
    action: Literal["struck", "lowered"]
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings that stand, some with less strength, and every objection."""

    findings: tuple[Finding, ...]
    objections: tuple[Objection, ...]


Doubt = tuple[Literal["struck", "lowered"], str]
Test = Callable[[Finding, tuple[Evidence, ...], Window], Iterator[Doubt]]


def check(findings: Iterable[Finding], evidence: Iterable[Evidence], window: Window) -> Checked:
    """Test every finding against the evidence it cites. Strengths never rise."""
    by_id = {each.id: each for each in evidence}
    kept: list[Finding] = []
    objections: list[Objection] = []
    for finding in findings:
        doubts = list(_doubts(finding, by_id, window))
        objections += [Objection(finding.id, finding.rule, act, why) for act, why in doubts]
        if any(action == "struck" for action, _ in doubts):
            continue
        strength = finding.strength * _LOWERED ** min(len(doubts), 2)
        kept.append(finding.model_copy(update={"strength": strength}) if doubts else finding)
    return Checked(tuple(kept), tuple(objections))


def _doubts(finding: Finding, by_id: Mapping[str, Evidence], window: Window) -> Iterator[Doubt]:
    cited = tuple(by_id[each] for each in finding.evidence if each in by_id)
    if missing := [each for each in finding.evidence if each not in by_id]:
        yield "struck", f"cites evidence that does not exist: {', '.join(missing)}"
    elif not cited:
        yield "struck", "cites no evidence"
    elif all(each.outcome == "error" for each in cited):
        yield "struck", "rests on queries that failed"
    else:
        for test in TESTS:
            yield from test(finding, cited, window)


def _quotes_stand(finding: Finding, cited: tuple[Evidence, ...], window: Window) -> Iterator[Doubt]:
    excerpts = [each.excerpt for each in cited]
    for quotation in quotations(finding.claim):
        if not stands_in(quotation, excerpts):
            yield "struck", f"quotes what the evidence does not say: {quotation}"


def _numbers_stand(
    finding: Finding, cited: tuple[Evidence, ...], window: Window
) -> Iterator[Doubt]:
    excerpts = [each.excerpt for each in cited]
    for number in numbers(finding.claim):
        if not is_counted_in(number, excerpts):
            yield "lowered", f"has a number that the evidence does not have: {number}"


def _times_stand(finding: Finding, cited: tuple[Evidence, ...], window: Window) -> Iterator[Doubt]:
    """A time may be one that the finding itself carries, or one that an excerpt shows."""
    known = [window.start, window.end, finding.onset]
    known += [moment for e in finding.errors for moment in (e.first_at, e.last_at)]
    if finding.change:
        known += [finding.change.at, finding.change.not_before]
    spelled = " ".join(f"{moment:%H:%M:%S}" for moment in known if moment)
    spelled += " ".join(each.excerpt for each in cited)
    for time in times(finding.claim):
        if time not in spelled and time.removesuffix(":00") not in spelled:
            yield "lowered", f"has a time that the evidence does not have: {time}"


def _cause_came_first(
    finding: Finding, cited: tuple[Evidence, ...], window: Window
) -> Iterator[Doubt]:
    """A change cannot have caused what was there before it."""
    if finding.kind is not FindingKind.CAUSE or finding.change is None:
        return
    earliest = finding.change.not_before or finding.change.at
    new = [error.first_at for error in finding.errors if not error.baseline_count]
    began: datetime = min(new, default=window.end)
    if earliest > began + _CLOCKS:
        yield "struck", "calls a change the cause of what began before it"


def _belongs_to_the_incident(
    finding: Finding, cited: tuple[Evidence, ...], window: Window
) -> Iterator[Doubt]:
    """Errors that ended before the window, or a symptom of another day, are another incident's."""
    if finding.kind not in (FindingKind.CAUSE, FindingKind.SYMPTOM):
        return
    if finding.errors and all(e.last_at < window.start - _EARLY for e in finding.errors):
        yield "struck", "its errors ended before the incident"
    if finding.onset and finding.onset < window.start - _DATED_TOOLS:
        yield "lowered", "began a day before the incident"


def _was_there(finding: Finding, cited: tuple[Evidence, ...], window: Window) -> Iterator[Doubt]:
    """Nothing was found is no ground for a cause or a symptom."""
    positive = (FindingKind.CAUSE, FindingKind.SYMPTOM, FindingKind.CHANGE, FindingKind.RECOVERY)
    if finding.kind in positive and all(each.outcome == "no-data" for each in cited):
        yield "struck", "rests on queries that found nothing"


TESTS: tuple[Test, ...] = (
    _quotes_stand,
    _numbers_stand,
    _times_stand,
    _cause_came_first,
    _belongs_to_the_incident,
    _was_there,
)
