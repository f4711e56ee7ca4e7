"""Every shape that an alarm's message has, from the topic and from the bus."""

import json
from typing import Any

import pytest

from casebook.diagnosis.messages import alarm_texts, read_alarm
from casebook.domain.alarm import Alarm
from tests.unit.test_alarms import message

METRIC = {"MetricName": "Errors", "Namespace": "AWS/Lambda",
          "Dimensions": [{"value": "f", "name": "FunctionName"}]}  # fmt: skip


def query(name: str = "m1", **fields: Any) -> dict[str, Any]:
    stat = {"Metric": METRIC, "Period": 300, "Stat": "Sum"}
    return {"Id": name, "MetricStat": stat, "ReturnData": True} | fields


def read(**trigger: Any) -> Alarm:
    alarm = read_alarm(message(Trigger=trigger))
    assert alarm is not None
    return alarm


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("- TreatMissingData:                    notBreaching", "notBreaching"),
        ("- TreatMissingData:                    missing", "missing"),
        ("breaching", "breaching"),
        ("ignore", "ignore"),
        ("", "missing"),
        (None, "missing"),
        ("nonsense", "missing"),
    ],
)
def test_missing_data_is_read_as_it_is_spelled(said: str | None, meant: str) -> None:
    assert read(**METRIC, TreatMissingData=said).missing_data == meant


def test_m_of_n_and_percentiles_are_read() -> None:
    alarm = read(
        **METRIC, StatisticType="ExtendedStatistic", ExtendedStatistic="p99", Unit="Count",
        EvaluationPeriods=5, DatapointsToAlarm=3, EvaluateLowSampleCountPercentile="ignore",
    )  # fmt: skip

    assert (alarm.needed, alarm.evaluation_periods) == (3, 5)
    assert [source.statistic for source in alarm.sources] == ["p99"]
    assert alarm.form == "metric"


def test_metric_math_is_read_with_its_queries() -> None:
    expression = {"Expression": "100 * m1 / m2", "Id": "e1", "Label": "rate", "ReturnData": True}
    queries = [expression, query("m1", ReturnData=False), query("m2", ReturnData=False)]

    alarm = read(Metrics=queries, EvaluationPeriods=2, Threshold=5.0)

    assert (alarm.form, alarm.period_seconds, alarm.metric) == ("math", 300, "")
    assert [source.id for source in alarm.sources] == ["m1", "m2"]
    assert alarm.dimension_values == ("f",)


def test_a_band_is_read_with_the_metric_around_which_it_is_drawn() -> None:
    band = {"Expression": "ANOMALY_DETECTION_BAND(m1, 2)", "Id": "ad1", "ReturnData": True}

    alarm = read(Metrics=[query(), band], ThresholdMetricId="ad1", Period=60)

    assert (alarm.form, alarm.metric, alarm.statistic) == ("anomaly", "Errors", "Sum")


def test_a_composite_alarm_is_read_with_its_rule_and_who_triggered_it() -> None:
    arn = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a: b"
    state = {"Value": "ALARM", "Timestamp": "2026-11-21T18:59:00.000+0000"}
    said = json.loads(message(AlarmRule=f"ALARM({arn})",
                              TriggeringChildren=[{"Arn": arn, "State": state}]))  # fmt: skip
    del said["Trigger"]

    alarm = read_alarm(json.dumps(said))

    assert alarm is not None
    assert (alarm.form, alarm.children) == ("composite", ("a: b",))


@pytest.mark.parametrize(
    "trigger",
    [
        None,
        {},
        {"Dimensions": None, "MetricName": None, "Namespace": None, "Threshold": None},
        {"Metrics": None, "Period": None, "EvaluationPeriods": None, "Statistic": None},
        {"Metrics": [{"Id": "m1"}, {"Id": "m2", "MetricStat": {"Metric": {}}}]},
        {**METRIC, "Period": 86_400, "EvaluationPeriods": 1, "Dimensions": None},
        {**METRIC, "MetricName": "x" * 300},
    ],
)
def test_whatever_is_missing_from_it_an_alarm_is_an_alarm(trigger: Any) -> None:
    alarm = read_alarm(message(Trigger=trigger))

    assert alarm is not None
    assert alarm.form in ("bare", "metric", "math")
    assert alarm.sources == tuple(alarm.sources)
    assert Alarm.model_validate_json(alarm.to_json()) == alarm


def test_an_alarm_that_was_stored_before_still_loads() -> None:
    stored = {"name": "a", "state": "ALARM", "changedAt": "2026-11-21T18:59:00Z",
              "periodSeconds": 60, "metric": "Errors", "namespace": "AWS/Lambda"}  # fmt: skip

    alarm = Alarm.model_validate_json(json.dumps(stored))

    assert (alarm.needed, alarm.missing_data, alarm.form) == (1, "missing", "metric")


# ── the bus ──

REASON = (
    "Threshold Crossed: 2 out of the last 3 datapoints [9.0 (21/11/26 18:57:00), 8.0 (21/11/26 "
    "18:56:00)] were less than or equal to the threshold (10.0) (minimum 2 datapoints for OK -> "
    "ALARM transition)."
)


def of_bus(configuration: dict[str, Any], reason: str = REASON, **data: Any) -> Alarm:
    event = {
        "detail-type": "CloudWatch Alarm State Change",
        "account": "123456789012",
        "region": "eu-west-1",
        "detail": {
            "alarmName": "errors",
            "state": {
                "value": "ALARM", "reason": reason, "timestamp": "2026-11-21T18:59:30.123+0000",
                "reasonData": json.dumps({"version": "1.0", **data}),
            },
            "configuration": configuration,
        },
    }  # fmt: skip
    (alarm,) = map(read_alarm, alarm_texts(event))
    assert alarm is not None
    return alarm


def bus_query(name: str, **fields: Any) -> dict[str, Any]:
    metric = {"namespace": "AWS/Lambda", "name": "Errors", "dimensions": {"FunctionName": "f"}}
    stat = {"metric": metric, "period": 300, "stat": "Sum"}
    return {"id": name, "metricStat": stat, "returnData": True} | fields


def test_on_the_bus_the_condition_stands_in_the_reason() -> None:
    alarm = of_bus({"metrics": [bus_query("m1")]}, threshold=10.0, period=300)

    assert (alarm.form, alarm.statistic, alarm.period_seconds) == ("metric", "Sum", 300)
    assert (alarm.needed, alarm.evaluation_periods) == (2, 3)
    assert (alarm.comparison, alarm.threshold) == ("LessThanOrEqualToThreshold", 10.0)


@pytest.mark.parametrize(
    ("words", "comparison"),
    [
        ("was greater than the threshold (5.0)", "GreaterThanThreshold"),
        ("was not less than the threshold", "LessThanThreshold"),
        ("was greater than or equal to the threshold", "GreaterThanOrEqualToThreshold"),
        ("was greater than the upper thresholds [4.0]", "GreaterThanUpperThreshold"),
        ("was less than the lower thresholds [4.0]", "LessThanLowerThreshold"),
        (
            "was less than the lower thresholds [0.4] or greater than the upper thresholds [0.7]",
            "LessThanLowerOrGreaterThanUpperThreshold",
        ),
        ("nothing known", ""),
    ],
)
def test_the_comparison_is_read_from_its_words(words: str, comparison: str) -> None:
    assert of_bus({"metrics": [bus_query("m1")]}, words).comparison == comparison


def test_math_bands_and_composites_come_from_the_bus_too() -> None:
    rate = {"id": "e1", "expression": "m1 / 2", "returnData": True}
    band = {"id": "ad1", "expression": "ANOMALY_DETECTION_BAND(m1, 2)", "returnData": True}

    assert of_bus({"metrics": [rate, bus_query("m1", returnData=False)]}).form == "math"
    assert of_bus({"metrics": [bus_query("m1"), band]}).threshold_metric == "ad1"
    composite = of_bus(
        {"alarmRule": "ALARM(a)"}, triggeringAlarms=[{"arn": "arn:aws:cloudwatch:r:1:alarm:a"}]
    )
    assert (composite.form, composite.children) == ("composite", ("a",))
    assert of_bus({}).form == "bare"
