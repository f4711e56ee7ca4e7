"""An alarm on the event bus, in the shape that CloudWatch publishes to topics.

The event's configuration holds the metrics, and neither the comparison nor M and N. Those stand in
the state's reason, in words and as JSON (`reasonData`).
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_COMPARISONS = (
    ("less than the lower threshold", "greater than the upper threshold",
     "LessThanLowerOrGreaterThanUpperThreshold"),
    ("less than the lower threshold", "", "LessThanLowerThreshold"),
    ("greater than the upper threshold", "", "GreaterThanUpperThreshold"),
    ("greater than or equal to the threshold", "", "GreaterThanOrEqualToThreshold"),
    ("less than or equal to the threshold", "", "LessThanOrEqualToThreshold"),
    ("greater than the threshold", "", "GreaterThanThreshold"),
    ("less than the threshold", "", "LessThanThreshold"),
)  # fmt: skip
# "… 2 out of the last 3 datapoints … (minimum 2 datapoints for OK -> ALARM transition)."
_LAST = re.compile(r"out of the last (\d+) datapoints?")
_MINIMUM = re.compile(r"minimum (\d+) datapoints? for OK -> ALARM")


def as_published(event: Mapping[str, Any]) -> dict[str, Any]:
    detail = event["detail"]
    configuration, state = detail.get("configuration") or {}, detail["state"]
    metrics = [_query(each) for each in configuration.get("metrics") or ()]
    return {
        "AlarmName": detail["alarmName"],
        "AlarmDescription": configuration.get("description"),
        "AWSAccountId": event.get("account", ""),
        "NewStateValue": state["value"],
        "NewStateReason": state.get("reason", ""),
        "StateChangeTime": state["timestamp"],
        "Region": event.get("region", ""),
        "AlarmRule": configuration.get("alarmRule"),
        "TriggeringChildren": _children(state),
        "Trigger": {**_single(metrics), **_condition(state), "Metrics": metrics},
    }


def _single(metrics: list[dict[str, Any]]) -> dict[str, Any]:
    """An alarm on one metric is published without the list."""
    if len(metrics) != 1 or "MetricStat" not in metrics[0]:
        return {}
    stat = metrics[0]["MetricStat"]
    ordinary = stat["Stat"] in ("Sum", "Average", "Maximum", "Minimum", "SampleCount")
    name = "Statistic" if ordinary else "ExtendedStatistic"
    return {**stat["Metric"], "Period": stat["Period"], name: stat["Stat"], "Unit": stat["Unit"]}


def _query(said: Mapping[str, Any]) -> dict[str, Any]:
    query: dict[str, Any] = {
        "Id": said.get("id", ""),
        "Expression": said.get("expression"),
        "Label": said.get("label"),
        "Period": said.get("period"),
        "ReturnData": said.get("returnData", True),
    }
    if stat := said.get("metricStat"):
        metric = stat.get("metric") or {}
        dimensions = metric.get("dimensions") or {}
        query["MetricStat"] = {
            "Metric": {
                "MetricName": metric.get("name", ""),
                "Namespace": metric.get("namespace", ""),
                "Dimensions": [{"name": k, "value": v} for k, v in dimensions.items()],
            },
            "Period": stat.get("period"),
            "Stat": stat.get("stat", ""),
            "Unit": stat.get("unit"),
        }
    return query


def _condition(state: Mapping[str, Any]) -> dict[str, Any]:
    reason, data = str(state.get("reason") or ""), _reason_data(state)
    plain = reason.replace("thresholds", "threshold")
    comparison = next(
        (name for first, second, name in _COMPARISONS if first in plain and second in plain), None
    )
    last, minimum = _LAST.search(reason), _MINIMUM.search(reason)
    known = {
        "ComparisonOperator": comparison,
        "EvaluationPeriods": int(last[1]) if last else None,
        "DatapointsToAlarm": int(minimum[1]) if minimum else None,
        "Threshold": data.get("threshold"),
        "Period": data.get("period"),
    }
    return {name: value for name, value in known.items() if value is not None}


def _children(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"Arn": alarm.get("arn", "")}
        for alarm in _reason_data(state).get("triggeringAlarms") or ()
        if isinstance(alarm, Mapping)
    ]


def _reason_data(state: Mapping[str, Any]) -> dict[str, Any]:
    """The reason as data: `{"threshold": 5.0, "period": 300, "recentDatapoints": […], …}`."""
    try:
        data = json.loads(state.get("reasonData") or "{}")
    except (TypeError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
