import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.analysis.natures import Nature, nature_of
from casebook.analysis.samples import Samples
from casebook.analysis.shifts import Direction, Shift, excursions, onset_of
from tests.unit.analysis.series import (
    BEGIN,
    Draw,
    at,
    count,
    daily,
    gauge,
    latency,
    poisson,
    remembering,
    samples,
    step,
)

SEEDS = range(20)
STEPS: dict[str, Draw] = {
    "a sparse count rises": count(0.02, 5),
    "a count quadruples": count(2, 8),
    "a dense count falls": count(500, 300),
    "a latency triples": latency(3, 0.3),
    "a gauge rises by five deviations": gauge(25),
    "a gauge falls by five deviations": gauge(-25),
}


def is_near(found: Shift | None, place: int, within: int = 2) -> bool:
    """Whether the onset lies within so many datapoints of the true one."""
    if found is None:
        return False
    slack = within * 60.0
    return found.onset.not_before - slack <= at(place) <= found.onset.not_after + slack


@pytest.mark.parametrize("minutes", [10, 30, 75, 110, 240])
@pytest.mark.parametrize("name", STEPS)
def test_an_onset_is_found_however_long_ago(name: str, minutes: int) -> None:
    length = max(180, minutes + 60)

    found = [onset_of(samples(step(STEPS[name], length, length - minutes, seed))) for seed in SEEDS]

    assert sum(is_near(shift, length - minutes) for shift in found) >= 19


@pytest.mark.parametrize("name", ["a sparse count rises", "a dense count falls",
                                  "a gauge rises by five deviations"])  # fmt: skip
def test_a_loud_onset_is_found_after_five_minutes(name: str) -> None:
    found = [onset_of(samples(step(STEPS[name], 180, 175, seed))) for seed in SEEDS]

    assert sum(is_near(shift, 175) for shift in found) >= 19


STATIONARY: dict[str, Callable[[int], list[float]]] = {
    "once in twenty minutes": lambda seed: step(count(0.05, 0), 180, 180, seed),
    "thrice a minute": lambda seed: step(count(3, 0), 180, 180, seed),
    "fifty a minute": lambda seed: step(count(50, 0), 180, 180, seed),
    "log-normal": lambda seed: step(latency(1, 0.4), 180, 180, seed),
    "normal": lambda seed: step(gauge(0), 180, 180, seed),
    "with a memory": lambda seed: remembering(180, 0.8, seed),
}


@pytest.mark.parametrize("name", STATIONARY)
def test_noise_has_an_onset_in_one_series_of_fifty_at_most(name: str) -> None:
    found = [excursions(samples(STATIONARY[name](seed))) for seed in range(100)]

    assert sum(map(bool, found)) <= 2


def test_a_daily_season_has_no_onset() -> None:
    found = [onset_of(samples(daily(864, seed), 300.0)) for seed in SEEDS]

    assert sum(shift is not None for shift in found) <= 1


def test_a_rise_out_of_season_is_found() -> None:
    for seed in SEEDS:
        values = daily(864, seed)
        values[840:] = [2.5 * value for value in values[840:]]

        found = onset_of(samples(values, 300.0))

        assert found is not None
        assert abs(found.onset.not_after - at(840, 300.0)) <= 900


def bursts(seed: int, length: int = 720) -> list[float]:
    """Nothing for an hour or so, then some events for a few minutes, again and again."""
    chance = random.Random(seed)
    values = [0.0] * length
    for place in range(length):
        if chance.random() < 0.02:
            for after in range(place, min(length, place + chance.randint(1, 4))):
                values[after] += poisson(chance, 5)
    return values


def test_bursts_that_come_again_and_again_are_seldom_an_onset() -> None:
    found = [onset_of(samples(bursts(seed))) for seed in range(60)]

    assert sum(shift is not None for shift in found) <= 6


def test_a_second_incident_as_large_as_the_first_is_found_again() -> None:
    for seed in SEEDS:
        first = step(count(0.2, 20), 180, 60, seed, until=70)
        values = first[:170] + step(count(0.2, 20), 10, 0, seed + 1_000)

        found = excursions(samples(values))

        assert len(found) == 2
        assert found[0].ended is not None
        assert is_near(found[1], 170)


def test_what_has_ended_is_no_onset_and_says_when_it_ended() -> None:
    for seed in SEEDS:
        series = samples(step(gauge(25), 180, 60, seed, until=100))

        found = excursions(series)

        assert onset_of(series) is None
        assert len(found) == 1
        ended = found[0].ended
        assert ended is not None
        assert ended.not_before - 120 <= at(100) <= ended.not_after + 120


def test_what_grows_worse_began_when_it_was_first_unusual() -> None:
    for seed in SEEDS:
        values = step(gauge(25), 180, 90, seed)
        values[130:] = [value + 25 for value in values[130:]]

        assert is_near(onset_of(samples(values)), 90)


def test_a_small_old_drift_is_not_the_onset_of_what_is_new() -> None:
    for seed in SEEDS:
        values = step(gauge(10), 720, 200, seed)
        values[700:] = [value + 80 for value in values[700:]]

        assert is_near(onset_of(samples(values)), 700)


def test_four_values_of_a_sparse_count_are_enough() -> None:
    values = [*[0.0, 0, 1, 0] * 15, 4, 6, 5, 4]

    assert is_near(onset_of(samples(values)), 60, within=0)


def test_it_rises_or_falls_and_tells_the_levels() -> None:
    rise = onset_of(samples(step(gauge(25), 180, 120, 1)))
    fall = onset_of(samples(step(gauge(-25), 180, 120, 1)))

    assert rise
    assert rise.direction is Direction.RISE
    assert abs(rise.usual - 50) < 3
    assert abs(rise.observed - 75) < 3
    assert fall
    assert fall.direction is Direction.FALL
    assert onset_of(samples(step(gauge(25), 180, 120, 1)), direction=Direction.FALL) is None


def test_what_comes_later_than_asked_is_not_read() -> None:
    series = samples(step(gauge(25), 180, 150, 1))

    assert onset_of(series, until=at(140)) is None
    assert is_near(onset_of(series, until=at(170)), 150)


@pytest.mark.parametrize("age_in", [1, 1_000])
def test_an_age_that_grows_a_second_a_second_tells_when_it_stood_still(age_in: int) -> None:
    values = [0.0] * 100 + [60.0 * age_in * (place + 1) for place in range(40)]

    found = onset_of(samples(values))

    assert found
    assert found.nature is Nature.AGE
    assert found.onset.not_before <= at(100) <= found.onset.not_after


def test_an_age_may_have_begun_before_its_series() -> None:
    values = [7_200.0 + 60 * place for place in range(20)]

    found = onset_of(samples(values), Nature.AGE)

    assert found
    assert found.onset.not_before == BEGIN - 7_200


def test_a_counter_is_read_by_its_increase() -> None:
    steady = [10.0 * place for place in range(180)]
    restarted = [*steady[:90], *(10.0 * place for place in range(90))]
    faster = [*steady[:120], *(steady[119] + 50.0 * (place + 1) for place in range(60))]

    assert onset_of(samples(steady)) is None
    assert onset_of(samples(restarted), Nature.COUNTER) is None
    found = onset_of(samples(faster))
    assert found
    assert found.nature is Nature.COUNTER
    assert (found.usual, found.observed) == (10, 50)
    assert is_near(found, 120, within=1)


def test_a_gap_is_no_value() -> None:
    for seed in SEEDS:
        values: list[float | None] = [*step(gauge(25), 180, 120, seed)]
        values[40:60] = [None] * 20
        values[115:125] = [None] * 10

        found = onset_of(samples(values))

        assert found is not None
        assert found.onset.not_before - 60 <= at(120) <= found.onset.not_after + 60


@pytest.mark.parametrize(
    "values", [[], [1.0], [math.nan] * 50, [math.inf, None, 3.0], [5.0] * 4, [2.0] * 300]
)
def test_too_little_or_nothing_has_no_onset(values: list[float | None]) -> None:
    for nature in (None, *Nature):
        assert onset_of(samples(values), nature) is None
        assert onset_of(samples(values, 86_400.0), nature) is None


def test_one_value_alone_is_no_new_level_of_a_gauge() -> None:
    for seed in SEEDS:
        values = step(gauge(0), 180, 180, seed)
        values[90] += 500
        values[-1] += 500

        assert excursions(samples(values)) == []


def test_the_unit_of_a_latency_does_not_move_its_onset() -> None:
    for seed in SEEDS:
        values = step(latency(2), 180, 120, seed)
        milliseconds = onset_of(samples(values), Nature.LATENCY)
        seconds = onset_of(samples([value / 1_000 for value in values]), Nature.LATENCY)

        assert milliseconds
        assert seconds
        assert milliseconds.onset == seconds.onset


def test_an_onset_moves_with_the_times() -> None:
    values = step(latency(3), 180, 120, 3)
    later = Samples.of([at(place) + 7_200 for place in range(180)], values, 60.0)

    here, there = onset_of(samples(values)), onset_of(later)

    assert here
    assert there
    assert there.onset.not_before - here.onset.not_before == 7_200


def test_more_of_the_same_keeps_the_onset() -> None:
    for seed in SEEDS:
        values = step(gauge(25), 300, 120, seed)
        for length in (140, 180, 240, 300):
            assert is_near(onset_of(samples(values[:length])), 120, within=1)


anything = st.one_of(st.none(), st.floats(), st.integers(), st.text(max_size=2))


@settings(max_examples=60)
@given(st.lists(anything, max_size=60), st.sampled_from([None, *Nature]))
def test_it_never_raises(values: list[object], nature: Nature | None) -> None:
    series = Samples.of([at(place) for place in range(len(values))], values, 60.0)

    for shift in excursions(series, nature):
        assert shift.onset.not_before <= shift.onset.not_after
        assert 0 <= shift.chance <= 1


@pytest.mark.parametrize(
    ("values", "nature"),
    [
        ([0, 0, 3, 0, 1] * 10, Nature.COUNT),
        ([10.0 * place for place in range(60)], Nature.COUNTER),
        ([60.0 * place for place in range(60)], Nature.AGE),
        ([0.91, 0.99, 0.97] * 10, Nature.SHARE),
        ([-1.5, 2.5] * 10, Nature.GAUGE),
        (step(latency(1, 0.8), 200, 200, 1), Nature.LATENCY),
    ],
)
def test_a_nature_is_guessed_from_values(values: list[float], nature: Nature) -> None:
    assert nature_of(samples(values)) is nature


@pytest.mark.parametrize("nature", [None, *Nature])
def test_a_ramp_without_noise_has_departures_in_order(nature: Nature | None) -> None:
    """Its cuts lie so close that neighbours would meet in one place."""
    for seed in range(40):
        dice = random.Random(f"ramp {seed}")
        length = dice.randint(60, 400)
        start, slope = dice.randint(20, length - 5), dice.uniform(0.1, 60)
        values = [float(round(max(0, place - start) * slope)) for place in range(length)]

        found = excursions(samples(values), nature)

        onsets = [shift.onset.not_after for shift in found]
        assert onsets == sorted(onsets)


@pytest.mark.parametrize("unit", [1.0, 1000.0])
def test_an_age_that_stands_still_is_an_excursion_since_now_less_itself(unit: float) -> None:
    before = [unit * (2 + place % 3) for place in range(90)]
    standing = [unit * 60.0 * (place + 1) for place in range(30)]

    found = excursions(samples([*before, *standing]), Nature.AGE)

    assert [shift.ended for shift in found] == [None]
    assert is_near(found[0], 90)
