"""A workload that is in trouble, small enough that a hundred of them are soon made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cli.evaluation.loading import alarm_message
from cli.evaluation.scenario import Alarm, Datum, Expected, Line, Resource, Scenario, Workload

_HOUR, _ONSET = 3600, 300
_STEP = 60


def incident(name: str, project: str, alarms: list[str]) -> Scenario:
    """A function that fails since five minutes, and did not in the hour before."""
    function = f"{name}-fn"
    group = f"/aws/lambda/{function}"
    metrics = tuple(
        {"namespace": "AWS/Lambda", "name": metric, "dimensions": {"FunctionName": function}}
        for metric in ("Errors", "Invocations")
    )
    resource = Resource.model_validate(
        {"name": function, "type": "lambda", "logGroups": (group,), "metrics": metrics}
    )
    return Scenario(
        name=name,
        workload=Workload(name=name, project=project, resources=(resource,), alarms=tuple(alarms)),
        alarm=Alarm.model_validate(message(f"{name}-alarm", function)),
        expected=Expected(verdict=("likely",), resource=(function,)),
        lines=tuple(_lines(group)),
        data=tuple(_data(function)),
    )


def message(alarm: str, function: str) -> dict[str, Any]:
    """What CloudWatch publishes of the alarm, its times as offsets."""
    return {
        "AlarmName": alarm,
        "AWSAccountId": "000000000000",
        "NewStateValue": "ALARM",
        "NewStateReason": "Threshold Crossed: 1 datapoint [8.0] was greater than the threshold.",
        "StateChangeTime": 0,
        "Region": "US East (N. Virginia)",
        "OldStateValue": "OK",
        "Trigger": {
            "MetricName": "Errors",
            "Namespace": "AWS/Lambda",
            "Statistic": "SUM",
            "Dimensions": [{"name": "FunctionName", "value": function}],
            "Period": _STEP,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 1.0,
        },
    }


def bus_event(alarm: str, function: str, at: datetime) -> dict[str, Any]:
    """The same change of state as EventBridge delivers it.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
    """
    told = alarm_message(message(alarm, function), at)
    metric = {
        "namespace": "AWS/Lambda",
        "name": "Errors",
        "dimensions": {"FunctionName": function},
    }
    stat = {"metric": metric, "period": _STEP, "stat": "Sum"}
    return {
        "version": "0",
        "source": "aws.cloudwatch",
        "detail-type": "CloudWatch Alarm State Change",
        "account": told["AWSAccountId"],
        "region": "us-east-1",
        "time": told["StateChangeTime"],
        "detail": {
            "alarmName": alarm,
            "state": {
                "value": "ALARM",
                "reason": told["NewStateReason"],
                "timestamp": told["StateChangeTime"],
            },
            "configuration": {
                "metrics": [{"id": "m1", "metricStat": stat, "returnData": True}],
            },
        },
    }


def _lines(group: str) -> Iterator[Line]:
    for at in range(-_HOUR, 0, _STEP):
        yield Line(group=group, stream="app", at=at, message=f"INFO order {at % 977} accepted")
    for at in range(-_ONSET, 0, _STEP // 4):
        told = "ERROR KeyError: 'discount' in pricing.total: the order has no discount"
        yield Line(group=group, stream="app", at=at, message=told)


def _data(function: str) -> Iterator[Datum]:
    for at in range(-_HOUR, 0, _STEP):
        failed = 8.0 if at >= -_ONSET else 0.0
        for name, value in (("Invocations", 40.0), ("Errors", failed)):
            yield Datum(
                namespace="AWS/Lambda",
                name=name,
                dimensions={"FunctionName": function},
                unit="Count",
                at=at,
                value=value,
            )
