"""The same change by the same actor at the same time of several days is a plan, and what follows it
each time needs nobody; a change that did no harm on all those days and does today is none.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import DAY
from tests.kinds.incidents import Situation, is_healthy, situation

SEEDS = range(2)
_DAYS = (1, 2, 3)


def _scaled_in(seed: int, *, was_seen: bool = True, actor_changes: bool = False) -> Situation:
    """Each evening a schedule scales a service in, and its number of tasks falls below an alarm's
    threshold."""
    of = situation(seed, "plans")
    usual, left = of.dice.randint(8, 20), of.dice.randint(1, 3)
    since = of.minutes_ago(8, 25)
    service, actor = of.name("web"), of.name("schedule")
    at = {"ClusterName": of.name(), "ServiceName": service}
    levels: dict[str, aws.Level] = {
        "RunningTaskCount": ("None", usual, 0.0, 0.0),
        "CpuUtilized": ("Percent", 30),
    }
    of.it.has(aws.resource(service, "ecs", of.style()).plus("ECS/ContainerInsights", at, levels))
    of.business(service, 3)
    tasks = of.it.series(service, "RunningTaskCount")
    tasks.shift(since, left)
    # Yesterday it was a while later than today, and lasted for as long.
    later = of.dice.uniform(4, 9) * 60
    tasks.earlier = [minute * 60 - DAY - 1 for minute in range(-400, 200)]
    if was_seen:
        tasks.shift(since - DAY + later, left, -DAY + 7200)
    for days in _DAYS:
        moment = since - days * DAY + (later if days == 1 else 0) - 60
        who = f"{actor}-{days}" if actor_changes else actor
        of.it.change(
            moment,
            f"scaling {service} {who} | fewer tasks for the night",
            f"desiredCount: {usual} -> {left}",
        )
    of.it.change(
        since - 60,
        f"scaling {service} {actor} | fewer tasks for the night",
        f"desiredCount: {usual} -> {left}",
    )
    of.it.alarm(
        of.name("tasks"), service, "RunningTaskCount", usual / 2, 3,
        breaching="LessThanThreshold", statistic="Average",
    )  # fmt: skip
    return of


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_plan_does_each_evening_is_healthy(seed: int) -> None:
    report = _scaled_in(seed).diagnosed()

    assert is_healthy(report)


def test_a_runbook_that_needs_nobody_makes_it_surer() -> None:
    of, told = _scaled_in(1), _scaled_in(1)
    name = told.it._alarm["AlarmName"]
    told.it.runbook("nights.md", f"# {name} running task count\n\nExpected: no action is needed.\n")

    assert told.diagnosed().confidence >= of.diagnosed().confidence
    assert is_healthy(told.diagnosed())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_that_did_no_harm_on_other_days_is_no_plan(seed: int) -> None:
    report = _scaled_in(seed, was_seen=False).diagnosed()

    assert not is_healthy(report)


def test_a_runbook_alone_proves_nothing() -> None:
    of = _scaled_in(2, was_seen=False)
    name = of.it._alarm["AlarmName"]
    of.it.runbook("nights.md", f"# {name} running task count\n\nExpected: no action is needed.\n")

    assert not is_healthy(of.diagnosed())
