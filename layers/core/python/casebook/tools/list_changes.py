"""The tool that tells what was changed, by whom and when."""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field

from casebook.analysis.changes import ROLE, with_calls
from casebook.analysis.configuration import in_words
from casebook.analysis.repetition import DAYS, earlier_occasions
from casebook.domain.change import Change
from casebook.domain.model import iso
from casebook.domain.window import Window
from casebook.domain.workload import Resource, Workload
from casebook.errors import CasebookError
from casebook.observation import observe
from casebook.ports.changes import ChangeStore, ChangeTrail, ConfigurationSource, ObservationStore
from casebook.ports.clock import Clock
from casebook.ports.platform_events import PlatformEvents
from casebook.tools.platform_reports import ask_platforms
from casebook.tools.results.changes import Changes, RepeatedChange
from casebook.tools.time_left import TimeLeft
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool
from casebook.tools.trail_calls import ask_trail, on_the_trail

# Settings that name a function's role start with this; see ConfigurationSource.
_ROLE_SETTING = "related.role"
_TIMEOUT = 30.0  # CloudTrail answers two requests a second
_TO_ANSWER = 4.0  # of it for putting together and keeping what came


class Request(Parameters):
    """How far back to look."""

    lookback_hours: int = Field(
        24, ge=1, le=168, description="How long before the incident window to look, in hours."
    )


class ListChanges(Tool[Request, Changes]):
    """Merges what Casebook observed, what was reported to it, what the services say, and what
    CloudTrail tells.

    They are asked in this order, each with the time that the ones before it left: what Casebook has
    itself is told always, and what was not looked at is a gap.
    """

    name = "list_changes"
    description = (
        "Changes of the workload's resources before and during the incident, oldest first: "
        "deployments, settings, permissions, capacity; each with who made it, when, and what it "
        "was before and after; and what AWS' services report of them: failovers, full storage, "
        "stopped tasks, failed executions, event sources that Lambda switched off, the statements "
        "that a database spends its time on, issues of AWS Health, deployments that Application "
        "Signals saw."
    )
    timeout_seconds = _TIMEOUT
    parameters = Request
    data = Changes

    def __init__(
        self,
        configuration: ConfigurationSource,
        observations: ObservationStore,
        changes: ChangeStore,
        platforms: PlatformEvents,
        trail: ChangeTrail,
        clock: Clock,
        *,
        seconds: float = _TIMEOUT - _TO_ANSWER,
    ) -> None:
        """`seconds` are what all sources have together."""
        self._configuration = configuration
        self._observations = observations
        self._changes = changes
        self._platforms = platforms
        self._trail = trail
        self._clock = clock
        self._seconds = seconds

    def run(self, parameters: Request, scope: Scope) -> Found[Changes] | NoData:
        left, workload, gaps = TimeLeft(self._seconds), scope.workload, list[str]()
        until = scope.now
        if not scope.repeats:
            gaps += self._observed(workload, left)
            until = max(until, self._clock.now())  # a change that was seen just now is one too
        start = scope.window.start - timedelta(hours=parameters.lookback_hours)
        window = Window(start=start, end=max(until, scope.window.end))
        known = self._changes.within(workload.workload_id, window)
        reported = ask_platforms(self._platforms, scope, window, known, left)
        asked, left_out = on_the_trail(scope)
        owners = self._owners(workload, asked)
        trail = ask_trail(self._trail, owners, known, window, left)
        changes = tuple(with_calls([*known, *reported.events], trail.calls, owners))
        data = Changes(
            changes=changes,
            repeated=self._repeated(workload, changes, window),
            trail_read=trail.failure is None,
            trail_left_out=left_out,
            gaps=(*gaps, *reported.gaps, *trail.gaps),
        )
        query, text = parameters.model_dump(mode="json"), _told(data, workload, trail.failure)
        if not (changes or data.gaps or left_out or trail.failure):
            return NoData(text, query, window)
        return Found(data, text, query, window)

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

    def _observed(self, workload: Workload, left: TimeLeft) -> list[str]:
        """Take note of every configuration as it is now; what could not be read, in words. What was
        seen before the time was up is kept all the same."""
        try:
            left.ask(
                lambda: observe(
                    workload, self._configuration, self._observations, self._changes, self._clock
                ),
                share=0.5,
            )
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


def _told(data: Changes, workload: Workload, failure: str | None) -> str:
    resources = ", ".join(resource.name for resource in workload.resources)
    times = {repeats.change_id: repeats for repeats in data.repeated}
    lines = [_described(change) + _again(times.get(change.change_id)) for change in data.changes]
    if data.trail_left_out:
        lines.append(f"CloudTrail was not asked about {data.trail_left_out} more resources.")
    lines += filter(None, [failure, *data.gaps])
    return "\n".join([f"{len(data.changes)} changes of {resources}", *lines])


def _again(repeats: RepeatedChange | None) -> str:
    if repeats is None:
        return ""
    times = ", ".join(map(iso, repeats.at))
    return f"\n  the same by the same actor at this time of earlier days: {times}"


def _described(change: Change) -> str:
    when = iso(change.at)
    if change.not_before:
        when = f"between {iso(change.not_before)} and {when}"
    who = "" if change.source == "service" else f" by {change.actor or 'somebody unknown'}"
    head = f"- {when} {change.resource}: {change.kind}{who} ({change.source}): {change.summary}"
    return "\n".join([head, *(f"  {in_words(diff)}" for diff in change.diff)])
