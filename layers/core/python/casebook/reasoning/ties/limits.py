"""A limit was lowered; the error says that it was reached."""

import re

from casebook.domain.change import FieldChange
from casebook.domain.finding import Category
from casebook.reasoning.signs import Sign
from casebook.reasoning.ties.tie import Pair, Tie, name_of, number, was_lowered
from casebook.reasoning.topology import callees_below

CAPACITY = re.compile(r"concurren|throughput|capacity|quota|burst|rate|limit|desired|replica|count"
                      r"|min|max|instance|provisioned|write|read", re.IGNORECASE)  # fmt: skip
_BY_SIGN: dict[Sign, tuple[re.Pattern[str], Category]] = {
    Sign.THROTTLING: (CAPACITY, "throttling"),
    Sign.MEMORY: (re.compile(r"memory|heap|ram|xmx", re.IGNORECASE), "configuration"),
    Sign.DISK: (re.compile(r"storage|disk|volume|ephemeral|size", re.IGNORECASE), "configuration"),
    Sign.TASK_TIMEOUT: (
        re.compile(r"time_?out|memory|cpu|duration", re.IGNORECASE),
        "configuration",
    ),
    Sign.SLOW: (
        re.compile(r"time_?out|deadline|memory|cpu|instance", re.IGNORECASE),
        "configuration",
    ),
    Sign.UNREACHABLE: (re.compile(r"time_?out|deadline", re.IGNORECASE), "configuration"),
    Sign.INPUT: (re.compile(r"size|max|limit|length", re.IGNORECASE), "configuration"),
    Sign.CONNECTIONS: (
        re.compile(r"pool|connection|max|instance|class", re.IGNORECASE),
        "configuration",
    ),
}


_SIZE = re.compile(r"desired|replica|instances?_?count|min_?(size|capacity|count)|tasks?_?count"
                   r"|node_?count|shards?(_?count)?|capacity", re.IGNORECASE)  # fmt: skip
_OVERWORKED = frozenset(
    {None, Sign.SLOW, Sign.UPSTREAM, Sign.RESET, Sign.TASK_TIMEOUT, Sign.THROTTLING, Sign.MEMORY}
)


def lowered_limit(pair: Pair) -> Tie | None:
    """The setting that bounds what ran out was made smaller on the resource that ran out of it."""
    if pair.sign not in _BY_SIGN or not (pair.is_own or pair.is_callee):
        return None
    pattern, category = _BY_SIGN[pair.sign]
    for field in pair.change.diff:
        # A pool that was enlarged exhausts its server just as one that was shrunk starves itself.
        moved = was_lowered(field) or (
            pair.sign is Sign.CONNECTIONS and field.before != field.after
        )
        if pattern.search(field.path) and moved:
            return Tie(
                "lowered-limit", pair.change.resource, category, pair.fading(0.92),
                f"that limit is reached ({name_of(field)})",
            )  # fmt: skip
    return None


def scaled_in(pair: Pair) -> Tie | None:
    """Fewer of them run than before, and those who call them are slow, refused or turned away."""
    if pair.sign not in _OVERWORKED or not pair.is_soon:
        return None
    below = callees_below(pair.workload, pair.resource)
    if not (pair.is_own or pair.is_callee or pair.change.resource in below):
        return None
    for field in pair.change.diff:
        if _SIZE.search(field.path) and was_lowered(field) and number(field.after) != 0:
            return Tie(
                "scaled-in", pair.change.resource, "configuration", 0.8,
                f"there are too few of it ({name_of(field)})",
            )  # fmt: skip
    return None


def stopped_callee(pair: Pair) -> Tie | None:
    """The callee was given nothing to run on: its callers see refusals, however they are worded.

    The error may be the caller's 5xx (an API in between hides the 429) or a metric without words.
    """
    field = next((each for each in pair.change.diff if _stops(each)), None)
    if field is None:
        return None
    below = pair.workload.callees_of(pair.resource)
    failing = pair.sign in (Sign.THROTTLING, Sign.UPSTREAM, Sign.SLOW, Sign.RESET, Sign.UNREACHABLE)
    is_it = pair.is_callee or (pair.change.resource in below and pair.callee is None)
    if not ((is_it and (failing or pair.error is None)) or (pair.is_own and pair.error is None)):
        return None
    return Tie(
        "stopped-callee", pair.change.resource, "throttling",
        pair.fading(0.92 if pair.is_callee else 0.8),
        f"calls of it fail ({name_of(field)} is zero)",
    )  # fmt: skip


def _stops(field: FieldChange) -> bool:
    is_capacity = CAPACITY.search(field.path) is not None
    return is_capacity and number(field.after) == 0 and number(field.before) != 0
