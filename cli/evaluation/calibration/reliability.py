"""Reliability: of the reports that are so sure, how many are right?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p

from casebook.domain.report import Report, RootCause, Verdict
from cli.evaluation.scenario import Expected
from cli.evaluation.scoring import Trial, score

# Above the first figure, up to the second: "above .8" is what the scorer calls sure.
BANDS = ((0.0, 0.3), (0.3, 0.55), (0.55, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.0))
_LEVEL = 0.95
_HALVINGS = 50


@dataclass(frozen=True)
class Share:
    """`right` of `of` reports, with the bounds of the Clopper-Pearson 95 % interval."""

    name: str
    right: int
    of: int
    confidence: float | None = None
    """Their mean confidence; None if there are none."""

    @property
    def share(self) -> float | None:
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        return interval(self.right, self.of)


def interval(right: int, of: int, level: float = _LEVEL) -> tuple[float, float]:
    """Clopper and Pearson, Biometrika 26 (1934): the shares under which neither so few nor so many
    right ones would be a surprise. (0, 1) where there are none at all."""
    tail = (1 - level) / 2
    low, high = 0.0, 1.0
    if right > 0:
        low = _crossing(lambda share: 1 - _at_most(right - 1, of, share) > tail)
    if right < of:
        high = _crossing(lambda share: _at_most(right, of, share) < tail)
    return low, high


def is_right(report: Report, expected: Expected) -> bool | None:
    """Whether what the confidence is of is true: the root cause (resource, category, nobody who
    must not be blamed); that all is well; or, of an inconclusive report, its best guess. None where
    it makes no guess."""
    if report.verdict is Verdict.HEALTHY:
        return Verdict.HEALTHY.value in expected.verdict
    if report.verdict is Verdict.INCONCLUSIVE:
        if not report.hypotheses:
            return None
        best = report.hypotheses[0]
        cause = RootCause(resource=best.resource, category=best.category, summary="")
        report = report.model_copy(update={"verdict": Verdict.LIKELY, "root_cause": cause})
    found = score(report, expected)
    return found.resource and found.category and found.blamed is None


def by_confidence(trials: Iterable[Trial]) -> list[Share]:
    """A share for each band."""
    judged = _judged(trials)
    return [
        _share(f"{low:.2f} to {high:.2f}", [each for each in judged if _is_in(each, low, high)])
        for low, high in BANDS
    ]


def by_verdict(trials: Iterable[Trial]) -> list[Share]:
    judged = _judged(trials)
    return [
        _share(verdict.value, [each for each in judged if each[0].verdict is verdict])
        for verdict in Verdict
    ]


def without_guess(trials: Iterable[Trial]) -> int:
    """Inconclusive reports that name no cause: no confidence that could be right or wrong."""
    return sum(t.report is not None and is_right(t.report, t.expected) is None for t in trials)


_Judged = tuple[Report, bool]


def _judged(trials: Iterable[Trial]) -> list[_Judged]:
    found = ((t.report, is_right(t.report, t.expected)) for t in trials if t.report)
    return [(report, right) for report, right in found if right is not None]


def _is_in(judged: _Judged, low: float, high: float) -> bool:
    confidence = judged[0].confidence
    return low < confidence <= high or confidence == low == BANDS[0][0]


def _share(name: str, judged: Sequence[_Judged]) -> Share:
    sure = [report.confidence for report, _ in judged]
    mean = sum(sure) / len(sure) if sure else None
    return Share(name, sum(right for _, right in judged), len(judged), mean)


def _at_most(right: int, of: int, share: float) -> float:
    """The chance of at most so many right ones; `share` is neither 0 nor 1. By logarithms, since
    the coefficients for thousands exceed a float."""
    by_right, by_wrong = log(share), log1p(-share)
    return fsum(
        exp(
            (lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1))
            + (k * by_right + (of - k) * by_wrong)
        )
        for k in range(right + 1)
    )


def _crossing(is_beyond: Callable[[float], bool]) -> float:
    """Where on the way from 0 to 1 the condition begins to hold."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if is_beyond(middle) else (middle, high)
    return (low + high) / 2
