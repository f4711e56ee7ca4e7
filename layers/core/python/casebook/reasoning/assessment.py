"""What the coordinator makes of all findings so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from casebook.citing.checker import Objection, check
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding
from casebook.domain.hypothesis import Argument, Hypothesis
from casebook.domain.report import Verdict
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.reasoning.correlation import Correlation, ended_by
from casebook.reasoning.episodes import of_this_episode
from casebook.reasoning.health import Health
from casebook.reasoning.ranking import contested, ranked
from casebook.reasoning.subsumption import subsumed
from casebook.reasoning.symptoms import (
    Onset,
    alarmed,
    current,
    onset_at,
)
from casebook.reasoning.ties import TIES, TieRule
from casebook.reasoning.ways import WAYS, Way
from casebook.reasoning.weighing import CONFIRMED, LIKELY, Candidate, candidates

_TELLING = frozenset({"logs", "metrics", "configuration"})


@dataclass(frozen=True)
class Assessment:
    """`findings` are all that count, `joined` those of them that the coordinator drew itself;
    `is_alarmed`: an alarm is why somebody looks."""

    findings: tuple[Finding, ...]
    joined: tuple[Finding, ...]
    objections: tuple[Objection, ...]
    ranked: tuple[Candidate, ...]
    workload: Workload
    is_alarmed: bool = False

    @property
    def top(self) -> Candidate | None:
        return self.ranked[0] if self.ranked else None

    @property
    def onset(self) -> Onset | None:
        return onset_at(self.findings)

    @property
    def hypotheses(self) -> tuple[Hypothesis, ...]:
        """Most likely first."""
        return tuple(map(_hypothesis, self.ranked))

    @cached_property
    def health(self) -> Health:
        return Health(self.findings, self.workload, self.is_alarmed)

    @property
    def has_recovered(self) -> bool:
        return self.health.has_recovered

    @property
    def confidence(self) -> float:
        """How sure the verdict is."""
        if self.verdict is Verdict.HEALTHY:
            return self.health.confidence
        return self.top.confidence if self.top else 0.0

    @property
    def verdict(self) -> Verdict:
        """Healthy if the symptom is gone and nothing that stands would bring it back, or it is
        proven that there is none, whatever a model makes of it; else as sure as the best
        hypothesis."""
        top, health = self.top, self.health
        if health.has_recovered and not self._cause_stands:
            return Verdict.HEALTHY
        if top and health.is_quiet and self._did_no_harm(top):
            top = None
        if health.is_calm and (top is None or top.is_by_model):
            return Verdict.HEALTHY
        if top is None:
            return Verdict.INCONCLUSIVE
        if top.standing >= CONFIRMED and len(top.kinds_by_rules & _TELLING) >= 2:
            return Verdict.CONFIRMED
        return Verdict.LIKELY if top.confidence >= LIKELY else Verdict.INCONCLUSIVE

    @property
    def _cause_stands(self) -> bool:
        """True if a change that explains the errors is still in force: they will come again."""
        top = self.top
        if top is None or not top.is_direct or top.change is None or top.change.change is None:
            return False
        change = top.change.change
        # What a platform went through is over with it.
        return change.kind != "service-event" and ended_by(change, self.findings) is None

    def _did_no_harm(self, top: Candidate) -> bool:
        """True if much came in and was coped with, or something was busy and is not any more."""
        is_over = self.health.has_cleared
        return top.category == "traffic" or (not top.is_direct and is_over)


def weigh(
    findings: Iterable[Finding],
    evidence: Sequence[Evidence],
    workload: Workload,
    window: Window,
    *,
    is_alarmed: bool = False,
    ties: Sequence[TieRule] = TIES,
    ways: Sequence[Way] = WAYS,
) -> Assessment:
    """All findings of all rounds, side by side. Pure: the same findings weigh the same. Evaluation
    leaves out a tie or a way to see what it is worth."""
    told = of_this_episode(current(findings))
    joined = check(Correlation(told, evidence, workload, ties).findings(), evidence, window)
    everything = (*told, *joined.findings)
    found = candidates(everything, evidence, workload)
    best_first = ranked(contested(subsumed(found, workload, ways)), alarmed(everything))
    return Assessment(
        everything, joined.findings, joined.objections, tuple(best_first), workload, is_alarmed
    )


def _hypothesis(candidate: Candidate) -> Hypothesis:
    supports = sorted(candidate.causes, key=lambda each: (bool(each.model), -each.strength))
    return Hypothesis(
        resource=candidate.resource,
        category=candidate.category,
        summary=supports[0].claim,
        confidence=candidate.confidence,
        supports=_arguments((*supports, *candidate.explained, *candidate.symptoms)),
        contradicts=_arguments(candidate.against),
    )


def _arguments(findings: Iterable[Finding]) -> tuple[Argument, ...]:
    unique = {each.id: each for each in findings}.values()
    return tuple(
        Argument(claim=e.claim, agent=e.agent, evidence=e.evidence, model=e.model) for e in unique
    )
