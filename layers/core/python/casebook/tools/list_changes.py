"""The tool that tells what was changed, by whom and when."""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field

from casebook.analysis.changes import ROLE, Owners, with_calls
from casebook.analysis.configuration import in_words
from casebook.analysis.repetition import DAYS, earlier_occasions
from casebook.domain.change import Change
from casebook.domain.model import iso
from casebook.domain.window import Window
from casebook.domain.workload import Resource, Workload
from casebook.errors import CasebookError
from casebook.observation import observe
from casebook.ports.changes import (
    ChangeStore,
    ChangeTrail,
    ConfigurationSource,
    ObservationStore,
    TrailEvent,
)
from casebook.ports.clock import Clock
from casebook.tools.nearest import nearest_resources
from casebook.tools.results.changes import Changes, RepeatedChange
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

# Settings that name a function's role start with this; see ConfigurationSource.
_ROLE_SETTING = "related.role"
# AWS keeps no management events under the names of these.
_OUTSIDE_AWS = ("http", "other")
# CloudTrail is asked by the name, twice a second, and the tool has 30 seconds.
_MOST_NAMES, _MOST_EXPLAINED = 30, 10


class Request(Parameters):
    """How far back to look."""

    lookback_hours: int = Field(
        24, ge=1, le=168, description="How long before the incident window to look, in hours."
    )


class ListChanges(Tool[Request, Changes]):
    """Merges what Casebook observed, what was reported to it, and CloudTrail."""

    name = "list_changes"
    description = (
        "Changes of the workload's resources before and during the incident, oldest first: "
        "deployments, settings, permissions, capacity; each with who made it, when, and what it "
        "was before and after."
    )
    timeout_seconds = 30.0  # CloudTrail answers two requests a second
    parameters = Request
    data = Changes

    def __init__(
        self,
        configuration: ConfigurationSource,
        observations: ObservationStore,
        changes: ChangeStore,
        trail: ChangeTrail,
        clock: Clock,
    ) -> None:
        self._configuration = configuration
        self._observations = observations
        self._changes = changes
        self._trail = trail
        self._clock = clock

    def run(self, parameters: Request, scope: Scope) -> Found[Changes] | NoData:
        workload, notes = scope.workload, list[str]()
        until = scope.now
        if not scope.repeats:
            notes += self._observed(workload)
            until = max(until, self._clock.now())  # a change that was seen just now is one too
        start = scope.window.start - timedelta(hours=parameters.lookback_hours)
        window = Window(start=start, end=max(until, scope.window.end))
        known = self._changes.within(workload.workload_id, window)
        asked, left_out = _of_the_trail(scope)
        owners = self._owners(workload, asked)
        try:
            calls = self._calls(owners, known, window)
        except CasebookError as error:
            notes.append(f"CloudTrail could not be read: {error.detail}.")
            calls, trail_read = [], False
        else:
            trail_read = True
            if left_out:
                notes.append(f"CloudTrail was not asked about {left_out} more resources.")
        changes = tuple(with_calls(known, calls, owners))
        repeated = self._repeated(workload, changes, window)
        query = parameters.model_dump(mode="json")
        head = f"{len(changes)} changes of {', '.join(each.name for each in workload.resources)}"
        times = {repeats.change_id: repeats for repeats in repeated}
        told = [_described(change) + _again(times.get(change.change_id)) for change in changes]
        text = "\n".join([head, *told, *notes])
        if not changes and not notes:
            return NoData(text, query, window)
        return Found(
            Changes(
                changes=changes,
                repeated=repeated,
                trail_read=trail_read,
                trail_left_out=left_out,
            ),
            text,
            query,
            window,
        )

    def _repeated(
        self, workload: Workload, changes: Sequence[Change], window: Window
    ) -> tuple[RepeatedChange, ...]:
        """Those of them that were made at the same time of earlier days, as far as they are kept:
        CloudTrail is not asked for another week."""
        if not changes:
            return ()
        week = Window(start=min(window.start, window.end - DAYS), end=window.end)
        kept = self._changes.within(workload.workload_id, week)
        found = ((change, earlier_occasions(change, kept)) for change in changes)
        return tuple(RepeatedChange(change_id=e.change_id, at=at) for e, at in found if at)

    def _observed(self, workload: Workload) -> list[str]:
        """Take note of every configuration as it is now; what could not be read, in words."""
        try:
            observe(workload, self._configuration, self._observations, self._changes, self._clock)
        except CasebookError as error:
            return [f"Not every configuration could be read: {error.detail}."]
        return []

    def _owners(self, workload: Workload, asked: Sequence[Resource]) -> dict[str, list[str]]:
        """Names under which CloudTrail may know something of these resources -> whose they are."""
        latest = self._observations.latest(workload.workload_id)
        owners: dict[str, list[str]] = {}
        for resource in asked:
            owners[resource.name] = [resource.name]
            seen = latest.get(resource.name)
            if seen and isinstance(role := seen.settings.get(_ROLE_SETTING), str):
                owners.setdefault(f"{ROLE}{role}", []).append(resource.name)
        return owners

    def _calls(self, owners: Owners, known: list[Change], window: Window) -> list[TrailEvent]:
        """What CloudTrail tells of these names. Around each observed change it is asked by itself:
        a busy resource's own traffic could push the one call that matters out of the pages."""
        calls = {call.event_id: call for call in self._trail.lookup(owners, window)}
        observed = [change for change in known if change.source == "observed"]
        for change in observed[-_MOST_EXPLAINED:]:
            if not any(_is_near(call, change, owners) for call in calls.values()):
                names = [name for name, whose in owners.items() if change.resource in whose]
                for call in self._trail.lookup(names, _around(change)):
                    calls.setdefault(call.event_id, call)
        return list(calls.values())


def _of_the_trail(scope: Scope) -> tuple[list[Resource], int]:
    """The resources that CloudTrail is asked about, and how many more it may know of: of too many
    those that are nearest to the alarm."""
    known = [each for each in scope.workload.resources if each.type not in _OUTSIDE_AWS]
    if len(known) <= _MOST_NAMES:
        return known, 0
    places = {name: place for place, name in enumerate(nearest_resources(scope))}
    nearest = sorted(known, key=lambda resource: places[resource.name])
    return nearest[:_MOST_NAMES], len(known) - _MOST_NAMES


def _around(change: Change) -> Window:
    slack = timedelta(seconds=5)
    return Window(start=(change.not_before or change.at) - slack, end=change.at + slack)


def _is_near(call: TrailEvent, change: Change, owners: Owners) -> bool:
    mine = any(change.resource in owners.get(name, ()) for name in call.resources)
    return mine and call.at in _around(change)


def _again(repeats: RepeatedChange | None) -> str:
    if repeats is None:
        return ""
    times = ", ".join(map(iso, repeats.at))
    return f"\n  the same by the same actor at this time of earlier days: {times}"


def _described(change: Change) -> str:
    when = iso(change.at)
    if change.not_before:
        when = f"between {iso(change.not_before)} and {when}"
    head = (
        f"- {when} {change.resource}: {change.kind} by {change.actor or 'somebody unknown'} "
        f"({change.source}): {change.summary}"
    )
    return "\n".join([head, *(f"  {in_words(diff)}" for diff in change.diff)])
