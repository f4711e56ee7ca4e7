"""What an error blames, and for what, by its sign: one rule a row of the table of causes."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from casebook.citing.claims import Citing
from casebook.domain.finding import BY_TEAM, Finding, FindingKind
from casebook.knowledge.catalogue import OURS
from casebook.knowledge.causes import Blame, Cause, Target, causes
from casebook.knowledge.signs import AnySign
from casebook.reasoning.blame import blamed
from casebook.reasoning.case import Case, Rule
from casebook.reasoning.denial import denial_in
from casebook.reasoning.endpoints import endpoints_in, is_local
from casebook.reasoning.mentions import callee_in
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import Sighting, onset_of


def causes_by_sign(case: Case, table: Sequence[Cause] | None = None) -> Iterator[Finding]:
    """An error says by its sign what went wrong, and its words and the topology say where.

    `table` is all that is known if none is given.
    """
    for row in causes() if table is None else table:
        yield from _found(case, row)


@lru_cache(maxsize=1)
def rules_of_rows() -> tuple[Rule, ...]:
    """Each row of this package's table as a rule of its own, to be listed or left out."""
    return tuple(map(_rule, OURS.causes))


def _rule(row: Cause) -> Rule:
    def rule(case: Case) -> Iterator[Finding]:
        return _found(case, row)

    rule.__name__ = row.name.replace("-", "_")
    rule.__doc__ = row.why
    return rule


def _found(case: Case, row: Cause) -> Iterator[Finding]:
    for errors in _grouped(case, row):
        choice = errors.sign, errors.target
        yield case.finding(
            _name_of(row),
            FindingKind.CAUSE,
            row.says[choice].format_map(errors.words()),
            row.strength[choice].weight,
            errors.citing,
            resource=errors.blamed,
            category=row.category[choice],
            onset=onset_of(errors.sightings),
            errors=errors.sightings,
        )


def _name_of(row: Cause) -> str:
    """A team's rows are told from ours, whatever they are called."""
    return row.name if row in OURS.causes else f"{BY_TEAM}{row.name}"


def _grouped(case: Case, row: Cause) -> Iterator["Alike"]:
    """The errors of each sign of the row, by who logged them and whom they blame."""
    for sign in row.signs:
        shown = [each for each in case.sightings.telling if _shows(each, sign)]
        grouped: dict[tuple[str, str], list[Sighting]] = {}
        for error in sorted(shown, key=lambda error: -error.pattern.count):
            if resource := blamed(row.blames, case, error, shown):
                grouped.setdefault((error.resource, resource), []).append(error)
        for (caller, resource), errors in grouped.items():
            citing = Citing(*(error.evidence for error in errors))
            callee = callee_in(case.scope.workload, caller, errors[0].reading)
            called = callee.name if callee else None
            yield Alike(row, sign, caller, called, resource, errors, citing)


def _shows(error: Sighting, sign: AnySign) -> bool:
    """Whether an error is of a sign; what Kubernetes says has a table of its own."""
    return sign in (error.sign, error.team_sign) and not error.reason


class Alike(NamedTuple):
    """Errors of one sign, logged by one resource, that blame one; the most frequent first. `callee`
    is the resource that was called, if that is known."""

    row: Cause
    sign: AnySign
    caller: str
    callee: str | None
    blamed: str
    sightings: list[Sighting]
    citing: Citing

    @property
    def target(self) -> Target:
        if self.callee is not None:
            is_reached = self.row.blames is Blame.UNREACHED_CALLEE and self.blamed == self.caller
            return Target.REACHED if is_reached else Target.CALLEE
        is_host = all(is_local(error.reading.words) for error in self.sightings)
        return Target.HOST if is_host else Target.UNKNOWN

    def words(self) -> dict[str, str]:
        """What stands for each placeholder of a claim."""
        return {
            "caller": self.caller,
            "blamed": self.blamed,
            "target": self._called() or self.row.unnamed,
            "action": self._action() or "access",
            "error": self._error(),
            "told": told(self.sightings, self.citing),
        }

    def _called(self) -> str:
        addresses = [a for error in self.sightings for a in endpoints_in(error.reading.words)]
        address = self.citing.quote(*addresses)
        return f"{self.callee} at {address}" if self.callee and address else self.callee or address

    def _action(self) -> str:
        denials = (denial_in(error.reading.words) for error in self.sightings)
        denial = next(filter(None, denials), None)
        return self.citing.quote(denial.action) if denial else ""

    def _error(self) -> str:
        """The error's type, and the file of the workload's own code that raised it."""
        readings = [error.reading for error in self.sightings]
        kind = self.citing.quote(next((each.kind for each in readings if each.kind), ""))
        frame = next(filter(None, (each.own_frame for each in readings)), None)
        file = self.citing.quote(frame.file.rpartition("/")[2]) if frame else ""
        return (kind or "a programming error") + (f" in {file}" if file else "")
