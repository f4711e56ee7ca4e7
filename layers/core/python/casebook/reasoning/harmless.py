"""Changes that cannot break anything, and why."""

import re

from casebook.domain.change import Change, FieldChange
from casebook.knowledge.platform_events import EventKind, platform_event
from casebook.reasoning.ties.limits import CAPACITY
from casebook.reasoning.ties.load import asks_for_more
from casebook.reasoning.ties.tie import was_raised

_COSMETIC = re.compile(
    r"(^|[._])(tags?|description|comment|display_?name|log_?level|retention(_?in_?days)?|tracing"
    r"|alarms?|dashboard|last_?modified|updated_?at|revision(_?id)?|etag|owner|cost_?center)"
    r"($|[._])",
    re.IGNORECASE,
)
_ROOM = re.compile(r"memory|time_?out|storage|disk|size", re.IGNORECASE)


def harmless_because(change: Change) -> str | None:
    """Why the change cannot have broken anything; None if it may have."""
    event = platform_event(change.summary) if change.kind == "service-event" else None
    if event and event.kind is EventKind.ROUTINE:
        return "such an event is routine"
    if not change.diff:
        return None
    if all(_COSMETIC.search(each.path) for each in change.diff):
        return "it changed nothing that runs"
    if all(_COSMETIC.search(each.path) or _gives_room(each) for each in change.diff):
        return "it gave more room, not less"
    return None


def is_undone_by(change: Change, later: Change) -> bool:
    """True if the later change puts back what the change had changed."""
    if change.resource != later.resource or not change.diff or later.at <= change.at:
        return False
    back = {each.path: each.after for each in later.diff}
    return all(each.path in back and back[each.path] == each.before for each in change.diff)


def _gives_room(field: FieldChange) -> bool:
    bounded = CAPACITY.search(field.path) or _ROOM.search(field.path)
    return bool(bounded) and was_raised(field) and not asks_for_more(field)
