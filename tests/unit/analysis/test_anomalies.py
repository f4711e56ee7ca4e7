import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.analysis.anomalies import find_anomalies

STEP = 300
DAY = 86_400 // STEP


def times(count: int) -> list[int]:
    return [1_700_000_000 + STEP * row for row in range(count)]


def noise(count: int, seed: int = 1) -> list[float]:
    draw = random.Random(seed)
    return [10 + draw.gauss(0, 1) for _ in range(count)]


def daily(count: int, seed: int = 1) -> list[float]:
    return [
        50 + 30 * math.sin(2 * math.pi * row / DAY) + (value - 10)
        for row, value in enumerate(noise(count, seed))
    ]


def near(row: int, flags: list[int], within: int = 12) -> bool:
    return any(row <= flag <= row + within for flag in flags)


def test_a_spike_is_found_in_its_row() -> None:
    values = noise(800)
    values[600] += 20

    assert 600 in find_anomalies(times(800), values)


def test_a_fall_is_found_as_a_rise_is() -> None:
    values = noise(800)
    values[600] -= 20

    assert 600 in find_anomalies(times(800), values)


def test_a_new_level_is_told_once() -> None:
    values = [value + (8 if row >= 600 else 0) for row, value in enumerate(noise(900))]

    flags = [flag for flag in find_anomalies(times(900), values) if flag >= 600]

    assert near(600, flags)
    assert len(flags) <= 2


def test_the_peak_of_every_day_is_no_anomaly_and_a_peak_out_of_its_turn_is() -> None:
    values = daily(12 * DAY)
    at = 10 * DAY + 3 * DAY // 4  # when the day is at its lowest
    before = find_anomalies(times(len(values)), values)
    for row in range(at, at + 12):
        values[row] += 50  # not more than every day's peak

    flags = find_anomalies(times(len(values)), values)

    assert near(at, flags)
    assert len([flag for flag in before if flag >= 8 * DAY]) <= 2


def test_a_series_of_noise_is_flagged_a_handful_of_times() -> None:
    counts = [len(find_anomalies(times(4_000), noise(4_000, seed))) for seed in range(10)]

    assert max(counts) <= 16


@pytest.mark.parametrize("value", [0.0, -0.0, 45.0, -1e99, 1e-300])
def test_a_flat_line_has_no_anomalies(value: float) -> None:
    assert find_anomalies(times(1_000), [value] * 1_000) == []


def test_negative_zero_is_zero() -> None:
    values = [0.0, -0.0] * 400

    assert find_anomalies(times(800), values) == []


def test_what_arithmetic_adds_to_a_flat_line_is_no_anomaly() -> None:
    values = [0.1 + 0.2 if row % 3 else 0.3 for row in range(1_000)]

    assert find_anomalies(times(1_000), values) == []


@pytest.mark.parametrize("missing", [None, math.nan, math.inf, -math.inf])
def test_a_missing_value_is_passed_over(missing: float | None) -> None:
    values: list[float | None] = [*noise(800)]
    values[600] = values[600 - 1] = missing
    values[650] = 40.0

    flags = find_anomalies(times(800), values)

    assert 650 in flags
    assert 600 not in flags


@pytest.mark.parametrize("values", [[], [1.0], [None], [math.nan, 1.0], [1.0] * 5])
def test_too_little_to_know_is_no_anomaly(values: list[float | None]) -> None:
    assert find_anomalies(times(len(values)), values) == []


def test_a_second_incident_as_large_as_the_first_is_found_again() -> None:
    for seed in range(10):
        values = noise(1_500, seed)
        for begin in (700, 1_100):
            for row in range(begin, begin + 6):
                values[row] += 15

        flags = find_anomalies(times(1_500), values)

        assert near(700, flags)
        assert near(1_100, flags)


def test_what_comes_every_few_hours_is_no_news_in_the_end() -> None:
    values = noise(1_400)
    for begin in range(120, 1_400, 40):
        for row in range(begin, begin + 3):
            values[row] += 15

    flags = find_anomalies(times(1_400), values)

    assert len([flag for flag in flags if flag >= 700]) <= 3


def test_an_event_is_told_once_however_long_it_goes_on() -> None:
    values = noise(900)
    for row in range(600, 700):
        values[row] += 0.2 * (row - 600)

    assert len([flag for flag in find_anomalies(times(900), values) if flag >= 600]) <= 2


def test_what_is_far_larger_than_the_event_in_which_it_falls_is_told_too() -> None:
    values = noise(900)
    values[600] += 10
    values[640] += 100

    flags = find_anomalies(times(900), values)

    assert {600, 640} <= set(flags)


def test_an_hourly_series_is_judged_like_one_of_five_minutes() -> None:
    values = noise(800)
    values[600] += 20
    hourly = [1_700_000_000 + 3_600 * row for row in range(800)]

    assert 600 in find_anomalies(hourly, values)


anything = st.one_of(st.none(), st.floats(), st.integers(), st.just(-0.0), st.text(max_size=2))


@given(st.lists(anything, max_size=150), st.lists(anything, max_size=150))
def test_it_never_raises(some_times: list[object], values: list[object]) -> None:
    flags = find_anomalies(some_times, values)

    assert flags == sorted(set(flags))
    assert all(0 <= flag < len(values) for flag in flags)


@given(
    st.integers(0, 10_000),
    st.integers(120, 500),
    st.floats(0.1, 0.99),
    st.sampled_from([60, 300, 3_600, 21_600]),
)
def test_a_row_is_judged_from_the_rows_up_to_it_alone(
    seed: int, count: int, share: float, step: int
) -> None:
    draw = random.Random(seed)
    at, clock, values = 0, [], []
    for _ in range(count):
        at += step if draw.random() < 0.95 else draw.choice([0, -step, 7 * step])
        clock.append(at)
        value = draw.choice([draw.gauss(0, 1), draw.gauss(5, 0.1), draw.paretovariate(1)])
        values.append(None if draw.random() < 0.05 else value)
    middle = int(count * share)

    flags = find_anomalies(clock, values)

    assert [flag for flag in flags if flag < middle] == find_anomalies(
        clock[:middle], values[:middle]
    )


STRANGE = st.sampled_from([None, math.nan, math.inf, -math.inf, -0.0, 0.0, 1e99, -1e99, 1e-300])


@given(
    st.integers(0, 10_000),
    st.integers(110, 300),
    st.lists(st.tuples(st.integers(0, 299), STRANGE), max_size=30),
    st.lists(st.one_of(st.floats(), STRANGE), max_size=30),
    st.integers(1, 299),
)
def test_what_comes_later_changes_no_verdict(
    seed: int,
    count: int,
    strange: list[tuple[int, float | None]],
    instead: list[float | None],
    middle: int,
) -> None:
    values: list[float | None] = [*noise(count, seed)]
    for row, value in strange:
        values[row % count] = value
    middle = min(middle, count)
    before, clock = values[:middle], times(count + len(instead))

    flags = [row for row in find_anomalies(clock, values) if row < middle]
    replaced = [row for row in find_anomalies(clock, [*before, *instead]) if row < middle]

    assert flags == replaced == find_anomalies(clock[:middle], before)


def test_a_single_point_and_a_point_after_a_long_gap_are_no_anomalies() -> None:
    assert find_anomalies([1_700_000_000], [5.0]) == []
    assert find_anomalies([0, 10**9], [5.0, -0.0]) == []
