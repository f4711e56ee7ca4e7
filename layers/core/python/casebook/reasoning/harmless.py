"""Changes that cannot break anything, and why."""

from casebook.domain.change import Change, FieldChange
from casebook.knowledge.kubernetes import ReasonKind, reason_in
from casebook.knowledge.platform_events import EventKind, platform_event
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.reasoning.ties.load import asks_for_more
from casebook.reasoning.ties.tie import was_raised

_BY_CONTROLLERS = frozenset({ReasonKind.GROWN, ReasonKind.ROUTINE})


def harmless_because(change: Change) -> str | None:
    """Why the change cannot have broken anything; None if it may have."""
    if change.kind == "service-event":
        event, told = platform_event(change.summary), reason_in(change.summary)
        if event and event.kind is EventKind.ROUTINE:
            return "such an event is routine"
        if told and told.kind in _BY_CONTROLLERS:
            return "the cluster's own controllers do so"
    if not change.diff:
        return None
    if all(_is_cosmetic(each) for each in change.diff):
        return "it changed nothing that runs"
    if all(_is_cosmetic(each) or _gives_room(each) for each in change.diff):
        return "it gave more room, not less"
    return None


def is_undone_by(change: Change, later: Change) -> bool:
    """True if the later change puts back what the change had changed."""
    if change.resource != later.resource or not change.diff or later.at <= change.at:
        return False
    back = {each.path: each.after for each in later.diff}
    return all(each.path in back and back[each.path] == each.before for each in change.diff)


def is_replaced_by(change: Change, later: Change) -> bool:
    """True if the later change sets anew what the change set, as a repairing release does."""
    if change.resource != later.resource or later.at <= change.at:
        return False
    return not {field.path for field in change.diff}.isdisjoint(f.path for f in later.diff)


def _gives_room(field: FieldChange) -> bool:
    """More of what the resource itself may use, and nothing that asks more of others by it."""
    is_room = SettingKind.ROOM in kinds_of_setting(field.path)
    return is_room and was_raised(field) and not asks_for_more(field)


def _is_cosmetic(field: FieldChange) -> bool:
    return SettingKind.COSMETIC in kinds_of_setting(field.path)
