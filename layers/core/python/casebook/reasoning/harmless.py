"""Changes that cannot break anything, and why."""

import re

from casebook.domain.change import Change, FieldChange
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.reasoning.ties.load import asks_for_more
from casebook.reasoning.ties.tie import was_raised

# What a platform says of itself in passing.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
_ROUTINE = re.compile(
    r"has (started|stopped) \d+ (running )?tasks?|has begun draining"
    r"|(de)?registered \d+ (target|inst)"
    r"|reached a steady state|deployment( \S+)? (has )?completed|deployment completed"
    r"|(automated )?(backup|snapshot)( \w+)? (started|finished|completed|created|in progress)"
    r"|backing up|finished DB instance backup|maintenance window (is )?(scheduled|upcoming)"
    r"|certificate (was )?renewed|health check (passed|ok)",
    re.IGNORECASE,
)


def harmless_because(change: Change) -> str | None:
    """Why the change cannot have broken anything; None if it may have."""
    if change.kind == "service-event" and _ROUTINE.search(change.summary):
        return "such an event is routine"
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


def _gives_room(field: FieldChange) -> bool:
    """More of what the resource itself may use, and nothing that asks more of others by it."""
    is_room = SettingKind.ROOM in kinds_of_setting(field.path)
    return is_room and was_raised(field) and not asks_for_more(field)


def _is_cosmetic(field: FieldChange) -> bool:
    return SettingKind.COSMETIC in kinds_of_setting(field.path)
