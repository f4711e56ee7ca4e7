"""What the report about a variant is worth, against what is expected of its scenario."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from casebook.domain.report import Report, Verdict
from cli.evaluation.scenario import Expected
from cli.evaluation.scoring import SURE, score


class Outcome(StrEnum):
    """From best to worst. A row holds where its runs end in one of the first two."""

    SAME = "same cause"
    LESS_SURE = "less sure"
    LOST = "lost"  # another cause at most .8, a wrong verdict, or no report at all
    ANOTHER = "another cause above .8"  # includes a fault that is called healthy above .8

    @property
    def holds(self) -> bool:
        return self in (Outcome.SAME, Outcome.LESS_SURE)


# The report, what is expected, the report on the unchanged scenario, when the alarm was looked at.
Judge = Callable[[Report, Expected, Report | None, datetime], Outcome]


def judged(report: Report, expected: Expected, base: Report | None, looked_at: datetime) -> Outcome:
    """Same cause: verdict, resource and category as expected, whatever words are used. Less sure:
    inconclusive, or the right resource with a verdict or category that is not, at most .8."""
    result = score(report, expected)
    if result.confidently_wrong:
        return Outcome.ANOTHER
    right_place = result.resource and result.blamed is None
    if right_place and result.category and result.verdict:
        return Outcome.SAME
    if report.verdict is Verdict.INCONCLUSIVE:
        return Outcome.LESS_SURE
    if right_place and report.verdict is not Verdict.HEALTHY:
        return Outcome.LESS_SURE
    return Outcome.LOST


def judged_without_evidence(
    report: Report, expected: Expected, base: Report | None, looked_at: datetime
) -> Outcome:
    """The decisive evidence is gone: whatever is said now, it is said with less certainty than
    before and at most .8, unless the rest still proves the same cause. A breach that goes on is
    not healthy."""
    outcome = judged(report, expected, base, looked_at)
    cause = report.root_cause
    if cause is not None and cause.resource in expected.faults:
        return Outcome.LESS_SURE  # of the expected one: this is another that is real
    if outcome is not Outcome.LOST or report.verdict is Verdict.HEALTHY:
        return outcome
    before = base.confidence if base else SURE
    return Outcome.LESS_SURE if report.confidence < before else Outcome.LOST


def judge_of_innocent(summary: str) -> Judge:
    """As usual, and the change of this summary is not the one that the report blames."""

    def judge(
        report: Report, expected: Expected, base: Report | None, looked_at: datetime
    ) -> Outcome:
        if report.change is not None and report.change.summary == summary:
            return Outcome.ANOTHER if report.confidence > SURE else Outcome.LOST
        return judged(report, expected, base, looked_at)

    return judge


def judge_of_recovery(healed_seconds_ago: float) -> Judge:
    """Same: healthy, the same cause, or inconclusive; the summary says that it recovered and the
    report says when. Less sure: healthy without a time, or a recovery that stands in the timeline
    alone. The right cause as if it still failed is lost."""

    def judge(
        report: Report, expected: Expected, base: Report | None, looked_at: datetime
    ) -> Outcome:
        healthy = report.verdict is Verdict.HEALTHY
        result = score(report, expected)
        if not healthy and result.confidently_wrong:
            return Outcome.ANOTHER
        harmless = healthy or report.verdict is Verdict.INCONCLUSIVE
        if not harmless and not (result.resource and result.blamed is None):
            return Outcome.LOST
        when = _says_when(report, looked_at, healed_seconds_ago / 60)
        if when and _RECOVERED.search(_QUOTED.sub("", report.summary)):
            return Outcome.SAME
        return Outcome.LESS_SURE if when or healthy else Outcome.LOST

    return judge


_RECOVERED = re.compile(
    r"\b(?:recovered|recovery|healed|returned to|is over)\b"
    r"|\bback (?:to (?:normal|its|the|where)|at its|in its|where|under|below|within)\b"
    r"|\b(?:errors?|failures?|symptoms?|incident|breach\w*|it) (?:has |have )?(?:ended|stopped)\b"
    r"|\bno longer (?:fail|breach|log|alarm)\w*|\blast error\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"`[^`]*`")
_CLOCK = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b")
_AGO = re.compile(r"\b(\d+)\s*min(?:ute)?s? ago\b")
_TOLERANCE = timedelta(minutes=3)


def _says_when(report: Report, looked_at: datetime, ago: float) -> bool:
    """Whether the summary or the timeline says of a recovery that it was so many minutes before it
    is looked at, give or take three."""
    healed_at = looked_at - timedelta(minutes=ago)
    said = [report.summary, *(moment.what for moment in report.timeline)]
    sentences = [s for text in said for s in re.split(r"(?<=[.!?])\s+", _QUOTED.sub("", text))]
    about = [sentence for sentence in sentences if _RECOVERED.search(sentence)]
    return any(_near(sentence, healed_at, ago) for sentence in about) or any(
        _RECOVERED.search(_QUOTED.sub("", moment.what)) and abs(moment.at - healed_at) <= _TOLERANCE
        for moment in report.timeline
    )


def _near(text: str, healed_at: datetime, ago: float) -> bool:
    """`ago` is in minutes."""
    minutes_of_day = healed_at.hour * 60 + healed_at.minute
    tolerance = _TOLERANCE.total_seconds() / 60
    clocks = [int(hour) * 60 + int(minute) for hour, minute in _CLOCK.findall(text)]
    if any(abs(clock - minutes_of_day) <= tolerance for clock in clocks):
        return True
    return any(abs(int(minutes) - ago) <= tolerance for minutes in _AGO.findall(text))
