"""Ties: what binds a change to an error, beyond that one came before the other.

The strongest witness there is: the error says the very thing that was changed. Each tie takes one
change and one error and says how they belong together, or that they do not.
"""

from collections.abc import Callable, Sequence

from casebook.reasoning.ties.addresses import (
    changed_address,
    hidden_address,
    mentioned_value,
    missing_setting,
    renamed_target,
)
from casebook.reasoning.ties.code import broken_release, changed_producer, defect_after_release
from casebook.reasoning.ties.limits import asks_for_room, lowered_limit, scaled_in, stopped_callee
from casebook.reasoning.ties.load import another_client, more_load
from casebook.reasoning.ties.networks import changed_network, changed_secret
from casebook.reasoning.ties.permissions import lost_permission
from casebook.reasoning.ties.runtimes import changed_runtime, replaced_runtime
from casebook.reasoning.ties.tie import Pair, Tie
from casebook.reasoning.ties.timing import born_with_it, change_just_before, service_event
from casebook.reasoning.ties.triggers import stopped_trigger

TieRule = Callable[[Pair], Tie | None]

TIES: tuple[TieRule, ...] = (
    lost_permission,
    changed_runtime,
    broken_release,
    changed_address,
    missing_setting,
    mentioned_value,
    renamed_target,
    lowered_limit,
    asks_for_room,
    scaled_in,
    stopped_callee,
    stopped_trigger,
    more_load,
    another_client,
    replaced_runtime,
    defect_after_release,
    changed_producer,
    changed_network,
    changed_secret,
    hidden_address,
    service_event,
    change_just_before,
    born_with_it,
)


def tie_between(pair: Pair, ties: Sequence[TieRule] = TIES) -> Tie | None:
    """The strongest tie of the pair, if there is any; of equally strong ones the first, so the more
    special stand first."""
    found = [tie for tie in (rule(pair) for rule in ties) if tie is not None]
    return max(found, key=lambda tie: tie.strength.weight, default=None)


__all__ = ["TIES", "Pair", "Tie", "TieRule", "tie_between"]
