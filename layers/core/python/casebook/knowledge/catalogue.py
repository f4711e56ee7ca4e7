"""What is known in the work in hand: the tables of this package and, behind their rows, a team's.

Rows are tried in their order, so a team's speak where none of ours does: they add and never change.
Each table is made when it is first asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casebook.knowledge.causes import Cause
    from casebook.knowledge.kubernetes import Reasons
    from casebook.knowledge.metric_table import MetricTable
    from casebook.knowledge.platform_events import PlatformEvents
    from casebook.knowledge.settings import SettingRow
    from casebook.knowledge.sign_table import Signs
    from casebook.knowledge.team_rows import TeamRows


class Catalogue:
    """Every table. Each property raises ValueError, naming row and field, for one of ours that is
    wrong; a team's rows were checked when they were read."""

    def __init__(self, team: "TeamRows | None" = None) -> None:
        self.team = team

    @cached_property
    def signs(self) -> "Signs":
        from casebook.knowledge.sign_table import load

        ours, more = load(), self.team.more_of_ours if self.team else ()
        return ours.joined(more) if more else ours

    @cached_property
    def team_signs(self) -> "Signs | None":
        """The classes of errors that the team has named itself."""
        if not (own := self.team.own_signs if self.team else ()):
            return None
        from casebook.knowledge.sign_table import Signs, load

        return Signs(own, load().guesses)

    @cached_property
    def causes(self) -> "tuple[Cause, ...]":
        from casebook.knowledge.cause_table import load

        return (*load(), *(self.team.causes if self.team else ()))

    @cached_property
    def metrics(self) -> "MetricTable":
        from casebook.knowledge.metric_table import load

        return load().joined(self.team.metrics) if self.team and self.team.metrics else load()

    @cached_property
    def settings(self) -> "tuple[SettingRow, ...]":
        from casebook.knowledge.settings import load

        return (*load(), *(self.team.settings if self.team else ()))

    @cached_property
    def events(self) -> "PlatformEvents":
        from casebook.knowledge.platform_events import PlatformEvents, load

        return PlatformEvents((*load().rows, *self.team.events)) if self.team else load()

    @cached_property
    def reasons(self) -> "Reasons":
        from casebook.knowledge.kubernetes import Reasons, load

        return Reasons((*load().rows, *self.team.reasons)) if self.team else load()


OURS = Catalogue()
"""The tables of this package alone."""

_IN_HAND: ContextVar[Catalogue] = ContextVar("catalogue", default=OURS)


def known() -> Catalogue:
    """What is known in the work in hand. Threads know it too if they are those of `threads.py`."""
    return _IN_HAND.get()


@contextmanager
def knowing(catalogue: Catalogue) -> Iterator[Catalogue]:
    """Let everything within the block know this."""
    token = _IN_HAND.set(catalogue)
    try:
        yield catalogue
    finally:
        _IN_HAND.reset(token)
