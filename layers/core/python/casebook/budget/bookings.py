"""What tools ask of AWS, booked on who had them look.

with bookings.open(payer) as booking:
    ...                                             # tools run
    stream.append(*booking.recorded(), completed)   # for the state of the session or diagnosis
# on leaving, all of it is added to the usage of the day
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple

from casebook.budget.metering import meter_failed_booking, meter_tools
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.usage import Spent
from casebook.errors import CasebookError
from casebook.observability import logger
from casebook.ports.clock import Clock

if TYPE_CHECKING:
    from casebook.ports.usage import UsageStore

_NOTHING = Spent()


class Payer(NamedTuple):
    """On whose behalf AWS is asked."""

    project: str
    workload_id: str
    user: str


class Booking:
    """What one step, one turn of a chat or one request asks of AWS."""

    def __init__(self, take: Callable[[], Spent]) -> None:
        self._take = take
        self.total = _NOTHING

    def recorded(self) -> list[UsageRecorded]:
        """What was asked since this was last called, as events: one, or none for nothing."""
        taken = self._take()
        self.total += taken
        return [UsageRecorded.of_tools(taken)] if taken != _NOTHING else []


class Bookings:
    """Every step has them and few book anything at once, so the usage is opened by the first that
    does."""

    def __init__(
        self,
        take: Callable[[], Spent],
        open_usage: "Callable[[], UsageStore]",
        clock: Clock,
        stage: str,
    ) -> None:
        """`take` gives what this process asked of AWS since it was last called. A process does one
        step at a time, so all of it is the open booking's."""
        self._take = take
        self._open_usage = open_usage
        self._clock = clock
        self._stage = stage

    @contextmanager
    def open(self, payer: Payer | None) -> Iterator[Booking]:
        """Book what is asked until this is left, by an exception too: it was asked all the same.
        Without a payer it is metered alone.

        What a tool that ran out of time has asked since the step before is metered, and booked on
        nobody: its payer is not known any more. A booking that fails is logged and metered; what
        it was for goes on.
        """
        self._meter(self._take())
        booking = Booking(self._take)
        try:
            yield booking
        finally:
            booking.recorded()
            self._meter(booking.total)
            if payer and booking.total != _NOTHING:
                self._book(payer, booking.total)

    def _meter(self, spent: Spent) -> None:
        if spent != _NOTHING:
            meter_tools(spent, self._stage)

    def _book(self, payer: Payer, spent: Spent) -> None:
        from casebook.ports.usage import UsageRow

        today = self._clock.now().astimezone(UTC).date()
        try:
            self._open_usage().add(UsageRow(today, *payer, provider="", model="", spent=spent))
        except CasebookError as error:
            logger.error(
                "requests to AWS were not booked",
                project=payer.project,
                workload_id=payer.workload_id,
                requests=spent.aws_requests,
                bytes_scanned=spent.bytes_scanned,
                why=error.detail,
            )
            meter_failed_booking(self._stage)
