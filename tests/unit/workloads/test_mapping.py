"""The map of a workload: how each resource is, by what is known already."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from casebook.analysis.configuration import EXISTS
from casebook.domain.alarm import Alarm
from casebook.domain.change import Change
from casebook.domain.events.diagnosis import DiagnosisStarted
from casebook.domain.events.event import Draft
from casebook.domain.window import Window
from casebook.errors import NotFound, NotPermitted
from casebook.ports.alarms import AlarmOutcome, HeardAlarm
from casebook.ports.changes import Observation
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.workloads.map_requests import MapResource, WorkloadMap
from casebook.workloads.mapping import MapReading
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.clock import FakeClock
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryChangeStore, MemoryObservationStore
from local.memory.workloads import MemoryAlarmStore, MemoryWorkloadStore
from tests.fakes.shop import NOW, shop

ANN = Identity(user="ann", projects=("team",))


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def alarm(name: str = "checkout-errors", state: str = "ALARM", **fields: Any) -> Alarm:
    known: dict[str, Any] = {
        "namespace": "AWS/Lambda", "metric": "Errors", "changed_at": minutes_ago(7),
        "dimensions": {"FunctionName": "checkout-fn"},
    }  # fmt: skip
    return Alarm(name=name, state=state, **(known | fields))


class World:
    """The shop, which lists no alarm, in an account of many."""

    def __init__(self, *alarms: Alarm) -> None:
        self.clock = FakeClock(NOW)
        self.workloads = MemoryWorkloadStore(shop())
        self.heard, self.directory = MemoryAlarmStore(), MemoryAlarmDirectory(*alarms)
        self.changes, self.observations = MemoryChangeStore(), MemoryObservationStore()
        self.diagnoses = MemoryDiagnosisStore(MemoryEventLog(self.clock))

    def lists(self, *names: str) -> None:
        self.workloads.replace(shop().model_copy(update={"alarms": names}))

    def was_told_of(self, name: str) -> None:
        self.heard.hear(
            HeardAlarm(name, NOW, "", NOW, AlarmOutcome.STARTED, "wkl_1", "team", "dgn_1")
        )

    def map(self, who: Identity = ANN) -> WorkloadMap:
        reading = MapReading(
            self.workloads, self.heard, self.directory, self.changes, self.observations,
            self.diagnoses, self.clock,
        )  # fmt: skip
        return reading.map(who, "wkl_1")

    def resource(self, name: str = "checkout-fn") -> MapResource:
        return next(each for each in self.map().resources if each.name == name)


def test_a_resource_whose_alarm_fires_is_alarming_though_nobody_listed_the_alarm() -> None:
    world = World(alarm(), alarm("others", dimensions={"FunctionName": "payroll"}))

    found = world.map()

    checkout = found.resources[0]
    assert (checkout.state, checkout.since) == ("alarming", minutes_ago(7))
    assert checkout.reason == "checkout-errors is in ALARM."
    assert [each.name for each in found.alarms] == ["checkout-errors"]
    assert [each.state for each in found.resources[1:]] == ["unknown", "unknown"]


def test_of_several_alarms_the_oldest_says_since_when() -> None:
    world = World(alarm(), alarm("checkout-slow", changed_at=minutes_ago(50)))

    assert world.resource().since == minutes_ago(50)
    assert world.resource().reason == "checkout-errors and 1 more are in ALARM."


@pytest.mark.parametrize("known", [World.lists, World.was_told_of])
def test_a_resource_whose_known_alarms_are_well_is_healthy(known: Any) -> None:
    world = World(alarm(state="OK"))
    known(world, "checkout-errors")

    assert (world.resource().state, world.resource().reason) == (
        "healthy", "checkout-errors is OK.",
    )  # fmt: skip


def test_an_alarm_without_data_tells_nothing() -> None:
    world = World(alarm(state="OK"), alarm("quiet", state="INSUFFICIENT_DATA"))
    world.lists("checkout-errors", "quiet")

    assert (world.resource().state, world.resource().reason) == (
        "unknown", "quiet is without enough data.",
    )  # fmt: skip


def test_what_was_changed_in_the_last_day_is_said_with_who_did_it() -> None:
    world = World(alarm(state="OK"))
    world.lists("checkout-errors")
    for minutes, summary in ((2_000, "v1"), (90, "v2"), (30, "v3")):
        change = Change(
            change_id=summary, at=minutes_ago(minutes), kind="deployment", resource="checkout-fn",
            actor="bob", summary=summary,
        )  # fmt: skip
        world.changes.add("wkl_1", change)

    found = world.resource()

    assert (found.state, found.since) == ("changed", minutes_ago(30))
    assert found.reason == "2 changes, last deployment by bob: v3"


def test_what_is_gone_is_alarming_and_what_is_there_is_said() -> None:
    world = World()
    for name, settings in (("checkout-fn", {EXISTS: False}), ("orders-table", {"a": 1})):
        world.observations.keep("wkl_1", Observation(name, minutes_ago(3), settings))

    assert world.resource().state == "alarming"
    assert world.resource().reason == "AWS has no such resource any more."
    assert world.resource("orders-table").reason.endswith("watches it, but AWS has it.")


def test_a_composite_alarm_is_about_what_its_children_watch() -> None:
    rule = "ALARM(checkout-errors) AND ALARM(unknown)"
    both = Alarm(name="both", state="ALARM", changed_at=NOW, rule=rule)
    world = World(alarm(), both)
    world.lists("both")

    found = {each.name: each.resources for each in world.map().alarms}

    assert found == {"both": ("checkout-fn",), "checkout-errors": ("checkout-fn",)}


def test_calls_are_told_as_they_are_registered() -> None:
    calls = [(each.caller, each.callee) for each in World().map().calls]

    assert calls == [("checkout-fn", "orders-table"), ("checkout-fn", "payments")]


def test_the_open_diagnosis_is_there_and_one_that_ended_is_not() -> None:
    world = World()
    window = Window(start=minutes_ago(10), end=NOW)
    started = DiagnosisStarted(
        workload_id="wkl_1", project="team", requested_mode="auto", window=window
    )
    header = DiagnosisHeader("dgn_1", "wkl_1", "team", "running", NOW, "checkout-errors")
    world.diagnoses.open(header, Draft("cloudwatch", started))

    found = world.map().diagnosis
    world.diagnoses.update(header._replace(status="concluded", ended_at=NOW))

    assert found is not None
    assert (found.diagnosis_id, found.status, found.alarm) == (
        "dgn_1", "running", "checkout-errors",
    )  # fmt: skip
    assert world.map().diagnosis is None


def test_where_cloudwatch_does_not_tell_nothing_is_called_healthy() -> None:
    world = World(alarm(state="OK"))
    world.lists("checkout-errors")
    world.directory.failure = NotPermitted("DescribeAlarms", "AccessDenied", "no")

    found = world.map()

    assert {each.state for each in found.resources} == {"unknown"}
    assert "DescribeAlarms failed with AccessDenied" in found.notes[0]


def test_the_map_is_for_those_of_the_project() -> None:
    with pytest.raises(NotFound):
        World().map(Identity(user="eve", projects=("bank",)))
