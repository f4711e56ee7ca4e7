"""Books the requests and scanned bytes of tools for the user on whose behalf they ran.

with bookings.open(payer) as booking:
    ...                                             # tools run
    stream.append(*booking.recorded(), completed)   # for the state of the session or diagnosis
# on exit, everything is added to the usage of the day
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
    """What the tools of one step, one answer or one request of the API use."""

    def __init__(self, take: Callable[[], Spent]) -> None:
        self._take = take
        self.total = _NOTHING

    def recorded(self) -> list[UsageRecorded]:
        """The usage since the last call as an event; no event if nothing was used."""
        taken = self._take()
        self.total += taken
        return [UsageRecorded.of_tools(taken)] if taken != _NOTHING else []


class Bookings:
    """Opens bookings. The store of the usage is loaded with the first row, to keep it out of a
    function's start."""

    def __init__(
        self,
        take: Callable[[], Spent],
        open_usage: "Callable[[], UsageStore]",
        clock: Clock,
        stage: str,
    ) -> None:
        """`take` returns what this process used since the last call. A process runs one step at a
        time, so all of it belongs to the open booking."""
        self._take = take
        self._open_usage = open_usage
        self._clock = clock
        self._stage = stage

    @contextmanager
    def open(self, payer: Payer | None) -> Iterator[Booking]:
        """Book what is used until the block ends, by an exception too. Without a payer the usage is
        metered and not booked.

        So are requests that a tool sent after its step had timed it out: the payer of that step is
        no longer known. A booking that fails is logged and metered, and never raises.
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
