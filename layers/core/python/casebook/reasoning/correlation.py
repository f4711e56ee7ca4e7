"""The coordinator's own findings: which change explains which error, and which explains nothing.

Agents look at what they gathered themselves, so that each stays a witness of its own; only here are
their findings put side by side. What is found here cites both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from casebook.citing.claims import Citing, clock
from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.ids import FINDING, new_id
from casebook.domain.observation import Born, ChangeLink, Plan
from casebook.domain.workload import Workload
from casebook.knowledge.strength import Strength
from casebook.reasoning.change_words import described
from casebook.reasoning.harmless import harmless_because, is_replaced_by, is_undone_by
from casebook.reasoning.reading import read
from casebook.reasoning.rules.changes import earliest
from casebook.reasoning.rules.errors import quote_words
from casebook.reasoning.signs import Sign, sign_of
from casebook.reasoning.symptoms import (
    CLOCKS,
    Onset,
    changes_in,
    error_key,
    errors_of,
    of_kind,
    onset_at,
    onsets_of,
    symptomatic,
)
from casebook.reasoning.ties import TIES, Pair, Tie, TieRule, tie_between
from casebook.reasoning.topology import callees_below, failing_path

COORDINATOR = "coordinator"
_SEEN = frozenset({FindingKind.SYMPTOM, FindingKind.CAUSE})
# Two resources that fail for one reason need not meet it in the same second.
_SAME_MOMENT = timedelta(seconds=60)


class Correlation:
    """Puts the changes beside the errors of one diagnosis."""

    def __init__(
        self,
        findings: Sequence[Finding],
        evidence: Sequence[Evidence],
        workload: Workload,
        ties: Sequence[TieRule] = TIES,
    ) -> None:
        self._findings = findings
        self._tie_rules = ties
        self._evidence = {each.id: each for each in evidence}
        self._workload = workload
        self._onset = onset_at(findings)
        self._path = failing_path(workload, symptomatic(findings))
        self._settings = tuple(e.excerpt for e in evidence if e.tool == "get_workload_state")

    def findings(self) -> list[Finding]:
        """A cause for each change that explains an error; a ruling-out for those that cannot."""
        if not symptomatic(self._findings):
            return []
        ties = [(told, *tied) for told in self._changes() for tied in self._ties(told)]
        causes = [self._cause(told, tie, errors) for told, tie, errors in ties]
        tied = {told.id for told, _, _ in ties}
        is_explained = any(tie.strength is Strength.DIRECT for _, tie, _ in ties)
        ruled_out = [
            self._ruled_out(told, why)
            for told in self._changes()
            if told.id not in tied and (why := self._why_not(told, is_explained))
        ]
        return causes + ruled_out

    def _changes(self) -> list[Finding]:
        return of_kind(self._findings, FindingKind.CHANGE)

    def _ties(self, told: Finding) -> Iterator[tuple[Tie, list[ErrorPattern]]]:
        """The strongest tie of the change to each resource and category, with its errors."""
        change = told.change
        if change is None or self._was_undone(change) or self._is_planned(change):
            return
        is_harmless = harmless_because(change) is not None
        found: dict[tuple[str, str], tuple[Tie, list[ErrorPattern]]] = {}
        for resource, error in self._symptoms():
            onset = self._onset_of(resource, error)
            if onset and onset.is_before(earliest(change)):
                continue
            if is_harmless and not _lacks_room(error):
                continue
            at = onset.at if onset else None
            measured, born = self._is_measured(change), self._born(change.resource)
            pair = Pair(change, resource, error, at, self._workload, self._settings, measured, born)
            if (tie := tie_between(pair, self._tie_rules)) is None:
                continue
            if self._had_begun(resource, error, change):
                if tie.strength is not Strength.DIRECT:
                    continue  # a later wave of what failed already, not something new
                tie = replace(tie, strength=tie.strength.weaker())
            if tie.strength is not Strength.DIRECT and self._fails_without(change, resource, error):
                continue
            known, errors = found.get((tie.resource, tie.category), (tie, []))
            best = max(known, tie, key=lambda each: each.strength.weight)
            found[tie.resource, tie.category] = (best, errors + ([error] if error else []))
        yield from found.values()

    def _symptoms(self) -> list[tuple[str, ErrorPattern | None]]:
        """The new errors; where a resource shows a symptom without words, that."""
        errors = [*errors_of(self._findings), *self._warnings()]
        silent = symptomatic(self._findings) - {error.resource for error in errors}
        return [*((error.resource, error) for error in errors), *((each, None) for each in silent)]

    def _warnings(self) -> list[ErrorPattern]:
        """What only warned, and showed an agent a cause."""
        told = {error_key(each) for each in errors_of(self._findings)}
        seen = (e for cause in of_kind(self._findings, FindingKind.CAUSE) for e in cause.errors)
        return list({error_key(e): e for e in seen if error_key(e) not in told}.values())

    def _onset_of(self, resource: str, error: ErrorPattern | None) -> Onset | None:
        """When this error began; the resource's own symptom where the error cannot tell."""
        if error and error.began:
            for each in of_kind(self._findings, FindingKind.SYMPTOM):
                if error in each.errors:
                    return Onset(error.began, timedelta(0), each)
        return onset_at(self._findings, resource)

    def _is_measured(self, change: Change) -> bool:
        """True if something is seen on what was changed that had not begun before."""
        return any(
            found.resource == change.resource
            and found.onset is not None
            and (found.onset_until or found.onset) + CLOCKS >= earliest(change)
            for found in self._findings
            if found.kind in _SEEN and found.model is None
        )

    def _born(self, resource: str) -> datetime | None:
        births = (found for found in self._findings if isinstance(found.about, Born))
        return next((birth.onset for birth in births if birth.resource == resource), None)

    def _had_begun(self, resource: str, error: ErrorPattern | None, change: Change) -> bool:
        """True if the resource failed before the change, in whichever words, or its failures were
        counted before it; or the very error came before it, however rarely."""
        moment = earliest(change)
        if error and error.first_at < moment - CLOCKS:
            return True
        return any(onset.is_before(moment) for onset in onsets_of(self._findings, resource))

    def _fails_without(self, change: Change, resource: str, error: ErrorPattern | None) -> bool:
        """True if another resource fails alike, no later, that was not changed and has nothing to
        do with what was: the control group acquits the change."""
        if error is None:
            return False
        sign = sign_of(read(error))
        changed = {told.change.resource for told in self._changes() if told.change}
        return sign is not None and any(
            other.resource not in {resource, *changed}
            and sign_of(read(other)) is sign
            and _began_no_later(other, error)
            and not self._are_connected(other.resource, change.resource)
            for other in errors_of(self._findings)
        )

    def _are_connected(self, one: str, other: str) -> bool:
        """True if one of them reaches the other along calls."""
        return (
            one == other
            or other in callees_below(self._workload, one)
            or one in callees_below(self._workload, other)
        )

    def _cause(self, told: Finding, tie: Tie, errors: list[ErrorPattern]) -> Finding:
        assert told.change is not None
        cited = dict.fromkeys((*told.evidence, *(i for error in errors for i in error.evidence)))
        if not errors and (onset := onset_at(self._findings)):
            cited |= dict.fromkeys(onset.finding.evidence)
        citing = Citing(*(self._evidence[each] for each in cited if each in self._evidence))
        words = quote_words(errors[0], citing) if errors else ""
        kind = citing.quote(read(errors[0]).kind) if errors else ""
        words = f"{kind} {words}".strip() if kind.strip("`") not in words else words
        first = min((e.began for e in errors if e.began), default=None)
        return Finding(
            id=new_id(FINDING),
            agent=COORDINATOR,
            rule=f"correlated/{tie.name}",
            kind=FindingKind.CAUSE,
            claim=f"{described(told.change, citing)} {_after_that(tie, errors, first, words)}",
            strength=tie.strength.weight,
            evidence=citing.ids,
            resource=tie.resource,
            category=tie.category,
            onset=first or told.change.at,
            change=told.change,
            errors=tuple(errors),
            about=ChangeLink(asks_for_more=tie.asks_for_more),
        )

    def _why_not(self, told: Finding, is_explained: bool) -> str | None:
        """Why the change explains nothing; None if that cannot be said."""
        change = told.change
        if change is None:
            return None
        if self._onset and self._onset.is_before(earliest(change)):
            return f"the symptom had begun before, at {clock(self._onset.at)}"
        if why := harmless_because(change):
            return why
        if self._is_planned(change):
            return "it is made at this time of other days, and what followed is as it was then"
        if self._was_undone(change):
            return "it was undone before the symptom began"
        is_registered = self._workload.resource(change.resource) is not None
        if self._workload.calls and is_registered and not self._is_on_the_way(change.resource):
            return "what fails neither calls it nor is called by it"
        if is_explained:
            return "another change explains the errors, and they say nothing of this"
        return None

    def _is_on_the_way(self, resource: str) -> bool:
        """True if it is called by what fails, or sends it work."""
        return resource in self._path or bool(callees_below(self._workload, resource) & self._path)

    def _ruled_out(self, told: Finding, why: str) -> Finding:
        assert told.change is not None
        cited = dict.fromkeys(told.evidence)
        if self._onset:
            cited |= dict.fromkeys(self._onset.finding.evidence)
        citing = Citing(*(self._evidence[each] for each in cited if each in self._evidence))
        return Finding(
            id=new_id(FINDING),
            agent=COORDINATOR,
            rule="correlated/ruled-out",
            kind=FindingKind.RULED_OUT,
            claim=f"{described(told.change, citing)} It is not the cause: {why}.",
            strength=Strength.STRONG.weight,
            evidence=citing.ids,
            resource=told.change.resource,
            change=told.change,
            about=ChangeLink(),
        )

    def _is_planned(self, change: Change) -> bool:
        plans = [found.change for found in self._findings if isinstance(found.about, Plan)]
        return any(plan and plan.change_id == change.change_id for plan in plans)

    def _was_undone(self, change: Change) -> bool:
        """True if it was put back before the symptom began."""
        later = [each.change for each in self._changes() if each.change]
        undoing = [each for each in later if is_undone_by(change, each)]
        onset = self._onset
        return onset is not None and any(not onset.is_before(each.at) for each in undoing)


def _after_that(
    tie: Tie, errors: Sequence[ErrorPattern], first: datetime | None, words: str
) -> str:
    """`From 19:04:13 UTC on, its errors name …: checkout-fn logs "…".`"""
    since = f"From {clock(first)} on" if first else "After that"
    logs = f": {errors[0].resource} logs {words}" if words else ""
    return f"{since}, {tie.why}{logs}."


def _lacks_room(error: ErrorPattern | None) -> bool:
    """True if a scheduler has no place: then more for one is less for another."""
    return error is not None and sign_of(read(error)) is Sign.CAPACITY


def _began_no_later(one: ErrorPattern, other: ErrorPattern) -> bool:
    """True if the one was there when the other began, as far as clocks tell."""
    return (one.began or one.first_at) <= (other.began or other.first_at) + _SAME_MOMENT


def ended_by(change: Change, findings: Sequence[Finding]) -> Change | None:
    """The later change that undid or replaced this one, before or after the alarm, if there is."""
    others = [found.change for found in changes_in(findings) if found.change]
    return next((e for e in others if is_undone_by(change, e) or is_replaced_by(change, e)), None)
