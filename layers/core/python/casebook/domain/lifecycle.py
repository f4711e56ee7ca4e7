"""Which state may follow which: one table a machine, and whatever is not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from casebook.errors import IllegalTransition

State = TypeVar("State", bound=StrEnum)


def move(legal: Mapping[State, frozenset[State]], now: State, then: State) -> State:
    """`then`, if it may follow `now`.

    Raises:
        IllegalTransition: it may not; the message names both.
    """
    if then not in legal[now]:
        raise IllegalTransition(f"it is {now.value} and cannot become {then.value}")
    return then
