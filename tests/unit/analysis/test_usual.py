import math

import pytest

from casebook.analysis.natures import Nature
from casebook.analysis.samples import Samples
from casebook.analysis.shifts import onset_of
from casebook.analysis.usual import Usual, baseline_of, is_usual
from tests.unit.analysis.series import at, count, gauge, latency, samples, step

SEEDS = range(20)


def test_more_of_the_same_is_always_usual() -> None:
    reasons = []
    for draw in (gauge(0), latency(1), count(0.2, 0), count(40, 0)):
        for seed in SEEDS:
            series = samples(step(draw, 180, 180, seed))
            baseline = baseline_of(series, at(150))
            reasons.append(is_usual(series.since(at(150)), baseline, at(150)))

    assert reasons.count(Usual.ALWAYS) >= 0.9 * len(reasons)


@pytest.mark.parametrize("draw", [gauge(25), gauge(-25), latency(3), count(0.2, 5)])
def test_what_began_at_an_onset_is_not_usual(draw: object) -> None:
    for seed in SEEDS:
        series = samples(step(draw, 180, 140, seed))  # type: ignore[arg-type]
        onset = onset_of(series)
        assert onset is not None

        baseline = baseline_of(series, onset.onset.not_before)

        assert is_usual(series.since(onset.onset.not_after), baseline, at(140)) is None


def test_a_second_incident_as_large_as_the_first_is_not_usual() -> None:
    for seed in SEEDS:
        values = step(count(0.2, 20), 170, 60, seed, until=70) + step(count(0, 20), 10, 0, seed)
        series = samples(values)
        baseline = baseline_of(series, at(170))

        assert is_usual(series.since(at(170)), baseline, at(170)) is None


def test_without_a_baseline_nothing_is_usual() -> None:
    series = samples(step(gauge(0), 180, 180, 1))

    assert baseline_of(series, at(11)) is None
    assert baseline_of(samples([]), at(0)) is None
    assert is_usual(50.0, None, at(0)) is None
    assert is_usual(samples([]), baseline_of(series, at(100)), at(100)) is None


@pytest.mark.parametrize(
    ("days", "reason"), [(1, Usual.SAME_HOUR_YESTERDAY), (7, Usual.SAME_HOUR_LAST_WEEK)]
)
def test_what_it_is_at_this_time_of_another_day_is_usual_for_that_reason(
    days: int, reason: Usual
) -> None:
    per_day = 288
    length = days * per_day + 60
    values = step(gauge(0), length, length, 1)
    for place in [*range(30, 42), *range(30 + days * per_day, 42 + days * per_day)]:
        values[place] += 60
    series = samples(values, 300.0)
    begin = at(30 + days * per_day, 300.0)

    found = is_usual(series.since(begin).until(begin + 3_600), baseline_of(series, begin), begin)

    assert found is reason


def test_what_was_reached_on_three_occasions_is_recurrent_and_on_two_is_not() -> None:
    for occasions, expected in ((2, None), (4, Usual.RECURRENT)):
        values = step(gauge(0), 400, 400, 1)
        for occasion in range(occasions):
            for place in range(40 + 80 * occasion, 50 + 80 * occasion):
                values[place] += 60
        values[390:] = [value + 60 for value in values[390:]]
        series = samples(values)

        found = is_usual(series.since(at(390)), baseline_of(series, at(390)), at(390))

        assert found in ((expected, Usual.ALWAYS) if expected else (None,))


def test_a_counter_is_usual_by_its_increase_and_never_by_its_level() -> None:
    steady = [10.0 * place for place in range(180)]
    faster = [*steady[:150], *(steady[149] + 50.0 * (place + 1) for place in range(30))]
    before = baseline_of(samples(steady), at(150), Nature.COUNTER)

    assert is_usual(100.0, before, at(150)) is None
    assert is_usual(samples(steady).since(at(149)), before, at(150)) is Usual.ALWAYS
    assert is_usual(samples(faster).since(at(149)), before, at(150)) is None


def test_a_baseline_tells_its_extent_and_its_quantiles() -> None:
    series = samples([float(place % 10) + 0.5 for place in range(100)])

    baseline = baseline_of(series, at(50))

    assert baseline is not None
    assert (baseline.count, baseline.begin, baseline.end) == (50, at(0), at(50))
    assert baseline.median == 5.0
    assert (baseline.quantile(0.1), baseline.quantile(1.0)) == (0.5, 9.5)
    assert baseline.by_hour == {}


def test_a_baseline_of_a_day_tells_every_hour() -> None:
    baseline = baseline_of(samples([1.5] * 300, 300.0), at(300, 300.0))

    assert baseline is not None
    assert len(baseline.by_hour) == 24


def test_missing_values_are_no_values() -> None:
    values: list[float | None] = [5.5, None, math.nan] * 20

    baseline = baseline_of(samples(values), at(60))

    assert baseline is not None
    assert baseline.count == 20


def test_two_datapoints_of_one_period_are_one() -> None:
    series = Samples.of([at(1), at(0), at(1)], [2.0, 1.0, 3.0], 60.0)

    assert series.values == (1.0, 3.0)
