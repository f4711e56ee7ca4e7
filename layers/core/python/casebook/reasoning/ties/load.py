"""The caller was made to ask for more; whom it calls cannot give it."""

import re
from datetime import timedelta

from casebook.domain.change import FieldChange
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.knowledge.strength import Strength
from casebook.reasoning.signs import Sign
from casebook.reasoning.ties.code import is_release
from casebook.reasoning.ties.tie import Pair, Tie, name_of, number, was_lowered, was_raised
from casebook.reasoning.topology import callees_below

_MORE_LOAD = "more-load"

_CHANGED_LINE = re.compile(r"^[+-](?![+-]).*$", re.MULTILINE)
_AGAIN = re.compile(r"retr(y|ies)|back_?off|max_?attempts|concurren|parallel|batch_?size",
                    re.IGNORECASE)  # fmt: skip
# Too many calls become a storm when something slows down for a moment, be it an hour later.
_SOME_TIME = timedelta(hours=2)
_WORK = re.compile(
    r"run ?task|backfill|batch|bulk|import|export|\bjob\b|migration|re-?index|load ?test|replay"
    r"|crawl|vacuum|analy[sz]e|report run|full scan|started",
    re.IGNORECASE,
)
_OFF = frozenset({"false", "off", "disabled", "none", "no"})
_OVERLOAD = frozenset(
    {
        None,
        Sign.THROTTLING,
        Sign.CONNECTIONS,
        Sign.PROCESS_LIMIT,
        Sign.CAPACITY,
        Sign.UPSTREAM,
        Sign.SLOW,
        Sign.TASK_TIMEOUT,
        Sign.UNREACHABLE,
        Sign.RESET,
        Sign.REFUSED,
    }
)


def more_load(pair: Pair) -> Tie | None:
    """A setting that multiplies calls was raised, or one that holds them back lowered, and whom
    that resource calls is refused, slow or full since."""
    if pair.sign not in _OVERLOAD or pair.gap is None or pair.gap > _SOME_TIME:
        return None
    field = next((each for each in pair.change.diff if asks_for_more(each)), None)
    if field is None and is_release(pair):
        return _more_load_by_code(pair)
    if field is None or not _is_below(pair):
        return None
    why = f"what it calls is asked for more than it can give ({name_of(field)})"
    return Tie(
        _MORE_LOAD,
        pair.change.resource,
        "configuration",
        pair.fading(Strength.STRONG),
        why,
        asks_for_more=True,
    )


def another_client(pair: Pair) -> Tie | None:
    """Somebody else began to work on what the failing one uses: a job, a backfill, a migration."""
    if pair.sign not in _OVERLOAD or not pair.is_soon or pair.is_own or pair.is_callee:
        return None
    used = callees_below(pair.workload, pair.resource)
    shared = used & set(pair.workload.callees_of(pair.change.resource))
    said = pair.change.summary.replace(pair.change.resource, "")
    if not shared or pair.change.resource in used or not _WORK.search(said):
        return None
    why = f"{', '.join(sorted(shared))}, which it uses too, has no room for others"
    return Tie("another-client", pair.change.resource, "traffic", Strength.STRONG, why)


def _more_load_by_code(pair: Pair) -> Tie | None:
    """The release changed how its code tries again, or how much it asks for at once."""
    changed = " ".join(_CHANGED_LINE.findall(pair.change.patch or ""))
    if not _AGAIN.search(changed) or not _is_below(pair):
        return None
    why = (
        "what it calls is asked for more than it can give, and its code tries again in another way"
    )
    return Tie(
        _MORE_LOAD,
        pair.change.resource,
        "deployment",
        pair.fading(Strength.STRONG),
        why,
        asks_for_more=True,
    )


def _is_below(pair: Pair) -> bool:
    """True if what fails is called by what was changed."""
    below = callees_below(pair.workload, pair.change.resource)
    return pair.resource in below or (pair.callee is not None and pair.callee in below)


def asks_for_more(field: FieldChange) -> bool:
    """True if the setting, as it is now, makes more calls than before."""
    kinds = kinds_of_setting(field.path)
    if SettingKind.HOLDS_BACK in kinds:
        return was_lowered(field) or _is_off(field)
    is_a_number = number(field.after) is not None
    return is_a_number and SettingKind.MULTIPLIES in kinds and was_raised(field)


def _is_off(field: FieldChange) -> bool:
    return number(field.after) is None and str(field.after).lower() in _OFF
