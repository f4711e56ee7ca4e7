"""What the coordinator makes of all findings so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casebook.citing.checker import Objection, check
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.hypothesis import Argument, Hypothesis
from casebook.domain.report import Verdict
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.reasoning.correlation import Correlation, put_back
from casebook.reasoning.episodes import of_this_episode
from casebook.reasoning.ranking import contested, ranked
from casebook.reasoning.rules.alarm import ALARM_CLEARED, STILL_ALARMING
from casebook.reasoning.rules.errors import NO_NEW_ERRORS
from casebook.reasoning.rules.metrics import WITHIN_BASELINE
from casebook.reasoning.rules.silence import UNSEEN_IN_LOGS, UNSEEN_IN_METRICS
from casebook.reasoning.subsumption import subsumed
from casebook.reasoning.symptoms import (
    Onset,
    current,
    errors_of,
    of_kind,
    onset_at,
    recoveries,
    symptomatic,
)
from casebook.reasoning.topology import callees_below
from casebook.reasoning.weighing import CONFIRMED, LIKELY, Candidate, candidates

_TELLING = frozenset({"logs", "metrics", "configuration"})
_UNSEEN = frozenset({UNSEEN_IN_LOGS, UNSEEN_IN_METRICS})
_QUIET = frozenset({NO_NEW_ERRORS, WITHIN_BASELINE})


@dataclass(frozen=True)
class Assessment:
    """`findings` are all that count, `joined` those of them that the coordinator drew itself."""

    findings: tuple[Finding, ...]
    joined: tuple[Finding, ...]
    objections: tuple[Objection, ...]
    ranked: tuple[Candidate, ...]
    workload: Workload

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

    @property
    def confidence(self) -> float:
        """How sure the verdict is."""
        if self.verdict is Verdict.HEALTHY:
            ground = [*self._recovered().values()] or self._quiet()
            doubt = 1.0
            for each in ground[:2]:
                doubt *= 1 - each.strength
            return round(min(0.9, 1 - doubt), 3)
        return self.top.confidence if self.top else 0.0

    @property
    def verdict(self) -> Verdict:
        """Healthy if the symptom is gone and nothing that stands would bring it back, or was never
        there, whatever a model makes of it; else as sure as the best hypothesis."""
        top = self.top
        if self.has_recovered and not self._cause_stands:
            return Verdict.HEALTHY
        if top and self._is_quiet and self._did_no_harm(top):
            top = None
        calm = self._is_quiet and not self._is_blind
        if calm and (top is None or top.is_by_model):
            return Verdict.HEALTHY
        if top is None:
            return Verdict.INCONCLUSIVE
        if top.standing >= CONFIRMED and len(top.kinds_by_rules & _TELLING) >= 2:
            return Verdict.CONFIRMED
        return Verdict.LIKELY if top.confidence >= LIKELY else Verdict.INCONCLUSIVE

    @property
    def has_recovered(self) -> bool:
        """True if every resource that logged an error works on without one.

        Metrics come a minute late and a minute wide: a resource of which only they tell is taken to
        have recovered with those whose calls it shares, unless nothing else is known.
        """
        recovered = set(self._recovered())
        logged = {error.resource for error in errors_of(self.findings)}
        if not recovered or not logged <= recovered or self._still_alarms:
            return False
        reached = {each for one in recovered for each in callees_below(self.workload, one)}
        above = {
            each.name
            for each in self.workload.resources
            if callees_below(self.workload, each.name) & recovered
        }
        return self._ailing <= recovered | reached | above

    @property
    def _cause_stands(self) -> bool:
        """True if a change that explains the errors is still in force: they will come again."""
        top = self.top
        if top is None or not top.is_direct or top.change is None or top.change.change is None:
            return False
        return put_back(top.change.change, self.findings) is None

    @property
    def _is_quiet(self) -> bool:
        """True if telemetry was read, and there is no symptom in it."""
        return not self._ailing and bool(self._quiet())

    @property
    def _ailing(self) -> set[str]:
        """The resources that show a symptom, as rules measured it."""
        return symptomatic(each for each in self.findings if each.model is None)

    def _did_no_harm(self, top: Candidate) -> bool:
        """True if much came in and was coped with, or something was busy and is not any more."""
        is_over = self._alarm_now is not None and self._alarm_now.rule == ALARM_CLEARED
        return top.category == "traffic" or (not top.is_direct and is_over)

    @property
    def _still_alarms(self) -> bool:
        """True if the alarm's own metric was over its threshold after the last logged error. A
        datapoint whose period began before that error only counts what is over."""
        look = self._alarm_now
        if look is None or look.rule != STILL_ALARMING:
            return False
        logged = (each.onset for each in self._recovered().values() if each.errors and each.onset)
        last = max(logged, default=None)
        return last is None or look.onset is None or look.onset > last

    @property
    def _alarm_now(self) -> Finding | None:
        """What the last look at the alarm's own metric found."""
        told = (STILL_ALARMING, ALARM_CLEARED)
        return next((each for each in reversed(self.findings) if each.rule in told), None)

    @property
    def _is_blind(self) -> bool:
        """True if what the alarm is about was not seen at all: an alarm watches a metric, so where
        there are metrics it is they that must have been seen."""
        unseen = {each.rule: each.resource for each in self.findings if each.rule in _UNSEEN}
        if UNSEEN_IN_METRICS in unseen:
            return True
        resource = self.workload.resource(unseen.get(UNSEEN_IN_LOGS) or "")
        return resource is not None and not resource.metrics

    def _quiet(self) -> list[Finding]:
        context = of_kind(self.findings, FindingKind.CONTEXT)
        return [each for each in context if each.rule in _QUIET]

    def _recovered(self) -> dict[str, Finding]:
        return recoveries(self.findings)


def weigh(
    findings: Iterable[Finding],
    evidence: Sequence[Evidence],
    workload: Workload,
    window: Window,
) -> Assessment:
    """All findings of all rounds, side by side. Pure: the same findings weigh the same."""
    told = of_this_episode(current(findings))
    joined = check(Correlation(told, evidence, workload).findings(), evidence, window)
    everything = (*told, *joined.findings)
    found = candidates(everything, evidence, workload)
    best_first = ranked(contested(subsumed(found, workload)))
    return Assessment(everything, joined.findings, joined.objections, tuple(best_first), workload)


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
