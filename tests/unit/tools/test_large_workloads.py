"""AWS limits how often it is asked: of a large workload tools look at what is nearest to the alarm,
and say how much they left out."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from casebook.domain.alarm import Alarm
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.observation import observe
from casebook.ports.logs import LogPage
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.list_changes import ListChanges
from casebook.tools.nearest import MOST_LOG_GROUPS, nearest_resources
from casebook.tools.results.changes import Changes
from casebook.tools.search_logs import SearchLogs
from casebook.tools.tool import Found, Scope
from local.memory.clock import FakeClock
from local.memory.history import MemoryChangeStore, MemoryObservationStore
from local.memory.telemetry import (
    MemoryConfiguration,
    MemoryLogs,
    MemoryPlatformEvents,
    MemoryTrail,
)
from tests.fakes.shop import NOW, scope

LARGE = 200


class AskedLogs(MemoryLogs):
    """Remembers how many lines of which group were asked for."""

    def __init__(self, *groups: str) -> None:
        super().__init__(*groups)
        self.asked: Counter[str] = Counter()

    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        self.asked[log_group] += limit
        return super().search(log_group, window, pattern, limit)


def large(seed: int = 0, resources: int = LARGE) -> Scope:
    """A tree of functions, each called by an earlier one, and the alarm on one of them."""
    chance = random.Random(seed)
    names = [f"f{number}" for number in range(resources)]
    calls = tuple((names[chance.randrange(n)], names[n]) for n in range(1, resources))
    described = tuple(
        Resource(name=name, type="lambda", log_groups=(group(name),)) for name in names
    )
    alarm = Alarm(name="a", state="ALARM", reason="", changed_at=NOW, metric="Errors",
                  namespace="AWS/Lambda", dimensions={"FunctionName": chance.choice(names)},
                  region="", account="")  # fmt: skip
    workload = scope().workload.model_copy(update={"resources": described, "calls": calls})
    return Scope(workload, scope().window, NOW, alarm=alarm)


def group(name: str) -> str:
    return f"/aws/lambda/{name}"


def alarmed(of: Scope) -> str:
    assert of.alarmed
    return of.alarmed.name


@pytest.mark.parametrize("seed", range(20))
def test_the_alarms_own_resource_is_nearest_and_no_call_skips_a_distance(seed: int) -> None:
    of = large(seed)

    order = nearest_resources(of)

    assert order[0] == alarmed(of)
    assert sorted(order) == sorted(each.name for each in of.workload.resources)
    for place, name in enumerate(order[1:], start=1):  # in a tree each is next to an earlier one
        near = {a for a, b in of.workload.calls if b == name}
        near |= {b for a, b in of.workload.calls if a == name}
        assert near & set(order[:place])


def test_without_an_alarm_resources_are_as_they_were_registered() -> None:
    of = Scope(large().workload, scope().window, NOW)

    assert nearest_resources(of) == [each.name for each in of.workload.resources]


@pytest.mark.parametrize("seed", range(5))
def test_patterns_of_the_nearest_groups_are_read_within_bounds(seed: int) -> None:
    of = large(seed)
    logs = AskedLogs(*of.workload.log_groups)
    logs.write(group(alarmed(of)), NOW - timedelta(minutes=2), "[ERROR] refused")

    found = GetLogPatterns(logs).run(GetLogPatterns.parameters(), of)

    assert isinstance(found, Found)
    assert [each.resource for each in found.data.patterns] == [alarmed(of)]
    assert len(logs.asked) == MOST_LOG_GROUPS
    assert sum(logs.asked.values()) <= 200_000
    assert found.data.groups_left_out == LARGE - MOST_LOG_GROUPS
    assert "150 more log groups, farther from the alarm, were not read." in found.text


def test_every_group_of_a_smaller_workload_is_read() -> None:
    of = large(resources=MOST_LOG_GROUPS)
    logs = AskedLogs(*of.workload.log_groups)
    logs.write(group("f1"), NOW - timedelta(minutes=2), "[ERROR] refused")

    found = GetLogPatterns(logs).run(GetLogPatterns.parameters(), of)

    assert isinstance(found, Found)
    assert found.data.groups_left_out == 0
    assert set(logs.asked) == set(of.workload.log_groups)


def test_lines_by_a_pattern_are_searched_near_the_alarm() -> None:
    of = large(3)
    logs = AskedLogs(*of.workload.log_groups)
    logs.write(group(alarmed(of)), NOW - timedelta(minutes=2), "refused")

    found = SearchLogs(logs).run(SearchLogs.parameters(pattern="refused"), of)

    assert isinstance(found, Found)
    assert len(found.data.lines) == 1
    assert len(logs.asked) == MOST_LOG_GROUPS
    assert "150 more log groups, farther from the alarm, were not read." in found.text


@pytest.mark.parametrize(("resources", "left_out"), [(20, 0), (LARGE, LARGE - 30)])
def test_the_trail_is_asked_about_the_nearest_as_often_as_there_is_time(
    resources: int, left_out: int
) -> None:
    of, trail = large(4, resources), MemoryTrail()

    found = list_changes(trail).run(ListChanges.parameters(), of)

    assert isinstance(found, Found) == bool(left_out)
    assert [name for names, _ in trail.asked for name in names] == nearest_resources(of)[:30]
    if isinstance(found, Found):
        assert isinstance(found.data, Changes)
        assert found.data.trail_left_out == left_out
        assert f"CloudTrail was not asked about {left_out} more resources." in found.text


def list_changes(trail: MemoryTrail) -> ListChanges:
    clock = FakeClock(NOW)
    configuration = MemoryConfiguration(clock, **{f"f{n}": dict[str, Any]() for n in range(LARGE)})
    seen, changes = MemoryObservationStore(), MemoryChangeStore()
    return ListChanges(configuration, seen, changes, MemoryPlatformEvents(), trail, clock)


@pytest.mark.parametrize("resources", [5, LARGE])
def test_every_change_is_seen_however_many_resources_are_looked_at(resources: int) -> None:
    of, clock = large(resources=resources), FakeClock(NOW)
    seen, changes = MemoryObservationStore(), MemoryChangeStore()
    configuration = MemoryConfiguration(clock, **{f"f{n}": {"a": 1} for n in range(resources)})
    observe(of.workload, configuration, seen, changes, clock)
    configuration.settings |= {f"f{n}": {"a": 2} for n in range(resources)}
    del configuration.settings["f3"]

    found = observe(of.workload, configuration, seen, changes, clock)

    assert [change.resource for change in found] == [f"f{n}" for n in range(resources)]
