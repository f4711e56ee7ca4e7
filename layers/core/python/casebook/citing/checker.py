"""Reads what was said against what is cited. No model, no mercy: it only ever takes away.

A finding is struck when its evidence does not exist, failed, or does not hold a quotation; when a
cause is said to have begun after its effects; when its errors or its evidence lie outside of the
incident; when a count was counted since another time, or a number moved or lies the other way. It
is lowered when a number, a time or a date cannot be found: a rounding is no lie, and
no proof either.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from casebook.citing.amounts import dates, is_counted_in, numbers, periods, times, unquoted
from casebook.citing.claims import quotations, stands_in
from casebook.citing.consistency import miscounted, misdirected
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.window import Window

_LOWERED = 0.5
_CLOCKS = timedelta(seconds=2)
_EARLY = timedelta(minutes=5)
# Clocks of other machines run ahead, and the window ends when the alarm rang, not with the fault.
_LATE = timedelta(minutes=5)
_DATED_TOOLS = timedelta(days=1)


class Objection(NamedTuple):
    """What the checker did to a finding, and why."""

    finding_id: str
    rule: str
    action: Literal["struck", "lowered"]
    reason: str


class Checked(NamedTuple):
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
    elif not (answered := tuple(each for each in cited if each.outcome != "error")):
        yield "struck", "rests on queries that failed"
    else:
        # What a failed query said of itself is no word of the workload's: it backs nothing.
        for test in TESTS:
            yield from test(finding, answered, window)


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
    carried = [window.start, window.end, finding.onset]
    carried += [moment for e in finding.errors for moment in (e.first_at, e.last_at)]
    if finding.change:
        carried += [finding.change.at, finding.change.not_before]
    known = [(f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}") for moment in carried if moment]
    if finding.onset:  # a datapoint's period is told by its begin and its end
        ends = (finding.onset + each for each in periods(each.excerpt for each in cited))
        known += [(f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}") for end in ends]
    days = {day for day, _ in known}
    for each in cited:
        known += times(each.excerpt)
        days.update(dates(each.excerpt))
    said = unquoted(finding.claim)
    for day, time in times(said):
        if not any(_is_same(day, time, *other) for other in known):
            yield (
                "lowered",
                f"has a time that the evidence does not have: {f'{day} {time}'.strip()}",
            )
    for day in dates(said):
        if day not in days:
            yield "lowered", f"has a date that the evidence does not have: {day}"


def _counts_stand(finding: Finding, cited: tuple[Evidence, ...], window: Window) -> Iterator[Doubt]:
    """A count is true together with the time since which it was counted, or not at all."""
    for why in miscounted(finding.claim, [each.excerpt for each in cited], finding.errors):
        yield "struck", f"counts from another time than the evidence: {why}"


def _directions_stand(
    finding: Finding, cited: tuple[Evidence, ...], window: Window
) -> Iterator[Doubt]:
    for words in misdirected(finding.claim, [each.excerpt for each in cited]):
        yield "struck", f"has a direction that its numbers contradict: {words}"


def _is_same(day: str, time: str, known_day: str, known_time: str) -> bool:
    """Whether a time is one that is known, as far as both go into seconds and days."""
    exact = time == known_time or (len(time) < len(known_time) and known_time.startswith(time))
    whole_minute = time.removesuffix(":00") == known_time
    return (exact or whole_minute) and (not day or not known_day or day == known_day)


def _cause_came_first(
    finding: Finding, cited: tuple[Evidence, ...], window: Window
) -> Iterator[Doubt]:
    """A change, or whatever began at an onset, cannot have caused what was there before it."""
    if finding.kind is not FindingKind.CAUSE:
        return
    new = [error.began for error in finding.errors if error.began]
    began: datetime = min(new, default=window.end)
    if change := finding.change:
        if (change.not_before or change.at) > began + _CLOCKS:
            yield "struck", "calls a change the cause of what began before it"
    elif new and finding.onset and finding.onset > began + _CLOCKS:
        yield "struck", "calls a cause what began after its effects"


def _belongs_to_the_incident(
    finding: Finding, cited: tuple[Evidence, ...], window: Window
) -> Iterator[Doubt]:
    """What ended before the window, began after it or was looked for elsewhere is another's."""
    if finding.kind not in (FindingKind.CAUSE, FindingKind.SYMPTOM):
        return
    if not any(e.window.start <= window.end and e.window.end >= window.start for e in cited):
        yield "struck", "its evidence is of another time"
    if finding.errors and all(e.last_at < window.start - _EARLY for e in finding.errors):
        yield "struck", "its errors ended before the incident"
    if finding.onset and finding.onset < window.start - _DATED_TOOLS:
        yield "lowered", "began a day before the incident"
    if finding.onset and finding.onset > window.end + _LATE:
        yield "lowered", "began after the incident"


def _was_there(finding: Finding, cited: tuple[Evidence, ...], window: Window) -> Iterator[Doubt]:
    """Nothing was found is no ground for a cause or a symptom."""
    positive = (FindingKind.CAUSE, FindingKind.SYMPTOM, FindingKind.CHANGE, FindingKind.RECOVERY)
    if finding.kind in positive and not any(each.outcome == "success" for each in cited):
        yield "struck", "rests on queries that found nothing"


TESTS: tuple[Test, ...] = (
    _quotes_stand,
    _numbers_stand,
    _times_stand,
    _counts_stand,
    _directions_stand,
    _cause_came_first,
    _belongs_to_the_incident,
    _was_there,
)
