"""What every specialist does: gather what an expert would look at first, then reason over it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from casebook.domain.finding import Finding
from casebook.domain.model import Json
from casebook.reasoning.case import Case, Rule
from casebook.reasoning.evidence_kinds import READ_BACK
from casebook.tools.run import ToolRun
from casebook.tools.tool import Scope

if TYPE_CHECKING:
    from casebook.domain.hint import Hinted

Call = tuple[str, Json]
Run = ToolRun[Any]

OF_ALARMS = frozenset({"get_alarm_state"})
"""Tools that have an answer only where an alarm is why somebody looks."""


class Tools(Protocol):
    """The part of the toolbox that a specialist needs."""

    def gather(self, *calls: Call) -> list[Run]:
        """Run the tools side by side; a failure is an outcome, never raised."""
        ...


class ScopedTools(Tools, Protocol):
    """Tools that say what they look at, and why."""

    @property
    def scope(self) -> Scope: ...


class Outcome(NamedTuple):
    """What one agent found in one round. `gaps` are questions it could not answer, for people."""

    findings: tuple[Finding, ...]
    gaps: tuple[str, ...]


class SecondLook(NamedTuple):
    """What a language model added to the rules' outcome, and the runs that it may cite."""

    outcome: Outcome = Outcome((), ())
    runs: tuple[Run, ...] = ()


class Specialist(ABC):
    """Subclasses say what they gather (`first_calls`, `next_calls`) and their `rules`.

    `reason` is pure: the same runs give the same findings, ids aside.
    """

    name: ClassVar[str]
    task: ClassVar[str]
    """What it is asked, in words for the plan."""
    rules: ClassVar[tuple[Rule, ...]]
    subjects: ClassVar[dict[str, str]]
    """By tool, what is not known when the tool fails."""
    offered: ClassVar[tuple[str, ...]] = ()
    """Tools that no rule reads, for a model that reasons in the agent's place."""
    expected: ClassVar[frozenset[str]] = frozenset()
    """The tools of which no data is a gap too."""

    def tools(self) -> tuple[str, ...]:
        """The names of every tool that it may use."""
        called = (name for name, _ in self.first_calls())
        return tuple(dict.fromkeys((*called, *self.subjects, *self.offered, READ_BACK)))

    def gather(self, toolbox: ScopedTools) -> list[Run]:
        """Run the first queries side by side, then those that depend on what came back."""
        has_alarm = toolbox.scope.alarm is not None

        def of_use(calls: Iterable[Call]) -> list[Call]:
            return [call for call in calls if has_alarm or call[0] not in OF_ALARMS]

        runs = toolbox.gather(*of_use(self.first_calls()))
        if calls := of_use(self.next_calls(runs)):
            runs += toolbox.gather(*calls)
        return runs

    def gather_hinted(self, toolbox: ScopedTools) -> list[Run]:
        """Look first at what a person's hint names. The rules read none of it: a result that was
        chosen by a word would mislead them, and they have the whole."""
        scope = toolbox.scope
        if not scope.hint:
            return []
        from casebook.domain.hint import hinted  # for reruns alone

        calls = self.hinted_calls(hinted(scope.hint, scope.workload))
        return toolbox.gather(*calls) if calls else []

    def hinted_calls(self, named: "Hinted") -> list[Call]:
        """Queries for what a hint names; none unless a subclass has some."""
        return []

    def told_of_hint(
        self, runs: Sequence[Run], scope: Scope, prior: Iterable[Finding]
    ) -> list[Finding]:
        """What stands in these runs of what the hint names, as findings that speak for nothing."""
        if not scope.hint:
            return []
        from casebook.reasoning.rules.hint import named_in_hint  # for reruns alone

        said = {(each.rule, each.claim) for each in prior if each.agent == self.name}
        found = named_in_hint(Case(self.name, tuple(runs), scope))
        return [each for each in found if (each.rule, each.claim) not in said]

    def withheld(self, tools: Iterable[str]) -> Iterable[str]:
        """The gaps that tools leave which it asks for and may not use."""
        for tool in tools:
            subject = self.subjects.get(tool, tool)
            yield f"{subject} could not be read: the {self.name} may not use {tool}."

    @abstractmethod
    def first_calls(self) -> list[Call]:
        """The queries that any expert would run first."""

    def next_calls(self, runs: Sequence[Run]) -> list[Call]:
        """Queries that depend on the first results; none unless a subclass has some."""
        return []

    def reason(self, runs: Sequence[Run], scope: Scope, prior: Iterable[Finding] = ()) -> Outcome:
        """Findings and gaps. What `prior` (earlier rounds of this agent) said already is not
        repeated."""
        case = Case(self.name, tuple(runs), scope)
        said = {(each.rule, each.claim) for each in prior if each.agent == self.name}
        findings = [finding for rule in self.rules for finding in rule(case)]
        fresh = tuple(each for each in findings if (each.rule, each.claim) not in said)
        return Outcome(fresh, tuple(dict.fromkeys(self.gaps(case))))

    def gaps(self, case: Case) -> Iterable[str]:
        """What could not be learnt, and why."""
        for run in case.runs:
            subject = self.subjects.get(run.tool, run.tool)
            if run.outcome == "error":
                reason = run.evidence.excerpt.strip().splitlines() or ["no reason was given"]
                yield f"{subject} could not be read ({run.tool}: {reason[0][:160]})."
            elif run.outcome == "no-data" and run.tool in self.expected:
                yield f"{subject}: there is nothing in the window ({run.tool} had no data)."
