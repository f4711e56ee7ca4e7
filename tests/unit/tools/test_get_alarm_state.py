"""The tool that looks at the alarm itself, over sources in memory."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from casebook.domain.alarm import Alarm, AlarmQuery, AlarmTransition
from casebook.domain.workload import Metric
from casebook.errors import Forbidden, NotPermitted
from casebook.tools.get_alarm_state import GetAlarmState
from casebook.tools.results.alarms import AlarmReading
from casebook.tools.tool import Found, NoData, Scope
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.telemetry import MemoryMetrics
from tests.fakes.shop import NOW, scope, shop

ERRORS = Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": "checkout-fn"})
INVOCATIONS = ERRORS.model_copy(update={"name": "Invocations"})
STRANGER = Metric(namespace="Payroll", name="Paid", dimensions={"Service": "payroll"})


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def alarm(**fields: Any) -> Alarm:
    known = {
        "name": "checkout-errors", "state": "ALARM", "changed_at": minutes_ago(1),
        "namespace": "AWS/Lambda", "metric": "Errors", "statistic": "Sum",
        "dimensions": {"FunctionName": "checkout-fn"}, "period_seconds": 300,
        "evaluation_periods": 5, "datapoints_to_alarm": 3, "threshold": 5.0,
        "comparison": "GreaterThanThreshold", "treat_missing_data": "notBreaching",
    }  # fmt: skip
    return Alarm.model_validate(known | fields)


def failing(metric: Metric = ERRORS, minutes: int = 40) -> MemoryMetrics:
    metrics = MemoryMetrics()
    for minute in range(1, 300):
        metrics.put(metric, minutes_ago(minute), 3.0 if minute <= minutes else 0.0)
    return metrics


def look(
    of: Alarm | None,
    metrics: MemoryMetrics,
    directory: MemoryAlarmDirectory | None = None,
    about: Scope | None = None,
) -> Found[AlarmReading] | NoData:
    tool = GetAlarmState(directory or MemoryAlarmDirectory(), metrics)
    found = tool.run(tool.parameters(), replace(about or scope(), alarm=of))
    assert not isinstance(found, NoData) or of is None
    return found  # type: ignore[return-value]


def reading(*args: Any, **more: Any) -> AlarmReading:
    found = look(*args, **more)
    assert isinstance(found, Found)
    return found.data


def test_the_alarm_is_told_with_its_state_and_the_values_that_decided() -> None:
    found = look(alarm(), failing())

    assert isinstance(found, Found)
    data = found.data
    assert data.condition == "Sum of Errors over 300 s > 5, 3 of 5, missing data: notBreaching"
    assert (data.breaching, data.resources) == (True, ("checkout-fn",))
    assert data.since is not None
    assert data.since.start == minutes_ago(40)
    assert data.anchor is not None
    assert list(data.anchor.points())[-1] == (minutes_ago(5), 15.0)
    assert "18:55:00=15 (breaching)" in found.text
    assert "The breach began between 2026-11-21T18:20:00.000Z and" in found.text


def test_without_an_alarm_there_is_nothing_to_look_at() -> None:
    metrics = MemoryMetrics()

    assert isinstance(look(None, metrics), NoData)
    assert metrics.windows == []


def test_the_definition_of_cloudwatch_is_the_one_that_counts() -> None:
    directory = MemoryAlarmDirectory(alarm(threshold=99.0, state="OK"))
    directory.changes["checkout-errors"] = [
        AlarmTransition(at=minutes_ago(1), before="OK", after="ALARM"),
        AlarmTransition(at=minutes_ago(15 * 24 * 60), before="OK", after="ALARM"),
    ]

    data = reading(alarm(), failing(), directory)

    assert (data.defined_by, data.breaching) == ("cloudwatch", False)
    assert data.alarm.state == "ALARM"  # as it was when it fired
    assert [change.at for change in data.history] == [minutes_ago(1)]


def test_where_cloudwatch_refuses_the_message_counts_and_the_gap_is_told() -> None:
    directory = MemoryAlarmDirectory(alarm(threshold=99.0))
    directory.failure = NotPermitted("DescribeAlarms", "AccessDenied", "no")

    data = reading(alarm(), failing(), directory)

    assert (data.defined_by, data.breaching) == ("message", True)
    assert any("DescribeAlarms failed with AccessDenied" in note for note in data.notes)
    assert any("changes of state could not be read" in note for note in data.notes)


@pytest.mark.parametrize(
    ("period", "oldest"),
    [(10, timedelta(hours=3)), (60, timedelta(days=7, hours=3)), (300, timedelta(days=8)),
     (86_400, timedelta(days=9))],
)  # fmt: skip
def test_it_is_read_as_far_back_as_its_period_allows(period: int, oldest: timedelta) -> None:
    metrics = failing()

    reading(alarm(period_seconds=period), metrics)

    (read,) = metrics.windows
    slack = timedelta(seconds=period) + timedelta(minutes=10)
    assert oldest - slack <= NOW - read.start <= oldest + slack
    assert read.end >= NOW


def test_what_lies_between_a_day_and_a_week_ago_is_read_and_left_out() -> None:
    """A week ago is wanted for the same hours; what it was in between tells nothing."""
    metrics = failing()
    for minute in range(10):
        metrics.put(ERRORS, minutes_ago(minute) - timedelta(days=4), 30.0)

    data = reading(alarm(period_seconds=60, threshold=2.0), metrics)

    assert data.anchor is not None
    assert data.anchor.start >= NOW - timedelta(hours=28)
    assert data.last_week is None
    assert len(data.episodes) == 1


def test_breaches_of_a_week_ago_count_as_episodes() -> None:
    metrics = failing()
    for minute in range(10):
        metrics.put(ERRORS, minutes_ago(minute) - timedelta(days=7), 30.0)

    data = reading(alarm(period_seconds=60, threshold=2.0), metrics)

    assert len(data.episodes) == 2
    assert data.last_week is not None
    assert data.episodes[0].start < NOW - timedelta(days=6)


def test_an_alarm_whose_clock_is_ahead_is_looked_at_when_it_fired() -> None:
    metrics = MemoryMetrics()
    for minute in range(60):
        metrics.put(ERRORS, NOW + timedelta(minutes=minute), 9.0)

    data = reading(alarm(changed_at=NOW + timedelta(hours=1)), metrics)

    assert data.breaching is True
    assert data.evaluated_at == NOW + timedelta(hours=1)


def test_an_alarm_that_is_told_no_statistic_says_which_was_read() -> None:
    data = reading(alarm(statistic=""), failing())

    assert "Sum of Errors" in data.condition
    assert any("No statistic is known" in note for note in data.notes)


# ── whose metrics may be read ──


def test_a_metric_of_somebody_else_is_refused_unless_the_team_lists_the_alarm() -> None:
    foreign = alarm(namespace="Payroll", metric="Paid", dimensions={"Service": "payroll"})
    metrics = failing(STRANGER)

    with pytest.raises(Forbidden, match="does not belong to workload 'shop'"):
        look(foreign, metrics)
    assert metrics.windows == []

    listed = shop().model_copy(update={"alarms": ("checkout-errors",)})
    data = reading(foreign, metrics, about=replace(scope(), workload=listed))
    assert data.breaching is True


def test_a_metric_that_is_not_registered_but_names_a_resource_is_read() -> None:
    unregistered = ERRORS.model_copy(update={"name": "DeadLetterErrors"})

    data = reading(alarm(metric="DeadLetterErrors"), failing(unregistered))

    assert (data.breaching, data.resources) == (True, ("checkout-fn",))


# ── the other forms ──


def test_metric_math_is_computed() -> None:
    metrics = failing()
    for minute in range(1, 300):
        metrics.put(INVOCATIONS, minutes_ago(minute), 30.0)
    queries = (
        AlarmQuery(id="e", metric=ERRORS, statistic="Sum", returns_data=False),
        AlarmQuery(id="i", metric=INVOCATIONS, statistic="Sum", returns_data=False),
        AlarmQuery(id="rate", expression="100 * e / i"),
    )

    data = reading(alarm(metric="", namespace="", dimensions={}, queries=queries), metrics)

    assert (data.form, data.breaching) == ("math", True)
    assert data.newest is not None
    assert data.newest.value == pytest.approx(10.0)
    assert "100 * e / i (e = Sum of Errors, i = Sum of Invocations)" in data.condition


def test_a_function_that_is_not_supported_is_a_gap() -> None:
    queries = (
        AlarmQuery(id="e", metric=ERRORS, statistic="Sum", returns_data=False),
        AlarmQuery(id="odd", expression="TIME_SERIES(e)"),
    )

    data = reading(alarm(metric="", queries=queries), failing())

    assert data.breaching is None
    assert any("TIME_SERIES cannot be evaluated here" in note for note in data.notes)


def composite(rule: str, **fields: Any) -> Alarm:
    return Alarm(name="all", state="ALARM", changed_at=minutes_ago(1), rule=rule, **fields)


def test_a_composite_alarm_is_evaluated_through_its_children() -> None:
    quiet = alarm(name="quiet", metric="Throttles")
    rule = 'ALARM("checkout-errors") AND NOT ALARM(quiet)'
    directory = MemoryAlarmDirectory(composite(rule), alarm(), quiet)

    data = reading(composite(rule), failing(), directory)

    assert (data.form, data.breaching) == ("composite", True)
    assert [child.alarm.name for child in data.children] == ["checkout-errors", "quiet"]
    assert data.since is not None
    assert data.since == data.children[0].since
    assert data.resources == ("checkout-fn",)


def test_a_child_of_somebody_else_counts_with_the_state_that_cloudwatch_says() -> None:
    rule = "ALARM(checkout-errors) AND ALARM(payroll)"
    foreign = alarm(
        name="payroll", namespace="Payroll", metric="Paid", dimensions={"Service": "payroll"}
    )
    metrics = failing()

    data = reading(composite(rule), metrics, MemoryAlarmDirectory(alarm(), foreign))

    assert data.breaching is True
    assert [child.alarm.name for child in data.children] == ["checkout-errors"]
    assert any("does not belong" in note for note in data.notes)


def test_composites_that_contain_each_other_end() -> None:
    one = composite("ALARM(other) OR ALARM(checkout-errors)")
    other = composite("ALARM(all)").model_copy(update={"name": "other"})

    data = reading(one, failing(), MemoryAlarmDirectory(one, other, alarm()))

    assert data.breaching is True


def test_children_that_are_not_known_leave_it_open() -> None:
    data = reading(composite("ALARM(a) OR ALARM(b)"), MemoryMetrics())

    assert data.breaching is None
    assert any("state of a is not known" in note for note in data.notes)


@pytest.mark.parametrize(
    "fields", [{"metric": "", "namespace": "", "dimensions": {}}, {"threshold": None}]
)
def test_an_alarm_without_a_metric_or_a_threshold_is_no_crash(fields: dict[str, Any]) -> None:
    listed = replace(scope(), workload=shop().model_copy(update={"alarms": ("checkout-errors",)}))

    data = reading(alarm(**fields), failing(), about=listed)

    assert data.breaching is None
    assert data.notes


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e200])
def test_a_reading_of_strange_values_can_be_stored(value: float) -> None:
    metrics = failing()
    metrics.put(ERRORS, minutes_ago(2), value)

    data = reading(alarm(), metrics)

    assert AlarmReading.model_validate_json(data.to_json()) == data
