"""One diagnosis recorded: its findings, which rule made each, and all that is weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps

from casebook.agents.roster import SPECIALISTS
from casebook.agents.specialist import Specialist
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding
from casebook.domain.workload import Workload
from casebook.reasoning.assessment import Assessment, weigh
from casebook.reasoning.case import Case, Rule
from casebook.reasoning.ties import TIES, Pair, Tie, TieRule
from casebook.reasoning.ways import WAYS, Way
from casebook.reasoning.weighing import Candidate
from casebook.tools.tool import Scope
from cli.evaluation.ablation.parts import Kind, Part, rules_of
from cli.evaluation.replay import Replay
from cli.evaluation.scenario import Expected, Scenario
from cli.evaluation.silence import silence


@dataclass(frozen=True)
class Recording:
    """`rules` is the rule that made each finding, by the finding's id."""

    scenario: str
    expected: Expected
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    scope: Scope
    rules: dict[str, Rule]

    def weighed(self, without: Iterable[Part] = ()) -> Assessment:
        """Weigh the findings again without these parts."""
        left_out = {part.function for part in without}
        return self._weighed(
            [each for each in self.findings if self.rules.get(each.id) not in left_out],
            [tie for tie in TIES if tie not in left_out],
            [way for way in WAYS if way not in left_out],
        )

    def firing(self) -> frozenset[Part]:
        """The parts that had a say: a rule with a finding, a tie that bound a change to an error, a
        way that held between two candidates. To leave out any other changes nothing."""
        fired = {Part(Kind.RULE, self.rules[e.id]) for e in self.findings if e.id in self.rules}

        def noticed_tie(tie: TieRule) -> TieRule:
            def notice(pair: Pair) -> Tie | None:
                if found := tie(pair):
                    fired.add(Part(Kind.TIE, tie))
                return found

            return notice

        def any_way(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
            # All are asked, also after the first that holds: another may hold in its place.
            held = [way for way in WAYS if way(cause, effect, workload)]
            fired.update(Part(Kind.WAY, way) for way in held)
            return bool(held)

        self._weighed(self.findings, [noticed_tie(tie) for tie in TIES], [any_way])
        return frozenset(fired)

    def _weighed(
        self, findings: Iterable[Finding], ties: list[TieRule], ways: list[Way]
    ) -> Assessment:
        return weigh(
            findings,
            self.evidence,
            self.scope.workload,
            self.scope.window,
            is_alarmed=self.scope.alarm is not None,
            ties=ties,
            ways=ways,
        )


def recorded(scenario: Scenario) -> Recording:
    """Diagnose the scenario with specialists that note which rule made which finding.

    Raises:
        Exception: whatever the product raises on the scenario.
    """
    made: dict[str, Rule] = {}
    specialists = {
        name: _noting(agent, lambda rule, found: made.setdefault(found.id, rule))
        for name, agent in SPECIALISTS.items()
    }
    replay = Replay(scenario, specialists=specialists)
    with silence():
        diagnosis = replay.diagnosis()
    return Recording(
        scenario.name,
        scenario.expected,
        tuple(diagnosis.findings),
        tuple(diagnosis.evidence),
        replay.scope(diagnosis),
        made,
    )


def _noting(agent: Specialist, note: Callable[[Rule, Finding], object]) -> Specialist:
    """The same specialist, whose rules say what they found."""

    def noting(rule: Rule) -> Rule:
        @wraps(rule)
        def found_by(case: Case) -> Iterable[Finding]:
            for finding in rule(case):
                note(rule, finding)
                yield finding

        return found_by

    kind = type(agent)
    rules = tuple(noting(rule) for rule in rules_of(agent))
    noted: type[Specialist] = type(kind.__name__, (kind,), {"rules": rules})
    return noted()
