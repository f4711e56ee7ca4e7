"""Metrics out of CloudWatch."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from casebook.adapters.clients import Clients
from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.ports.metrics import Series

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
_QUERIES_A_CALL = 500


class CloudWatchMetrics:
    """Reads with GetMetricData, which takes many metrics in one call."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        values: dict[int, dict[datetime, float]] = {place: {} for place in range(len(metrics))}
        for first in range(0, len(metrics), _QUERIES_A_CALL):
            batch = list(enumerate(metrics))[first : first + _QUERIES_A_CALL]
            request: dict[str, Any] = {
                "MetricDataQueries": [
                    _asked(place, *each, period_seconds) for place, each in batch
                ],
                "StartTime": window.start,
                "EndTime": window.end,
                "ScanBy": "TimestampAscending",
            }
            while True:
                page = self._clients.call("cloudwatch", "get_metric_data", **request)
                for result in page["MetricDataResults"]:
                    pairs = zip(result["Timestamps"], result["Values"], strict=True)
                    values[int(result["Id"][1:])].update(pairs)
                if not (token := page.get("NextToken")):
                    break
                request["NextToken"] = token
        return [_series(*each, values[place]) for place, each in enumerate(metrics)]


def _asked(place: int, metric: Metric, statistic: str, period_seconds: int) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": value} for name, value in metric.dimensions.items()]
    return {
        "Id": f"m{place}",
        "MetricStat": {
            "Metric": {
                "Namespace": metric.namespace,
                "MetricName": metric.name,
                "Dimensions": dimensions,
            },
            "Period": period_seconds,
            "Stat": statistic,
        },
    }


def _series(metric: Metric, statistic: str, values: dict[datetime, float]) -> Series:
    ordered = sorted(values.items())
    return Series(
        metric=metric,
        statistic=statistic,
        times=tuple(at.astimezone(UTC) for at, _ in ordered),
        values=tuple(value for _, value in ordered),
    )
