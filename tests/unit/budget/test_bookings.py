"""What tools ask of AWS is booked on who had them look, once and whatever becomes of the step."""

import json
from datetime import UTC, date
from typing import Any

import pytest

from casebook.adapters.aws_meter import AwsMeter
from casebook.budget.bookings import Bookings, Payer
from casebook.domain.usage import Spent
from casebook.errors import Unavailable
from casebook.ports.usage import UsageRow
from local.memory.clock import FakeClock
from local.memory.ledger import MemoryLedger, MemoryUsageStore

ANN = Payer("shop", "wkl_1", "ann")
TODAY = FakeClock().now().astimezone(UTC).date()


class World:
    def __init__(self) -> None:
        self.clock, self.meter = FakeClock(), AwsMeter()
        self.usage = MemoryUsageStore(MemoryLedger())
        self.bookings = Bookings(self.meter.take, lambda: self.usage, self.clock, "test")

    def rows(self, day: date = TODAY) -> list[UsageRow]:
        return self.usage.of_project("shop", day, day)


class Unreachable(MemoryUsageStore):
    def add(self, row: UsageRow) -> None:
        raise Unavailable("the table does not answer")


@pytest.fixture
def world() -> World:
    return World()


def metered(capsys: pytest.CaptureFixture[str], name: str) -> list[float]:
    lines: list[dict[str, Any]] = [
        json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")
    ]
    return [value for line in lines if name in line for value in line[name]]


def test_the_row_is_the_sum_of_the_events_with_what_came_after_them(world: World) -> None:
    events = []
    with world.bookings.open(ANN) as booking:
        world.meter.count(requests=3)
        events += booking.recorded()
        events += booking.recorded()
        world.meter.count(requests=1, bytes_scanned=7)
        events += booking.recorded()
        world.meter.count(requests=5)

    assert [(each.aws_requests, each.bytes_scanned) for each in events] == [(3, 0), (1, 7)]
    assert [(row.user, row.model, row.spent) for row in world.rows()] == [
        ("ann", "", Spent(aws_requests=9, bytes_scanned=7))
    ]


def test_who_asked_for_nothing_has_no_event_and_no_row(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with world.bookings.open(ANN) as booking:
        assert booking.recorded() == []

    assert world.rows() == []
    assert metered(capsys, "AwsRequests") == []


def test_a_step_that_fails_is_booked_and_fails_as_it_did(world: World) -> None:
    def step() -> None:
        with world.bookings.open(ANN):
            world.meter.count(requests=2)
            raise ValueError("defect")

    for _ in range(2):
        with pytest.raises(ValueError, match="defect"):
            step()

    assert [row.spent.aws_requests for row in world.rows()] == [4]


def test_what_a_late_tool_asks_between_two_steps_is_metered_and_booked_on_nobody(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with world.bookings.open(ANN):
        world.meter.count(requests=1)
    world.meter.count(requests=40)
    with world.bookings.open(ANN._replace(user="ben")):
        world.meter.count(requests=2)

    assert [(row.user, row.spent.aws_requests) for row in world.rows()] == [("ann", 1), ("ben", 2)]
    assert metered(capsys, "AwsRequests") == [1, 40, 2]


def test_what_is_asked_on_nobodys_behalf_is_metered_alone(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    with world.bookings.open(None):
        world.meter.count(requests=4, bytes_scanned=10)

    assert world.rows() == []
    assert metered(capsys, "BytesScanned") == [10]


def test_a_booking_that_fails_keeps_no_step_from_going_on(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    usage = Unreachable(MemoryLedger())
    bookings = Bookings(world.meter.take, lambda: usage, world.clock, "test")

    with bookings.open(ANN) as booking:
        world.meter.count(requests=4)
        recorded = booking.recorded()

    assert [each.aws_requests for each in recorded] == [4]
    assert metered(capsys, "BookingsFailed") == [1]


def test_a_step_over_midnight_counts_to_the_day_in_which_it_ended(world: World) -> None:
    with world.bookings.open(ANN):
        world.meter.count(requests=1)
        world.clock.move(days=1)

    assert world.rows() == []
    assert len(world.rows(world.clock.now().date())) == 1
