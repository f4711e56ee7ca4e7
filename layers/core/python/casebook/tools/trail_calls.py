"""Who called which API, out of CloudTrail, as far as there is time to ask.

CloudTrail answers two requests a second, so it is asked last and the nearest first.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from casebook.analysis.changes import ROLE, Owners
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import CasebookError
from casebook.ports.changes import ChangeTrail, TrailEvent
from casebook.tools.nearest import nearest_resources
from casebook.tools.time_left import OutOfTime, TimeLeft
from casebook.tools.tool import Scope

# AWS keeps no management events under the names of these.
_OUTSIDE_AWS = ("http", "eks-workload", "eks-node", "other")
_MOST_NAMES, _MOST_EXPLAINED = 30, 10


class TrailCalls(NamedTuple):
    """`failure` says why CloudTrail did not answer; `gaps` are sentences on what was not asked."""

    calls: list[TrailEvent]
    failure: str | None
    gaps: list[str]


def on_the_trail(scope: Scope) -> tuple[list[Resource], int]:
    """The resources that CloudTrail is asked about, nearest to the alarm first, and how many more
    it may know of."""
    known = {each.name: each for each in scope.workload.resources if each.type not in _OUTSIDE_AWS}
    nearest = [known[name] for name in nearest_resources(scope) if name in known]
    return nearest[:_MOST_NAMES], max(0, len(nearest) - _MOST_NAMES)


def ask_trail(
    trail: ChangeTrail,
    owners: Owners,
    changes: Sequence[Change],
    window: Window,
    left: TimeLeft,
) -> TrailCalls:
    """Never raises. Around each observed change it is asked by itself: a busy resource's own
    traffic could push the one call that matters out of the pages."""
    calls: dict[str, TrailEvent] = {}
    unasked: list[str] = []
    failure = None
    try:
        for names, within in _lookups(owners, changes, window, calls):
            try:
                _merge(calls, left.ask(partial(trail.lookup, names, within)))
            except OutOfTime:
                unasked += [name for name in names if name not in unasked]
    except CasebookError as error:
        failure = f"CloudTrail could not be read: {error.detail}."
    gap = (
        f"There was no time to ask CloudTrail about {', '.join(unasked)}: who changed them may be"
        " missing."
    )
    return TrailCalls(list(calls.values()), failure, [gap] if unasked else [])


def _lookups(
    owners: Owners, changes: Sequence[Change], window: Window, calls: dict[str, TrailEvent]
) -> Iterator[tuple[list[str], Window]]:
    """What to ask for, most telling first: the roles, which are one lookup together, then resource
    by resource, then around each observed change that nothing has explained by then."""
    roles = [name for name in owners if name.startswith(ROLE)]
    yield from ([(roles, window)] if roles else [])
    yield from (([name], window) for name in owners if name not in roles)
    observed = [change for change in changes if change.source == "observed"]
    for change in observed[-_MOST_EXPLAINED:]:
        if not any(_is_near(call, change, owners) for call in calls.values()):
            names = [name for name, whose in owners.items() if change.resource in whose]
            yield names, _around(change)


def _merge(calls: dict[str, TrailEvent], found: Sequence[TrailEvent]) -> None:
    """One call may concern several resources, each of which was asked for by itself."""
    for call in found:
        named = calls[call.event_id].resources if call.event_id in calls else ()
        resources = tuple(dict.fromkeys((*named, *call.resources)))
        calls[call.event_id] = call.model_copy(update={"resources": resources})


def _around(change: Change) -> Window:
    slack = timedelta(seconds=5)
    return Window(start=(change.not_before or change.at) - slack, end=change.at + slack)


def _is_near(call: TrailEvent, change: Change, owners: Owners) -> bool:
    mine = any(change.resource in owners.get(name, ()) for name in call.resources)
    return mine and call.at in _around(change)
