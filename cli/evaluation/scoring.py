"""What a report is worth against what was expected. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Any

from casebook.domain.report import Report, Verdict
from cli.evaluation.scenario import Expected

# Wrong above this is the one thing that must never happen.
SURE = 0.8
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NO_CAUSE = (Verdict.HEALTHY, Verdict.INCONCLUSIVE)


@dataclass(frozen=True)
class Score:
    """One report judged. `blamed` is a resource that must not have been named, and was;
    `played_down` says that something was wrong, and it was called healthy."""

    verdict: bool
    resource: bool
    category: bool
    missing: tuple[str, ...]
    blamed: str | None
    sure: bool
    played_down: bool = False

    @property
    def right(self) -> bool:
        return (
            self.verdict
            and self.resource
            and self.category
            and not self.missing
            and self.blamed is None
        )

    @property
    def confidently_wrong(self) -> bool:
        """Whoever acts on it at night does the wrong thing. A missing mention is not that."""
        misled = not (self.resource and self.category) or self.blamed is not None
        return self.sure and (misled or self.played_down)


def score(report: Report, expected: Expected) -> Score:
    cause = report.root_cause
    resource = cause.resource if cause else None
    category = cause.category if cause else "none"
    nobody_blamed = cause is None or report.verdict in _NO_CAUSE
    said = "\n".join(_words(report)).casefold()
    return Score(
        verdict=report.verdict.value in expected.verdict,
        resource=resource in expected.resource or (None in expected.resource and nobody_blamed),
        category=(
            expected.category is None
            or category in expected.category
            or ("none" in expected.category and nobody_blamed)
        ),
        missing=tuple(each for each in expected.mentions if each.casefold() not in said),
        blamed=resource if resource in expected.blames and not nobody_blamed else None,
        sure=report.confidence > SURE,
        played_down=report.verdict is Verdict.HEALTHY and "healthy" not in expected.verdict,
    )


def _words(report: Report) -> Iterator[str]:
    """What the report says. Excerpts of evidence are what tools said, not what was concluded."""
    return _texts(report.model_dump(mode="json", by_alias=True, exclude={"evidence"}))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)


@dataclass(frozen=True)
class Trial:
    """One scenario, run, its alarm looked at at `fired_at`. `problem` says why there is no report,
    if there is none."""

    scenario: str
    part: str
    expected: Expected
    diagnosis: str | None = None
    report: Report | None = None
    seconds: float = 0.0
    tokens: int = 0
    problem: str | None = None
    fired_at: datetime = _LONG_AGO

    @property
    def score(self) -> Score:
        if self.report is None:
            return Score(False, False, False, self.expected.mentions, None, sure=False)
        return score(self.report, self.expected)


@dataclass(frozen=True)
class Totals:
    """The figures of a set of trials."""

    trials: Sequence[Trial]

    def document(self) -> dict[str, Any]:
        alarms = [each for each in self.trials if each.expected.is_false_alarm]
        scores = [each.score for each in self.trials]
        seconds = [each.seconds for each in self.trials if each.report]
        costs = [each.report.cost_usd for each in self.trials if each.report]
        return {
            "scenarios": len(scores),
            "right": sum(each.right for each in scores),
            "resourceRight": sum(each.resource for each in scores),
            "categoryRight": sum(each.category for each in scores),
            "bothRight": sum(each.resource and each.category for each in scores),
            "verdictRight": sum(each.verdict for each in scores),
            "falseAlarms": len(alarms),
            "falseAlarmsCalledHealthy": sum(map(_called_healthy, alarms)),
            "confidentlyWrong": sum(each.confidently_wrong for each in scores),
            "secondsMedian": round(median(seconds), 2) if seconds else None,
            "secondsMost": round(max(seconds), 2) if seconds else None,
            "tokens": sum(each.tokens for each in self.trials),
            # One unknown price makes the sum unknown, never smaller.
            "costUsd": None if None in costs else sum(each or 0.0 for each in costs),
        }


def by_part(trials: Iterable[Trial]) -> dict[str, Totals]:
    """Totals of all trials and, if they are from several folders, of each folder."""
    listed = list(trials)
    parts = list(dict.fromkeys(each.part for each in listed))
    divided = {part: Totals([e for e in listed if e.part == part]) for part in parts}
    return {"all": Totals(listed)} | (divided if len(parts) > 1 else {})


def _called_healthy(trial: Trial) -> bool:
    return trial.report is not None and trial.report.verdict is Verdict.HEALTHY
