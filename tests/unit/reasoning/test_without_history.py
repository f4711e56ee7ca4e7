"""Where hardly anything was measured before, nothing is usual, so nothing is far above it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.window import Window
from casebook.reasoning.rules import recovery, traffic
from casebook.reasoning.rules.series import rose
from casebook.reasoning.sightings import is_news
from casebook.reasoning.weighing import LIKELY
from tests.unit.agents.builders import ALARM_AT, Incident, at, found_by
from tests.unit.reasoning.test_series import summary
from tests.unit.reasoning.test_weighing import error

_SEEDS = range(12)
_SHORT, _LONG = 14, 120


def switched_on(minutes: int, name: str, usual: float, chance: random.Random) -> Incident:
    """An incident at minute 0 whose metric was measured for so many minutes before."""
    incident = Incident(now=300)
    for minute in range(-minutes, 0):
        incident.metric("checkout-fn", name, {minute: max(0.0, chance.gauss(usual, usual / 20))})
    return incident


@pytest.mark.parametrize("seed", _SEEDS)
def test_a_surge_is_likely_the_cause_only_against_a_known_load(seed: int) -> None:
    strengths = []
    for minutes in (_SHORT, _LONG):
        incident = switched_on(minutes, "Invocations", 100, random.Random(seed))
        incident.metric("checkout-fn", "Invocations", dict.fromkeys(range(5), 900))
        (found,) = found_by(traffic.traffic_surge, incident, "metric-agent")
        strengths.append(found.strength)

    assert strengths[0] < LIKELY <= strengths[1]


@pytest.mark.parametrize("seed", _SEEDS)
def test_failures_are_back_only_where_it_is_known_what_they_were(seed: int) -> None:
    found = []
    for minutes in (0, _LONG):
        incident = switched_on(minutes, "Invocations", 60, random.Random(seed))
        incident.metric("checkout-fn", "Errors", {0: 40, 1: 0, 2: 0, 3: 0})
        incident.metric("checkout-fn", "Invocations", dict.fromkeys(range(4), 60))
        found.append(list(found_by(recovery.metric_recovered, incident, "metric-agent")))

    assert not found[0]
    assert found[1]


@pytest.mark.parametrize("known", range(2, 25))
def test_one_failure_has_not_risen_above_a_few_minutes_without_any(known: int) -> None:
    one = summary(0, 1, before=(0.0,) * known)

    assert not rose(one)
    assert rose(one.model_copy(update={"is_alarmed": True}))
    assert rose(summary(0, 9, before=(0.0,) * known))


@pytest.mark.parametrize("seconds", [1, 30, 75, 200, 299])
def test_what_came_in_a_few_minutes_of_logs_is_neither_usual_nor_new(seconds: int) -> None:
    began_to_log = at(-60 - seconds)
    pattern = error("checkout failed").model_copy(update={"count": 6, "baseline_count": 6})

    window = Window(start=at(-60), end=ALARM_AT)

    assert is_news(pattern, window, began_to_log) is None
    assert is_news(pattern.model_copy(update={"count": 60}), window, at(-3660)) is True


@given(
    known=st.floats(1, 3600),
    quiet=st.floats(0, 3600),
    lines=st.lists(st.floats(0, 30), min_size=2, max_size=20),
    looks=st.lists(st.floats(0, 3600), min_size=1, max_size=5),
)
def test_what_was_news_when_it_came_stays_news_when_it_has_stopped(
    known: float, quiet: float, lines: list[float], looks: list[float]
) -> None:
    """Its own recovery is looked for later than it came, and is one of what was news."""
    came = sorted(known + each for each in lines)
    pattern = error("checkout failed").model_copy(
        update={"count": len(came), "first_at": at(came[0]), "last_at": at(came[-1])}
    )

    def told(seconds: float) -> bool | None:
        return is_news(pattern, Window(start=at(0), end=at(came[-1] + seconds)), at(0))

    at_its_end = told(0)
    assert all(told(seconds) is at_its_end for seconds in (quiet, *looks)) or at_its_end is None
