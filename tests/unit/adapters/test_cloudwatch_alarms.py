"""CloudWatch's alarms, with botocore's own models of what it is asked and answers."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import botocore.session
import pytest
from botocore.stub import ANY, Stubber

from casebook.adapters.clients import Clients
from casebook.adapters.cloudwatch_alarms import CloudWatchAlarms
from casebook.domain.window import Window
from casebook.errors import NotPermitted

AT = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
WINDOW = Window(start=AT - timedelta(days=14), end=AT)
ARN = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:errors"
TYPES = ["MetricAlarm", "CompositeAlarm"]
METRIC: dict[str, Any] = {
    "AlarmName": "errors", "AlarmArn": ARN, "StateValue": "ALARM", "StateReason": "because",
    "StateUpdatedTimestamp": AT, "Namespace": "AWS/Lambda", "MetricName": "Errors",
    "Statistic": "Sum", "Dimensions": [{"Name": "FunctionName", "Value": "f"}], "Period": 300,
    "EvaluationPeriods": 5, "DatapointsToAlarm": 3, "Threshold": 5.0, "Unit": "Count",
    "ComparisonOperator": "GreaterThanThreshold", "TreatMissingData": "notBreaching",
}  # fmt: skip


class StubbedClients(Clients):
    """Hands out one client, whose answers are prepared."""

    def __init__(self) -> None:
        super().__init__()
        session = botocore.session.get_session()
        client = session.create_client(
            "cloudwatch", region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
        )
        self.stub = Stubber(client)
        self.stub.activate()
        self._stubbed = client

    def _client(self, service: str, region: str | None) -> Any:
        return self._stubbed


@pytest.fixture
def stubbed() -> StubbedClients:
    return StubbedClients()


def describe(stubbed: StubbedClients, answer: dict[str, Any], *names: str) -> list[Any]:
    asked = {"AlarmNames": list(names), "AlarmTypes": TYPES}
    stubbed.stub.add_response("describe_alarms", answer, asked)
    return CloudWatchAlarms(stubbed).describe(names)


def test_a_metric_alarm_is_read_with_all_that_its_evaluation_needs(stubbed: StubbedClients) -> None:
    (alarm,) = describe(stubbed, {"MetricAlarms": [METRIC]}, "errors")

    assert (alarm.name, alarm.region, alarm.account) == ("errors", "eu-west-1", "123456789012")
    assert (alarm.statistic, alarm.period_seconds, alarm.unit) == ("Sum", 300, "Count")
    assert (alarm.needed, alarm.evaluation_periods) == (3, 5)
    assert (alarm.missing_data, alarm.threshold, alarm.form) == ("notBreaching", 5.0, "metric")
    assert alarm.dimensions == {"FunctionName": "f"}


def test_a_percentile_is_the_statistic(stubbed: StubbedClients) -> None:
    fields = {k: v for k, v in METRIC.items() if k not in ("Statistic", "TreatMissingData")}
    (alarm,) = describe(
        stubbed, {"MetricAlarms": [fields | {"ExtendedStatistic": "p99"}]}, "errors"
    )

    assert [source.statistic for source in alarm.sources] == ["p99"]
    assert alarm.missing_data == "missing"


def test_the_queries_of_a_band_are_read(stubbed: StubbedClients) -> None:
    single = {"Namespace", "MetricName", "Statistic", "Dimensions", "Period", "Threshold", "Unit"}
    stat = {
        "Metric": {
            "Namespace": "AWS/Lambda",
            "MetricName": "Duration",
            "Dimensions": [{"Name": "FunctionName", "Value": "f"}],
        },
        "Period": 60,
        "Stat": "Average",
    }
    banded = {key: value for key, value in METRIC.items() if key not in single} | {
        "ComparisonOperator": "GreaterThanUpperThreshold",
        "ThresholdMetricId": "ad1",
        "Metrics": [
            {"Id": "m1", "MetricStat": stat, "ReturnData": True},
            {"Id": "ad1", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)", "ReturnData": True},
        ],
    }

    (alarm,) = describe(stubbed, {"MetricAlarms": [banded]}, "errors")

    assert (alarm.form, alarm.metric, alarm.period_seconds) == ("anomaly", "Duration", 60)
    assert alarm.dimensions == {"FunctionName": "f"}


def test_a_composite_alarm_is_read_with_its_rule(stubbed: StubbedClients) -> None:
    said = {
        "AlarmName": "all", "AlarmArn": ARN, "StateValue": "OK", "StateUpdatedTimestamp": AT,
        "AlarmRule": "ALARM(a) OR ALARM(b)",
    }  # fmt: skip

    (alarm,) = describe(stubbed, {"CompositeAlarms": [said]}, "all")

    assert (alarm.form, alarm.rule) == ("composite", "ALARM(a) OR ALARM(b)")


def test_an_alarm_that_is_not_there_is_left_out(stubbed: StubbedClients) -> None:
    assert describe(stubbed, {}, "gone") == []


def test_a_refusal_says_so(stubbed: StubbedClients) -> None:
    stubbed.stub.add_client_error("describe_alarms", "AccessDenied", "no")

    with pytest.raises(NotPermitted):
        CloudWatchAlarms(stubbed).describe(["errors"])


def change(minute: int, **fields: Any) -> dict[str, Any]:
    data = {"oldState": {"stateValue": "OK"}, "newState": {"stateValue": "ALARM"}}
    known = {
        "AlarmName": "errors", "HistoryItemType": "StateUpdate",
        "Timestamp": AT - timedelta(minutes=minute), "HistoryData": json.dumps(data),
        "HistorySummary": "Alarm updated from OK to ALARM",
    }  # fmt: skip
    return known | fields


def test_changes_of_state_come_oldest_first_and_pages_are_joined(stubbed: StubbedClients) -> None:
    cut_off = change(9, HistoryData='{"oldState": {"sta')
    unreadable = change(10, HistoryData="?", HistorySummary="Alarm was created")
    asked = {
        "AlarmName": "errors", "AlarmTypes": TYPES, "HistoryItemType": "StateUpdate",
        "StartDate": WINDOW.start, "EndDate": WINDOW.end, "MaxRecords": 100,
        "ScanBy": "TimestampDescending",
    }  # fmt: skip
    stubbed.stub.add_response(
        "describe_alarm_history", {"AlarmHistoryItems": [change(1)], "NextToken": "more"}, asked
    )
    stubbed.stub.add_response(
        "describe_alarm_history",
        {"AlarmHistoryItems": [cut_off, unreadable]},
        asked | {"NextToken": ANY},
    )

    found = CloudWatchAlarms(stubbed).history("errors", WINDOW)

    assert [AT - each.at for each in found] == [timedelta(minutes=9), timedelta(minutes=1)]
    assert {(each.before, each.after) for each in found} == {("OK", "ALARM")}


def test_alarms_that_fire_are_read_page_by_page_and_no_more_than_asked_for(
    stubbed: StubbedClients,
) -> None:
    asked = {"StateValue": "ALARM", "AlarmTypes": TYPES, "MaxRecords": 100}
    pages = [
        {"MetricAlarms": [METRIC], "NextToken": "more"},
        {"MetricAlarms": [{**METRIC, "AlarmName": f"errors-{n}"} for n in range(3)]},
    ]
    stubbed.stub.add_response("describe_alarms", pages[0], asked)
    stubbed.stub.add_response("describe_alarms", pages[1], {**asked, "NextToken": "more"})

    found = CloudWatchAlarms(stubbed).firing(3)

    assert [each.name for each in found] == ["errors", "errors-0", "errors-1"]
