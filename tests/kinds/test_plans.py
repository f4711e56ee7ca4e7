"""The same change by the same actor at the same time of several days is a plan, and what follows it
each time needs nobody; a change that did no harm on all those days and does today is none.
"""

import pytest

from tests.evals import aws
from tests.evals.builder import DAY, HOUR
from tests.kinds.incidents import Situation, is_healthy, situation

SEEDS = range(2)
_DAYS = (1, 2, 3)
_NOTHING_TO_DO = "# {} {} alarm\n\nExpected while the night's run goes on: no action is needed.\n"


def _nightly(
    seed: int, *, was_seen: bool = True, same_actor: bool = True, runbook: bool = False
) -> Situation:
    """Each evening somebody starts a run on a service, and a metric rises over the threshold of an
    alarm: today further than yesterday, so that its level alone does not tell that it is usual."""
    of = situation(seed, "plans")
    usual, since = of.dice.uniform(50, 400), of.minutes_ago(8, 25)
    service, metric, actor = of.name("web"), of.name().title(), of.name("schedule")
    levels: dict[str, aws.Level] = {metric: ("None", usual, 0.04, 0.0)}
    made = aws.resource(service, "ecs", of.style())
    of.it.has(made.plus(of.name().title(), {"Service": service}, levels))
    of.business(service, 3)
    series = of.it.series(service, metric)
    series.earlier = [minute * 60 - DAY - 1 for minute in range(-400, 200)]
    series.shift(since, usual * 4.5)
    if was_seen:
        series.shift(since - DAY, usual * 3, since - DAY + HOUR)
    for days in (0, *_DAYS):
        who = actor if same_actor or not days else f"{actor}-{days}"
        of.it.change(since - days * DAY - 60, f"other {service} {who} | run {7 - days} started")
    alarm = of.name("level")
    of.it.alarm(alarm, service, metric, usual * 2, 3, statistic="Average")
    if runbook:
        of.it.runbook("nights.md", _NOTHING_TO_DO.format(alarm, metric))
    return of


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_plan_does_each_evening_is_healthy(seed: int) -> None:
    assert is_healthy(_nightly(seed).diagnosed())


def test_a_runbook_that_needs_nobody_makes_it_surer() -> None:
    report, told = _nightly(1).diagnosed(), _nightly(1, runbook=True).diagnosed()

    assert is_healthy(told)
    assert told.confidence > report.confidence


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_that_did_no_harm_on_other_days_is_no_plan(seed: int) -> None:
    assert not is_healthy(_nightly(seed, was_seen=False).diagnosed())


def test_what_another_actor_does_each_day_is_no_plan() -> None:
    assert not is_healthy(_nightly(2, same_actor=False).diagnosed())


def test_a_runbook_alone_proves_nothing() -> None:
    assert not is_healthy(_nightly(2, was_seen=False, runbook=True).diagnosed())


def test_a_plan_beside_new_errors_is_not_healthy() -> None:
    of = _nightly(0)
    (service,) = of.it._resources
    of.it.says(service, f"{of.name()} failed: no {of.name()}", 8, -500, level="ERROR")

    assert not is_healthy(of.diagnosed())
