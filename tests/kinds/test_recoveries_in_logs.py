"""A pause of errors is a recovery only if it is longer than such errors pause anyway, by chance or
between bursts: over many seeds, looked at in the middle of any pause.
"""

import random
from collections.abc import Callable

import pytest

from casebook.analysis.onset import ends_a_run, longest_pause
from casebook.domain.window import Window
from casebook.reasoning.rules.stopped import errors_stopped
from tests.kinds.incidents import share
from tests.unit.agents.builders import Incident, at, error_line, found_by

SEEDS = range(60)
SINCE = -1_200.0
LINE = error_line("order was not stored: no answer")

Times = Callable[[random.Random], list[float]]


def _by_chance(per_minute: float) -> Times:
    def times(dice: random.Random) -> list[float]:
        found = [SINCE]
        while (next_at := found[-1] + dice.expovariate(per_minute / 60)) < 0:
            found.append(next_at)
        return found

    return times


def _in_bursts(every: float, size: int) -> Times:
    """A job that fails `size` times whenever it runs."""

    def times(dice: random.Random) -> list[float]:
        first = SINCE + dice.uniform(0, every)
        begins = [first + every * place for place in range(int(-first / every) + 1)]
        found = [begin + dice.uniform(0, 4) for begin in begins for _ in range(size)]
        return sorted(moment for moment in found if moment < 0)

    return times


def _is_over(times: list[float], silence: float) -> bool:
    """Whether they are taken to be over, that long after the last, with work going on."""
    now = times[-1] + silence
    incident = Incident(now=now, window=Window(start=at(SINCE), end=at(0)))
    incident.log("checkout-fn", LINE, *times)
    incident.works("checkout-fn", SINCE, now, max(1, silence / 30))
    return bool(found_by(errors_stopped, incident))


@pytest.mark.parametrize("per_minute", [0.5, 2, 8])
def test_a_pause_that_chance_makes_is_no_recovery(per_minute: float) -> None:
    def is_over(seed: int) -> bool:
        dice = random.Random(f"pauses {per_minute} {seed}")
        times = _by_chance(per_minute)(dice)
        return _is_over(times, dice.expovariate(per_minute / 60) + 0.1)

    assert share(map(is_over, SEEDS)) <= 0.02


@pytest.mark.parametrize(("every", "size"), [(120, 20), (300, 8), (300, 40)])
def test_the_time_between_bursts_is_no_recovery(every: float, size: int) -> None:
    def is_over(seed: int) -> bool:
        dice = random.Random(f"bursts {every} {size} {seed}")
        return _is_over(_in_bursts(every, size)(dice), dice.uniform(5, every))

    assert share(map(is_over, SEEDS)) <= 0.02


@pytest.mark.parametrize("per_minute", [2, 8, 30])
def test_a_silence_of_many_pauses_is_a_recovery(per_minute: float) -> None:
    def is_over(seed: int) -> bool:
        dice = random.Random(f"silence {per_minute} {seed}")
        return _is_over(_by_chance(per_minute)(dice), 25 * 60 / per_minute + 60)

    assert share(map(is_over, SEEDS)) >= 0.95


@pytest.mark.parametrize("pauses", [3, 20, 200])
def test_the_more_pauses_there_were_the_longer_one_is_to_be_expected(pauses: int) -> None:
    """By a rate that is known better with each, and by looking at more of them."""
    gap = 7.0
    longest = longest_pause(gap * pauses, pauses, pauses)

    assert longest > longest_pause(gap * pauses, pauses, 1)
    assert longest > gap * 5
    assert not ends_a_run(longest * 0.99, gap * pauses, pauses, pauses)
    assert ends_a_run(longest * 1.01, gap * pauses, pauses, pauses)
