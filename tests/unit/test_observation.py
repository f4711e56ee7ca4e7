from datetime import timedelta

import pytest

from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.errors import AwsCallFailed, Unavailable
from casebook.observation import observe
from local.memory.clock import FakeClock
from local.memory.history import MemoryChangeStore, MemoryObservationStore
from local.memory.telemetry import MemoryConfiguration
from tests.fakes.shop import NOW, shop


class World:
    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.configuration = MemoryConfiguration(self.clock)
        self.configuration.settings |= {
            "checkout-fn": {"environment.URL": "http://payments", "memoryMb": 128},
            "orders-table": {"throughput.write": 5},
            "payments": None,
        }
        self.observations = MemoryObservationStore()
        self.changes = MemoryChangeStore()

    def observe(self) -> list[Change]:
        return observe(shop(), self.configuration, self.observations, self.changes, self.clock)

    def kept(self) -> list[Change]:
        window = Window(start=NOW - timedelta(days=1), end=NOW + timedelta(days=1))
        return self.changes.within("wkl_1", window)

    def set(self, resource: str, **settings: object) -> None:
        self.configuration.settings[resource] = dict(settings)


@pytest.fixture
def world() -> World:
    return World()


def test_the_first_look_is_a_baseline(world: World) -> None:
    assert world.observe() == []
    assert set(world.observations.latest("wkl_1")) == {"checkout-fn", "orders-table"}


def test_health_moves_and_is_neither_kept_nor_a_change(world: World) -> None:
    world.configuration.health["orders-table"] = {"status": "ACTIVE"}
    world.observe()
    world.configuration.health["orders-table"] = {"status": "UPDATING"}

    assert world.observe() == []


def test_what_is_newly_read_was_there_before_and_is_a_baseline(world: World) -> None:
    world.observe()
    world.configuration.edition += 1
    world.set("checkout-fn", tracing="Active", memoryMb=128)

    assert world.observe() == []

    world.set("checkout-fn", tracing="Active", memoryMb=256)
    (change,) = world.observe()
    assert [each.path for each in change.diff] == ["memoryMb"]


def test_a_resource_that_is_gone_shows_across_editions(world: World) -> None:
    world.observe()
    world.configuration.edition += 1
    del world.configuration.settings["orders-table"]

    (change,) = world.observe()

    assert change.summary == "orders-table was removed"


def test_a_difference_to_the_last_look_is_kept_as_a_change(world: World) -> None:
    world.observe()
    world.clock.move(minutes=5)
    world.set("orders-table", **{"throughput.write": 1})

    (change,) = world.observe()

    assert (change.resource, change.kind) == ("orders-table", "scaling")
    assert (change.not_before, change.at) == (NOW, NOW + timedelta(minutes=5))
    assert world.kept() == [change]


def test_a_look_that_shows_nothing_new_narrows_the_time_of_the_next_change(world: World) -> None:
    world.observe()
    world.clock.move(minutes=5)
    world.observe()
    world.clock.move(minutes=5)
    world.set("orders-table", **{"throughput.write": 1})

    (change,) = world.observe()

    assert change.not_before == NOW + timedelta(minutes=5)


def test_a_change_is_told_once(world: World) -> None:
    world.observe()
    world.set("orders-table", **{"throughput.write": 1})
    world.observe()

    assert world.observe() == []
    assert len(world.kept()) == 1


def test_a_resource_that_is_gone_is_a_change_and_so_is_its_return(world: World) -> None:
    world.observe()
    table = world.configuration.settings.pop("orders-table")
    (removed,) = world.observe()
    world.configuration.settings["orders-table"] = table
    (created,) = world.observe()

    assert removed.summary == "orders-table was removed"
    assert created.summary == "orders-table was created"


def test_a_part_that_may_not_be_read_is_told_and_all_else_is_observed(world: World) -> None:
    world.set("checkout-fn", **{"memoryMb": 128, "state.unread.rule": "AccessDenied: no"})

    with pytest.raises(Unavailable, match="checkout-fn: AccessDenied"):
        world.observe()

    assert world.observations.latest("wkl_1")["checkout-fn"].settings["memoryMb"] == 128


def test_one_resource_that_cannot_be_read_does_not_hide_the_others(world: World) -> None:
    world.observe()
    world.configuration.settings["checkout-fn"] = AwsCallFailed("Get", "AccessDenied", "no")
    world.set("orders-table", **{"throughput.write": 1})

    with pytest.raises(AwsCallFailed):
        world.observe()

    assert [each.resource for each in world.kept()] == ["orders-table"]
