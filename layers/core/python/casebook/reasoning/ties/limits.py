"""A limit was lowered; the error says that it was reached."""

from casebook.domain.change import FieldChange
from casebook.knowledge.links import Changed, link_of
from casebook.knowledge.settings import SettingKind, kinds_of_setting
from casebook.knowledge.strength import Strength
from casebook.reasoning.signs import CALLING, Sign
from casebook.reasoning.ties.tie import Pair, Tie, name_of, number, was_lowered, was_raised
from casebook.reasoning.topology import callees_below

# What a scheduler is asked to find a place for.
_ASKED_OF_SCHEDULER = frozenset(
    {SettingKind.MEMORY, SettingKind.PROCESSOR, SettingKind.DISK, SettingKind.SIZE}
)
_OVERWORKED = frozenset(
    {
        None,
        Sign.SLOW,
        Sign.UPSTREAM,
        Sign.RESET,
        Sign.TASK_TIMEOUT,
        Sign.THROTTLING,
        Sign.MEMORY,
        Sign.PROCESS_LIMIT,
        Sign.CAPACITY,
    }
)


def lowered_limit(pair: Pair) -> Tie | None:
    """The setting that bounds what ran out was made smaller on the resource that ran out of it."""
    link = link_of(Changed.LIMIT, pair.sign)
    if link is None or link.category is None or not (pair.is_own or pair.is_callee):
        return None
    kinds = link.settings
    if not pair.is_own:
        kinds -= {SettingKind.TIMEOUT}  # how long somebody waits is nobody's limit but its own
    for field in pair.change.diff:
        # A pool that was enlarged exhausts its server just as one that was shrunk starves itself.
        moved = was_lowered(field) or (
            pair.sign is Sign.CONNECTIONS and field.before != field.after
        )
        found = kinds_of_setting(field.path)
        if kinds & found and SettingKind.COSMETIC not in found and moved:
            return Tie(
                "lowered-limit", pair.change.resource, link.category, pair.fading(link.strength),
                f"that limit is reached ({name_of(field)})",
            )  # fmt: skip
    return None


def asks_for_room(pair: Pair) -> Tie | None:
    """More is asked for each of it, or more of them, and a scheduler has no room for that. What is
    more room for who runs already is less for who is to start."""
    if pair.sign is not Sign.CAPACITY or not (pair.is_own or pair.is_callee):
        return None
    for field in pair.change.diff:
        kinds = kinds_of_setting(field.path)
        if kinds & _ASKED_OF_SCHEDULER and SettingKind.COSMETIC not in kinds and was_raised(field):
            return Tie(
                "asks-for-room",
                pair.change.resource,
                "configuration",
                pair.fading(Strength.DIRECT),
                f"there is no room for what it asks for ({name_of(field)})",
            )
    return None


def scaled_in(pair: Pair) -> Tie | None:
    """Fewer of them run than before, and those who call them are slow, refused or turned away."""
    if pair.sign not in _OVERWORKED or not pair.is_soon:
        return None
    below = callees_below(pair.workload, pair.resource)
    needs_place = pair.sign is Sign.CAPACITY
    is_own = pair.is_own and not needs_place  # fewer of oneself need less room
    if not (is_own or pair.is_callee or pair.change.resource in below):
        return None
    sizes = {SettingKind.SIZE} | ({SettingKind.CAPACITY} if needs_place else set())
    for field in pair.change.diff:
        if sizes & kinds_of_setting(field.path) and was_lowered(field) and number(field.after) != 0:
            return Tie(
                "scaled-in", pair.change.resource, "configuration", Strength.STRONG,
                f"there are too few of it ({name_of(field)})",
            )  # fmt: skip
    return None


def stopped_callee(pair: Pair) -> Tie | None:
    """The callee was given nothing to run on: its callers see refusals, however they are worded. A
    function without concurrency is throttled; what runs in no copy is set so.

    The error may be the caller's 5xx (an API in between hides the 429) or a metric without words.
    """
    field = next((each for each in pair.change.diff if _stops(each)), None)
    if field is None:
        return None
    below = pair.workload.callees_of(pair.resource)
    failing = pair.sign in {Sign.THROTTLING, *CALLING} - {Sign.UNRESOLVED, Sign.CERTIFICATE}
    is_it = pair.is_callee or (pair.change.resource in below and pair.callee is None)
    if not ((is_it and (failing or pair.error is None)) or (pair.is_own and pair.error is None)):
        return None
    stopped = pair.workload.resource(pair.change.resource)
    is_function = stopped is not None and stopped.type == "lambda"
    return Tie(
        "stopped-callee", pair.change.resource, "throttling" if is_function else "configuration",
        pair.fading(Strength.DIRECT),
        f"calls of it fail ({name_of(field)} is zero)",
    )  # fmt: skip


def _stops(field: FieldChange) -> bool:
    is_capacity = SettingKind.CAPACITY in kinds_of_setting(field.path)
    return is_capacity and number(field.after) == 0 and number(field.before) != 0
