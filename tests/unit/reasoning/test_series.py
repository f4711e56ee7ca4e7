"""When a metric has risen, since when, and when that is no news."""

from datetime import timedelta

import pytest

from casebook.reasoning.rules.series import begin_of_rise, grows, is_usual, limit_of, rose, usual_of
from casebook.tools.results.metrics import MetricPoint, MetricSummary
from tests.unit.agents.builders import at

_MINUTE = timedelta(minutes=1)


def summary(
    *values: float,
    before: tuple[float | None, ...] = (),
    name: str = "Errors",
    statistic: str = "Sum",
    hours_ago: tuple[float, ...] = (),
    is_seasonal: bool = False,
) -> MetricSummary:
    known = [value for value in before[-60:] if value is not None]
    return MetricSummary(
        resource="checkout-fn",
        namespace="AWS/Lambda",
        name=name,
        statistic=statistic,
        period_seconds=60,
        points=tuple(MetricPoint(at=at(60 * n), value=v) for n, v in enumerate(values)),
        baseline_mean=sum(known) / len(known) if known else None,
        window_total=sum(values),
        window_max=max(values, default=0),
        before=before,
        before_end=at(-60),
        occasions=tuple(at(-3600 * hours) for hours in hours_ago),
        is_seasonal=is_seasonal,
    )


def test_with_no_baseline_anything_above_zero_has_risen() -> None:
    assert rose(summary(0, 1))
    assert not rose(summary(0, 0))
    assert not rose(summary())
    assert not rose(summary(-0.0))


def test_a_count_that_chance_makes_has_not_risen() -> None:
    seldom = (0.0,) * 6 + (1.0,)

    assert not rose(summary(2, before=seldom * 20))
    assert rose(summary(4, before=seldom * 20))


def test_one_failure_in_hours_has_risen_only_where_the_alarm_watches_it() -> None:
    one = summary(1, before=(0.0,) * 120)

    assert not rose(one)
    assert rose(one.model_copy(update={"is_alarmed": True}))
    assert rose(summary(2, before=(0.0,) * 120))


@pytest.mark.parametrize("mean", [0.01, 0.5, 3, 40, 99, 101, 5000])
def test_a_count_at_its_mean_has_never_risen(mean: float) -> None:
    assert limit_of(summary(1, before=(mean,) * 60)) >= mean


def test_a_level_never_seen_before_has_risen_after_three_periods() -> None:
    steady = (100.0, 104.0) * 60

    def level(*values: float) -> MetricSummary:
        return summary(*values, before=steady, name="Latency", statistic="Average")

    assert rose(level(160, 161, 165))
    assert not rose(level(160, 161))
    assert not rose(level(106, 107, 108))


def test_the_rise_is_dated_back_to_before_the_window_but_not_over_a_quiet_period() -> None:
    begun = summary(50, before=(0.0,) * 50 + (40.0, 0.0, 45.0, 60.0))

    assert begin_of_rise(begun) == at(-120)


def test_a_gap_in_the_data_ends_the_dating_back() -> None:
    begun = summary(50, before=(0.0,) * 50 + (40.0, None, 60.0))

    assert begin_of_rise(begun) == at(-60)


def test_an_incident_that_fills_half_an_hour_before_the_window_has_still_risen() -> None:
    assert rose(summary(120, before=(0.0,) * 150 + (120.0,) * 30))


def test_what_was_as_high_twice_before_or_at_this_time_yesterday_has_not_risen() -> None:
    quiet = (30.0,) * 60

    def load(**said: object) -> MetricSummary:
        return summary(99, 98, before=quiet, name="CPUUtilization", statistic="Average", **said)  # type: ignore[arg-type]

    assert rose(load())
    assert rose(load(hours_ago=(1,)))
    assert not rose(load(hours_ago=(2, 1)))
    assert not rose(load(is_seasonal=True))


def test_failures_that_recur_are_harm_all_the_same() -> None:
    quiet = (0.0,) * 60

    assert rose(summary(40, before=quiet, hours_ago=(2, 1), is_seasonal=True))
    assert rose(summary(40, before=quiet, hours_ago=(1.3, 1.2, 1.1, 1)))
    assert is_usual(summary(40, before=quiet, hours_ago=(20, 14, 7, 1)))


def test_nothing_before_is_a_usual_of_zero() -> None:
    assert usual_of(summary(1)) == 0
    assert usual_of(summary(1, before=(None, None))) == 0


def test_growth_is_told_from_noise() -> None:
    assert grows([1, 2, 2, 3])
    assert not grows([3, 1, 3, 1])
    assert not grows([5])
