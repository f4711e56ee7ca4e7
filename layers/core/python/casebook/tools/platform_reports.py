"""What the services say of the resources near the alarm, as far as there is time to ask."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import NamedTuple

from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import CasebookError, NotFound
from casebook.knowledge.platform_events import platform_event
from casebook.ports.platform_events import PlatformEvents
from casebook.tools.nearest import nearest_resources
from casebook.tools.time_left import OutOfTime, TimeLeft
from casebook.tools.tool import Scope

MOST_RESOURCES = 30
"""A service that runs many tasks takes three requests, and the tool asks one after another."""
_MOST_UNKNOWN = 10
# A pipeline that forwards a service's events stamps them with the time of its own.
_FORWARDED_WITHIN = timedelta(minutes=2)


class Reported(NamedTuple):
    """`gaps` are sentences on what was not looked at."""

    events: list[Change]
    gaps: list[str]


def ask_platforms(
    source: PlatformEvents, scope: Scope, window: Window, known: Sequence[Change], left: TimeLeft
) -> Reported:
    """What is new in it: not what the feed told already. Never raises."""
    near, far = _near_the_alarm(source, scope)
    events: list[Change] = []
    gaps: list[str] = []
    if far:
        gaps.append(f"The events of {far} more resources, farther from the alarm, were not read.")
    for place, resource in enumerate(near):
        try:
            said = left.ask(partial(source.of, resource, window, scope.window.start), share=0.5)
        except NotFound:
            continue  # get_workload_state says that it does not exist
        except OutOfTime as late:
            names = ", ".join(each.name for each in near[place:])
            gaps.append(f"The events of {names} were not read: {late.detail}.")
            break
        except CasebookError as error:
            gaps.append(f"The events of {resource.name} could not be read: {error.detail}.")
        else:
            events += _folded(each for each in said.events if not _is_forwarded(each, known))
            gaps += (f"Not all of {resource.name} could be read: {why}." for why in said.unread)
    return Reported(events, gaps)


def _near_the_alarm(source: PlatformEvents, scope: Scope) -> tuple[list[Resource], int]:
    places = {name: place for place, name in enumerate(nearest_resources(scope))}
    asked = sorted(filter(source.reads, scope.workload.resources), key=lambda r: places[r.name])
    return asked[:MOST_RESOURCES], max(0, len(asked) - MOST_RESOURCES)


def _folded(events: Iterable[Change]) -> list[Change]:
    """Of what one resource reports again and again the first and the newest, which say since when
    and whether it goes on; of messages that no row knows the newest few. A crash loop would push
    everything else out of the evidence."""
    kinds: dict[str | None, list[Change]] = {}
    for event in sorted(events, key=lambda event: event.at):
        row = platform_event(event.summary)
        kinds.setdefault(row.name if row else None, []).append(event)
    unknown = kinds.pop(None, [])[-_MOST_UNKNOWN:]
    ends = [event for alike in kinds.values() for event in (*alike[:1], *alike[1:][-1:])]
    return sorted([*ends, *unknown], key=lambda event: event.at)


def _is_forwarded(event: Change, known: Sequence[Change]) -> bool:
    """True if the team's feed has the same message, as it does where a rule forwards events."""
    return any(
        change.resource == event.resource
        and event.summary in change.summary
        and abs(change.at - event.at) <= _FORWARDED_WITHIN
        for change in known
    )
