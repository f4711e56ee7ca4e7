"""The tools over metrics, on the shop: what is read, what is said, and how often AWS is asked."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.domain.alarm import Alarm
from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.ports.metrics import Series
from casebook.tools.metric_reading import MetricReading, period_for
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.rank_metric_causes import RankMetricCauses
from casebook.tools.results.metrics import MetricCauses, Metrics, MetricSummary
from casebook.tools.tool import Found, NoData
from local.memory.telemetry import MemoryMetrics
from tests.fakes.shop import NOW, scope


def of_checkout(name: str) -> Metric:
    return Metric(namespace="AWS/Lambda", name=name, dimensions={"FunctionName": "checkout-fn"})


ERRORS, DURATION = of_checkout("Errors"), of_checkout("Duration")


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def told(metrics: MemoryMetrics) -> Found[Metrics]:
    tool = QueryMetrics(metrics)
    found = tool.run(tool.parameters(), scope())
    assert isinstance(found, Found)
    return found


def summary(metrics: MemoryMetrics, name: str) -> MetricSummary:
    return next(each for each in told(metrics).data.summaries if each.name == name)


def ranked(metrics: MemoryMetrics, **asked: str) -> Found[MetricCauses] | NoData:
    tool = RankMetricCauses(metrics)
    return tool.run(tool.parameters(**asked), scope())  # type: ignore[return-value]


class Asked(MemoryMetrics):
    """Remembers which metrics each read was for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        self.asked.append([metric.name for metric, _ in metrics])
        return super().query(metrics, window, period_seconds)


def failing() -> MemoryMetrics:
    metrics = MemoryMetrics()
    for minute in range(70):
        metrics.put(of_checkout("Invocations"), minutes_ago(minute), 100)
        metrics.put(ERRORS, minutes_ago(minute), 40 if minute < 8 else 0)
    return metrics


# ── query_metrics ──


def test_each_metric_is_told_with_its_total_its_extremes_and_times() -> None:
    metrics = MemoryMetrics()
    metrics.put(ERRORS, minutes_ago(40), 2.0)
    metrics.put(ERRORS, minutes_ago(5), 3.0)
    metrics.put(ERRORS, minutes_ago(4), 7.0)

    errors = summary(metrics, "Errors")

    assert (errors.window_total, errors.window_max, errors.baseline_mean) == (10.0, 7.0, 2.0)
    assert len(errors.points) == 2
    text = told(metrics).text
    assert (
        "checkout-fn AWS/Lambda Errors (Sum per 60 s): total 10, maximum 7, minimum 3, above zero "
        "from 2026-11-21T18:55:00.000Z to 2026-11-21T18:56:00.000Z, hour before: mean 2"
    ) in text
    assert "No datapoints of checkout-fn Invocations, checkout-fn Throttles" in text


def test_what_moved_is_told_first() -> None:
    metrics = failing()
    for minute in range(70):
        metrics.put(of_checkout("Throttles"), minutes_ago(minute), 0)

    lines = [line for line in told(metrics).text.splitlines() if line.startswith("- ")]

    assert "Errors" in lines[0]


def test_metrics_are_asked_for_in_whole_minutes_with_three_hours_before() -> None:
    metrics = MemoryMetrics()
    late = replace(scope(), now=NOW + timedelta(seconds=7))
    tool = QueryMetrics(metrics)

    tool.run(tool.parameters(), late)

    assert metrics.windows[0].start == minutes_ago(190)
    assert metrics.windows[0].end == NOW + timedelta(minutes=1)


def test_the_day_before_and_this_time_a_week_ago_are_read_too() -> None:
    metrics = MemoryMetrics()

    QueryMetrics(metrics).run(QueryMetrics.parameters(), scope())

    _, history = metrics.windows
    assert NOW - timedelta(days=1) in history
    assert NOW - timedelta(days=7) in history


def test_only_what_left_its_usual_is_asked_what_it_was_before() -> None:
    """GetMetricData is billed by the metric: that nothing happened to one needs no history."""
    metrics = Asked()
    for minute in range(180):
        metrics.put(ERRORS, minutes_ago(minute), 40 if minute < 8 else 0)
        metrics.put(DURATION, minutes_ago(minute), 100)

    told(metrics)

    recent, history = metrics.asked
    assert {ERRORS.name, DURATION.name} <= set(recent)
    assert ERRORS.name in history
    assert DURATION.name not in history


def test_a_later_look_asks_for_the_history_of_what_left_its_usual_since() -> None:
    metrics = Asked()
    for minute in range(180):
        metrics.put(ERRORS, minutes_ago(minute), 40 if minute < 8 else 0)
        metrics.put(DURATION, minutes_ago(minute), 100)
    tool = QueryMetrics(MetricReading(metrics))
    tool.run(tool.parameters(), scope())

    metrics.put(DURATION, NOW, 9_000)
    metrics.asked.clear()
    tool.run(tool.parameters(), replace(scope(), now=NOW + timedelta(seconds=20)))

    _, history = metrics.asked
    assert history == [DURATION.name]


def test_earlier_occasions_are_told_with_their_times() -> None:
    metrics = MemoryMetrics()
    for minute in range(180):
        metrics.put(DURATION, minutes_ago(minute), 900 if minute % 60 < 5 else 100)

    duration = summary(metrics, "Duration")

    assert [f"{at:%H:%M}" for at in duration.occasions] == ["16:56", "17:56"]
    assert "as far from it before on 2 occasions, at 2026-11-21T16:56" in told(metrics).text


def test_what_was_so_at_this_time_yesterday_is_seasonal() -> None:
    metrics = MemoryMetrics()
    for minute in range(180):
        metrics.put(DURATION, minutes_ago(minute), 900 if minute < 5 else 100)
    assert not summary(metrics, "Duration").is_seasonal

    metrics.put(DURATION, minutes_ago(24 * 60 + 2), 850)
    assert summary(metrics, "Duration").is_seasonal


def test_what_came_with_failures_before_is_no_custom() -> None:
    """Memory that runs out every hour, and the service with it, is not fine for being regular."""
    metrics = MemoryMetrics()
    for minute in range(180):
        metrics.put(DURATION, minutes_ago(minute), 900 if minute % 60 < 5 else 100)
        metrics.put(ERRORS, minutes_ago(minute), 50 if minute % 60 < 5 else 0)

    assert summary(metrics, "Duration").occasions == ()
    assert len(summary(metrics, "Errors").occasions) == 2


def test_no_datapoints_at_all_is_no_data() -> None:
    tool = QueryMetrics(MemoryMetrics())

    assert isinstance(tool.run(tool.parameters(metric="Errors"), scope()), NoData)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.0, 1e-9, 12_345_678.9])
def test_whatever_a_metric_holds_there_is_an_answer(value: float) -> None:
    metrics = MemoryMetrics()
    metrics.put(ERRORS, minutes_ago(40), value)
    metrics.put(ERRORS, minutes_ago(4), value)

    tool = QueryMetrics(metrics)
    found = tool.run(tool.parameters(), scope())

    assert "nan" not in found.text
    assert "e+" not in found.text
    assert "e-" not in found.text.replace("checkout-fn", "")


@given(st.lists(st.tuples(st.integers(0, 200), st.floats()), max_size=40))
def test_any_series_is_summarised_and_ranked(points: list[tuple[int, float]]) -> None:
    metrics = MemoryMetrics()
    for minute, value in points:
        metrics.put(ERRORS, minutes_ago(minute), value)
        metrics.put(DURATION, minutes_ago(minute * 7), value)
    tool = QueryMetrics(metrics)

    assert tool.run(tool.parameters(), scope()).text
    assert ranked(metrics).text


@pytest.mark.parametrize(("days", "seconds"), [(0, 60), (14, 60), (20, 300), (70, 3600)])
def test_the_period_is_one_that_cloudwatch_still_keeps(days: int, seconds: int) -> None:
    then = NOW - timedelta(days=days)

    assert period_for(Window(start=then - timedelta(minutes=10), end=then), NOW) == seconds


def test_a_long_window_is_read_in_longer_periods() -> None:
    week = Window(start=NOW - timedelta(days=7), end=NOW)

    assert week.duration.total_seconds() / period_for(week, NOW) <= 1_440


# ── rank_metric_causes ──


def test_the_likeliest_origin_is_told_with_what_moved() -> None:
    found = ranked(failing(), resource="checkout-fn", metric="Errors")

    assert isinstance(found, Found)
    assert found.data.stands_out
    assert found.data.suspects[0].resource == "checkout-fn"
    assert "1. checkout-fn, score 1.00: Errors (Sum) from 0 to 40" in found.text


def test_nothing_stands_out_where_nothing_moved() -> None:
    metrics = MemoryMetrics()
    for minute in range(70):
        metrics.put(ERRORS, minutes_ago(minute), minute % 3)

    found = ranked(metrics)

    assert isinstance(found, Found)
    assert not found.data.stands_out
    assert "Nothing stands out" in found.text


def test_the_symptom_is_what_the_alarm_watches() -> None:
    metrics = failing()
    for minute in range(70):
        metrics.put(DURATION, minutes_ago(minute), 900 if minute < 8 else 100)
    alarm = Alarm(
        name="slow",
        state="ALARM",
        changed_at=NOW,
        namespace="AWS/Lambda",
        metric="Duration",
        dimensions={"FunctionName": "checkout-fn"},
    )
    tool = RankMetricCauses(metrics)

    by_alarm = tool.run(tool.parameters(), replace(scope(), alarm=alarm))
    without = tool.run(tool.parameters(), scope())

    assert "Likely origins of Duration of checkout-fn" in by_alarm.text
    assert "Likely origins of Errors of checkout-fn" in without.text


def test_no_datapoints_of_the_symptom_is_no_data() -> None:
    assert isinstance(ranked(failing(), resource="orders-table"), NoData)
    assert isinstance(ranked(MemoryMetrics()), NoData)


def test_throttles_that_were_never_counted_before_are_counted_from_zero() -> None:
    """DynamoDB puts a datapoint only where it refused something."""
    metrics, table = failing(), scope().workload.resource("orders-table")
    assert table is not None
    throttles = next(each for each in table.metrics if each.name == "WriteThrottleEvents")
    for minute in range(8):
        metrics.put(throttles, minutes_ago(minute), 300)

    found = ranked(metrics, resource="checkout-fn", metric="Errors")

    assert isinstance(found, Found)
    assert found.data.suspects[0].resource == "orders-table"


# ── one read for both ──


def test_both_tools_share_one_read_of_a_moment() -> None:
    metrics = failing()
    reading, asked = MetricReading(metrics), scope()
    QueryMetrics(reading).run(QueryMetrics.parameters(), asked)
    requests = len(metrics.windows)

    RankMetricCauses(reading).run(RankMetricCauses.parameters(), asked)

    assert requests == len(metrics.windows) == 2


def test_a_later_look_reads_the_window_again_and_not_what_was_before() -> None:
    metrics = failing()
    tool = QueryMetrics(MetricReading(metrics))
    tool.run(tool.parameters(), scope())
    tool.run(tool.parameters(), replace(scope(), now=NOW + timedelta(seconds=20)))

    assert len(metrics.windows) == 3


def test_a_question_about_one_resource_reads_that_one() -> None:
    metrics = failing()
    tool = QueryMetrics(metrics)

    found = tool.run(tool.parameters(resource="checkout-fn"), scope())

    assert isinstance(found, Found)
    assert {each.resource for each in found.data.summaries} == {"checkout-fn"}
