"""What AWS sends when something happened, by the one way or the other."""

import json
from collections.abc import Mapping
from typing import Any

_BUS_EVENT = "CloudWatch Alarm State Change"


def alarm_texts(event: Mapping[str, Any]) -> list[str]:
    """The text of every alarm in what Lambda was invoked with: from the SNS topic, or from the bus.

    Both come out as the text that CloudWatch publishes, which `alarms.read_alarm` understands.
    """
    if event.get("detail-type") == _BUS_EVENT:
        return [json.dumps(_as_published(event))]
    return [str(record["Sns"]["Message"]) for record in event.get("Records", ())]


def _as_published(event: Mapping[str, Any]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html"""
    detail = event["detail"]
    stat: Mapping[str, Any] = next(
        (m["metricStat"] for m in detail["configuration"].get("metrics", ()) if "metricStat" in m),
        {},
    )
    metric = stat.get("metric", {})
    dimensions = metric.get("dimensions", {})
    return {
        "AlarmName": detail["alarmName"],
        "AlarmDescription": detail["configuration"].get("description"),
        "AWSAccountId": event.get("account", ""),
        "NewStateValue": detail["state"]["value"],
        "NewStateReason": detail["state"].get("reason", ""),
        "StateChangeTime": detail["state"]["timestamp"],
        "Region": event.get("region", ""),
        "Trigger": {
            "MetricName": metric.get("name", ""),
            "Namespace": metric.get("namespace", ""),
            "Period": stat.get("period", 60),
            "Dimensions": [{"name": k, "value": v} for k, v in dimensions.items()],
        },
    }
