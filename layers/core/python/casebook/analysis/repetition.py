"""Changes that are made again and again: by the same actor, at the same time of several days."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from casebook.domain.change import Change

DAYS = timedelta(days=7)
"""How far back the earlier ones are looked for."""
_DAY = timedelta(days=1)
# A schedule is kept to the minute; what it starts is reported when it is done.
_ABOUT = timedelta(minutes=20)
_NUMBER = re.compile(r"\d+")


def earlier_occasions(change: Change, others: Iterable[Change]) -> tuple[datetime, ...]:
    """When the same was done to the same resource by the same actor, at this time of other days;
    oldest first. What nobody is known to have done is nobody's plan."""
    if change.actor is None:
        return ()
    found = {
        other.at
        for other in others
        if other.at < change.at
        and (other.resource, other.actor, other.kind)
        == (change.resource, change.actor, change.kind)
        and _what(other) == _what(change)
        and _is_same_time(change.at - other.at)
    }
    return tuple(sorted(found))


def _what(change: Change) -> tuple[object, ...]:
    """What was done: the settings and their new values; without a diff, its words."""
    if change.diff:
        return tuple(sorted((field.path, str(field.after)) for field in change.diff))
    return (_NUMBER.sub("#", change.summary),)


def _is_same_time(passed: timedelta) -> bool:
    days = round(passed / _DAY)
    return days >= 1 and abs(passed - days * _DAY) <= _ABOUT
