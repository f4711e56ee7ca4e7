"""What the code runs on was changed; the error says that the code does not fit it."""

import re
from datetime import timedelta

from casebook.domain.finding import Category
from casebook.knowledge.links import Changed, link_of
from casebook.knowledge.platform_events import EventKind, platform_event
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.knowledge.strength import Strength
from casebook.reasoning.signs import Sign
from casebook.reasoning.ties.tie import Pair, Tie, name_of

# The first call of an environment follows its start at once; the first that fails, soon.
_AT_ONCE = timedelta(minutes=5)
# No runtime makes a server's certificate end, or gives it another name.
_OF_SERVER = re.compile(r"expired|not yet valid|NotTimeValid|revoked|match", re.IGNORECASE)


def changed_runtime(pair: Pair) -> Tie | None:
    """The handler's name or the runtime was changed, and the code does not load since."""
    is_told = pair.sign is Sign.PACKAGING and pair.is_own_code
    if not is_told or pair.change.kind == "service-event":
        return None
    field = next(
        (each for each in pair.change.diff if SettingKind.RUNTIME in kinds_of_setting(each.path)),
        None,
    )
    if field is None:
        return None
    why = f"its code does not load ({name_of(field)})"
    return Tie("changed-runtime", pair.code, "configuration", pair.fading(Strength.DIRECT), why)


def replaced_runtime(pair: Pair) -> Tie | None:
    """The runtime below the code was replaced, and errors that it can cause began with it.

    That they began with it, at once, is all that binds the two: an error that names another reason,
    and one that came minutes later, has another.
    """
    link = link_of(Changed.RUNTIME, pair.sign)
    if pair.error is None or link is None or not pair.is_own or not _is_replacement(pair):
        return None
    if pair.gap is None or pair.gap > _AT_ONCE:
        return None
    if pair.sign is None and pair.callee is not None:
        return None  # it speaks of whom it called
    if pair.sign is Sign.CERTIFICATE and _OF_SERVER.search(pair.said):
        return None
    is_platform = pair.change.kind == "service-event"
    category: Category = "infrastructure" if is_platform else "configuration"
    why = "its code fails on the new runtime"
    return Tie("replaced-runtime", pair.resource, category, link.strength, why)


def _is_replacement(pair: Pair) -> bool:
    if pair.change.kind == "service-event":
        event = platform_event(pair.change.summary)
        return event is not None and event.kind is EventKind.UPDATE
    return any(field.path.lower().startswith("runtime") for field in pair.change.diff)
