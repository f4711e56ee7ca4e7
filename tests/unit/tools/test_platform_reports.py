"""list_changes gives what Casebook has itself first and always; what was not looked at is a gap."""

import threading
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed, CasebookError, NotFound, NotPermitted, Throttled
from casebook.ports.changes import Observation, TrailEvent
from casebook.ports.platform_events import Said
from casebook.tools.list_changes import ListChanges
from casebook.tools.platform_reports import MOST_RESOURCES
from casebook.tools.results.changes import Changes
from casebook.tools.tool import Found, Scope
from local.memory.clock import FakeClock
from local.memory.history import MemoryChangeStore, MemoryObservationStore
from local.memory.telemetry import MemoryConfiguration, MemoryPlatformEvents, MemoryTrail
from tests.fakes.shop import NOW, shop

SHOP = shop()
RESOURCES = [resource.name for resource in SHOP.resources]
SCOPE = Scope(SHOP, Window(start=NOW - timedelta(minutes=15), end=NOW), NOW)
FAILURES: dict[str, CasebookError] = {
    "closed": NotPermitted("DescribeEvents", "AccessDenied", "not authorized"),
    "throttled": Throttled("DescribeEvents", "Throttling", "Rate exceeded"),
    "unknown": AwsCallFailed("rds", "UnknownAnswer", "its answer cannot be read"),
    "gone": NotFound("there is no such thing"),
}


def said(resource: str, minutes: float, message: str, source: str = "service") -> Change:
    return Change.model_validate(
        {
            "change_id": f"chg_{resource}_{minutes}_{source}",
            "at": NOW - timedelta(minutes=minutes),
            "kind": "service-event",
            "resource": resource,
            "summary": message,
            "source": source,
        }
    )


def changes(
    platforms: MemoryPlatformEvents, *fed: Change, trail: MemoryTrail | None = None
) -> Changes:
    store = MemoryChangeStore()
    for change in fed:
        store.add(SHOP.workload_id, change)
    clock = FakeClock(NOW)
    configuration = MemoryConfiguration(clock, **dict.fromkeys(RESOURCES))
    seen, trail = MemoryObservationStore(), trail or MemoryTrail()
    tool = ListChanges(configuration, seen, store, platforms, trail, clock)
    found = tool.run(tool.parameters(), SCOPE)
    return found.data if isinstance(found, Found) else Changes(changes=(), trail_read=True)


FED = said(RESOURCES[0], 30, "version 7", "feed")


@given(
    st.dictionaries(
        st.sampled_from(RESOURCES), st.sampled_from([*FAILURES, "empty", "event"]), min_size=1
    ),
    st.sampled_from([None, "closed", "throttled"]),
)
def test_whatever_source_fails_the_others_are_told_and_it_is_a_gap(
    sources: dict[str, str], trail_fails: str | None
) -> None:
    trail = MemoryTrail()
    trail.failure = FAILURES[trail_fails] if trail_fails else None
    answers: dict[str, list[Change] | CasebookError] = {
        name: FAILURES.get(how) or ([said(name, 5, "failover started")] if how == "event" else [])
        for name, how in sources.items()
    }

    found = changes(MemoryPlatformEvents(**answers), FED, trail=trail)

    told = {change.resource for change in found.changes if change.source == "service"}
    failed = {name for name, how in sources.items() if how in FAILURES and how != "gone"}
    assert FED in found.changes
    assert told == {name for name, how in sources.items() if how == "event"}
    assert {name for name in RESOURCES if any(name in gap for gap in found.gaps)} == failed
    assert found.trail_read == (trail_fails is None)


def test_what_a_crash_loop_says_is_told_by_its_first_and_newest_event() -> None:
    name = RESOURCES[0]
    killed = [said(name, minutes, "OutOfMemoryError: Container killed") for minutes in range(1, 90)]

    found = changes(MemoryPlatformEvents(**{name: killed}))

    assert [change.at for change in found.changes] == [killed[-1].at, killed[0].at]


@given(st.integers(0, 40))
def test_of_messages_that_nobody_knows_the_newest_are_told(number: int) -> None:
    name = RESOURCES[0]
    odd = [said(name, minutes, f"campaign {minutes} was sent") for minutes in range(1, number + 1)]

    found = changes(MemoryPlatformEvents(**{name: odd}))

    assert list(found.changes) == sorted(odd, key=lambda change: change.at)[-10:]


def test_an_event_that_a_rule_forwarded_to_the_feed_is_told_once() -> None:
    name = RESOURCES[0]
    fed = said(name, 5, "RDS: Multi-AZ failover started", "feed")

    found = changes(
        MemoryPlatformEvents(**{name: [said(name, 6, "Multi-AZ failover started")]}), fed
    )

    assert found.changes == (fed,)


def test_only_the_resources_near_the_alarm_are_asked_about() -> None:
    names = [f"db-{number}" for number in range(MOST_RESOURCES + 5)]
    workload = SHOP.model_copy(
        update={"resources": tuple(Resource(name=name, type="rds") for name in names), "calls": ()}
    )
    platforms, clock = MemoryPlatformEvents(**{name: [] for name in names}), FakeClock(NOW)
    configuration = MemoryConfiguration(clock, **dict.fromkeys(names))
    tool = ListChanges(
        configuration,
        MemoryObservationStore(),
        MemoryChangeStore(),
        platforms,
        MemoryTrail(),
        clock,
    )

    found = tool.run(tool.parameters(), Scope(workload, SCOPE.window, NOW))

    assert platforms.asked == names[:MOST_RESOURCES]
    assert "The events of 5 more resources, farther from the alarm, were not read." in found.text


class HangingConfiguration(MemoryConfiguration):
    """None of these sources answers before the test is over."""

    over = threading.Event()

    def observe(self, resource: Resource) -> Observation | None:
        self.over.wait()
        return None


class HangingPlatforms(MemoryPlatformEvents):
    over = threading.Event()

    def of(self, resource: Resource, window: Window, since: datetime) -> Said:
        self.over.wait()
        return Said([])


class HangingTrail(MemoryTrail):
    over = threading.Event()

    def lookup(self, resources: Iterable[str], window: Window) -> list[TrailEvent]:
        self.over.wait()
        return []


@pytest.fixture(autouse=True)
def over() -> Iterator[None]:
    hanging = (HangingConfiguration, HangingPlatforms, HangingTrail)
    for source in hanging:
        source.over = threading.Event()
    yield
    for source in hanging:
        source.over.set()


@pytest.mark.parametrize("hangs", ["configuration", "platforms", "trail", "everything"])
def test_a_source_that_hangs_costs_its_share_and_what_is_known_is_told(hangs: str) -> None:
    clock, store = FakeClock(NOW), MemoryChangeStore()
    store.add(SHOP.workload_id, FED)
    failover = said(RESOURCES[0], 5, "failover started")
    everything = hangs == "everything"
    configuration = (
        HangingConfiguration if everything or hangs == "configuration" else MemoryConfiguration
    )
    platforms = HangingPlatforms if everything or hangs == "platforms" else MemoryPlatformEvents
    trail = HangingTrail if everything or hangs == "trail" else MemoryTrail
    tool = ListChanges(
        configuration(clock, **dict.fromkeys(RESOURCES)),
        MemoryObservationStore(),
        store,
        platforms(**{RESOURCES[0]: [failover]}),
        trail(),
        clock,
        seconds=0.5,
    )

    found = tool.run(tool.parameters(), SCOPE)

    assert isinstance(found, Found)
    assert FED in found.data.changes
    assert (failover in found.data.changes) == (hangs in ("configuration", "trail"))
    assert found.data.gaps
    assert all(gap in found.text for gap in found.data.gaps)
