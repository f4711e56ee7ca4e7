"""What a specialist's rules reason over: its own tool runs, typed, and the scope."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from casebook.citing.claims import Citing
from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.ids import FINDING, new_id
from casebook.domain.model import Model
from casebook.domain.observation import Observation
from casebook.knowledge.strength import Strength
from casebook.tools.results.alarms import AlarmReading
from casebook.tools.run import ToolRun
from casebook.tools.tool import Scope

# Two agents read logs, two read the alarm: what either needs is loaded where it is first asked for.
if TYPE_CHECKING:
    from casebook.reasoning.sightings import Sighting, Sightings
    from casebook.reasoning.standing import Standing

D = TypeVar("D", bound=Model)


@dataclass(frozen=True, eq=False, repr=False)
class Case:
    """The runs of one agent; `agent` signs the findings."""

    agent: str
    runs: tuple[ToolRun[Any], ...]
    scope: Scope

    def results(self, kind: type[D]) -> list[tuple[Evidence, D]]:
        """Every successful result of this kind, with its evidence."""
        return [(run.evidence, run.data) for run in self.runs if isinstance(run.data, kind)]

    @cached_property
    def standings(self) -> tuple[tuple[Evidence, "Standing"], ...]:
        """How the alarm stands, by each look at it; several rules ask, and it takes a while."""
        from casebook.reasoning.standing import Standing

        return tuple(
            (evidence, Standing(reading)) for evidence, reading in self.results(AlarmReading)
        )

    @cached_property
    def sightings(self) -> "Sightings":
        """The error lines that were found, read and told apart."""
        from casebook.reasoning.sightings import Sightings

        return Sightings(self)

    def finding(
        self,
        rule: str,
        kind: FindingKind,
        claim: str,
        strength: Strength,
        citing: Citing,
        *,
        resource: str | None = None,
        category: Category | None = None,
        onset: datetime | None = None,
        until: datetime | None = None,
        change: Change | None = None,
        errors: Iterable["Sighting"] = (),
        about: Observation | None = None,
    ) -> Finding:
        """A finding of this agent. It began at `onset`, or by `until` at the latest. What is told
        only as information is a step weaker, and so is a cause that its program only supposes."""
        told = tuple(errors)
        if told and all(each.only_informs for each in told):
            strength = strength.weaker()
        if kind is FindingKind.CAUSE and told and all(each.is_guess for each in told):
            strength = strength.weaker()
        return Finding(
            id=new_id(FINDING),
            agent=self.agent,
            rule=rule,
            kind=kind,
            claim=claim,
            strength=strength.weight,
            evidence=citing.ids,
            resource=resource,
            category=category,
            onset=onset,
            onset_until=None if told or change else until or _until(onset, citing),
            change=change,
            errors=tuple(each.cited for each in told),
            about=about,
        )


def _until(onset: datetime | None, citing: Citing) -> datetime | None:
    """The end of the period that a datapoint at the onset is as wide as; None if nothing tells."""
    periods = [found.query.get("period_seconds") for found in citing.evidence]
    width = max((p for p in periods if isinstance(p, int | float)), default=0)
    return onset + timedelta(seconds=width) if onset and width else None


Rule = Callable[[Case], Iterable[Finding]]
"""A rule: a function whose name says what it looks for and whose docstring says why that tells."""
