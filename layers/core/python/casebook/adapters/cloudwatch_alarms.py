"""Alarms out of CloudWatch: how they are defined, and when they changed their state."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast, get_args

from casebook.adapters.clients import Clients
from casebook.domain.alarm import (
    PROSE,
    Alarm,
    AlarmQuery,
    AlarmTransition,
    MissingData,
    only_metric,
)
from casebook.domain.window import Window
from casebook.domain.workload import Metric

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
_NAMES_A_CALL = 100
_TYPES = ["MetricAlarm", "CompositeAlarm"]
# A flapping alarm has hundreds of changes: the newest are what is asked for.
_MOST_CHANGES = 200
_SUMMARY = re.compile(r"updated from (\w+) to (\w+)")


class CloudWatchAlarms:
    """Reads with DescribeAlarms and DescribeAlarmHistory."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def describe(self, names: Sequence[str]) -> list[Alarm]:
        found: list[Alarm] = []
        for first in range(0, len(names), _NAMES_A_CALL):
            batch = list(names[first : first + _NAMES_A_CALL])
            for page in self._pages("describe_alarms", AlarmNames=batch, AlarmTypes=_TYPES):
                found += _alarms(page)
        return found

    def firing(self, most: int) -> list[Alarm]:
        found: list[Alarm] = []
        asked = {"StateValue": "ALARM", "AlarmTypes": _TYPES, "MaxRecords": _NAMES_A_CALL}
        for page in self._pages("describe_alarms", **asked):
            found += _alarms(page)
            if len(found) >= most:
                break
        return found[:most]

    def history(self, name: str, window: Window) -> list[AlarmTransition]:
        found: list[AlarmTransition] = []
        pages = self._pages(
            "describe_alarm_history",
            AlarmName=name,
            AlarmTypes=_TYPES,
            HistoryItemType="StateUpdate",
            StartDate=window.start,
            EndDate=window.end,
            MaxRecords=100,
            ScanBy="TimestampDescending",
        )
        for page in pages:
            items = page.get("AlarmHistoryItems", ())
            found += [change for item in items if (change := _transition(item))]
            if len(found) >= _MOST_CHANGES:
                break
        return sorted(found, key=lambda change: change.at)

    def _pages(self, operation: str, **request: Any) -> Iterator[dict[str, Any]]:
        while True:
            page = self._clients.call("cloudwatch", operation, **request)
            yield page
            if not (token := page.get("NextToken")):
                return
            request["NextToken"] = token


def _alarms(page: Mapping[str, Any]) -> Iterator[Alarm]:
    """The alarms of a page, taken in."""
    from casebook.redaction.intake import model_taken_in  # where alarms are read

    for said in page.get("MetricAlarms", ()):
        yield model_taken_in(_metric_alarm(said), PROSE)
    for said in page.get("CompositeAlarms", ()):
        yield model_taken_in(_composite_alarm(said), PROSE)


def _metric_alarm(said: Mapping[str, Any]) -> Alarm:
    queries = tuple(map(_query, said.get("Metrics") or ()))
    only = only_metric(queries)
    metric = only.metric if only else None
    known = {query.period_seconds for query in queries if query.period_seconds}
    treatment = said.get("TreatMissingData")
    return Alarm(
        **_common(said),
        namespace=said.get("Namespace") or (metric.namespace if metric else ""),
        metric=said.get("MetricName") or (metric.name if metric else ""),
        dimensions=_dimensions(said) or (metric.dimensions if metric else {}),
        period_seconds=said.get("Period") or max(known, default=60),
        evaluation_periods=said.get("EvaluationPeriods") or 1,
        datapoints_to_alarm=said.get("DatapointsToAlarm"),
        statistic=said.get("Statistic") or (only.statistic if only else ""),
        extended_statistic=said.get("ExtendedStatistic") or "",
        unit=said.get("Unit") or "",
        comparison=said.get("ComparisonOperator") or "",
        threshold=said.get("Threshold"),
        threshold_metric=said.get("ThresholdMetricId") or "",
        treat_missing_data=cast("MissingData", treatment)
        if treatment in get_args(MissingData)
        else None,
        queries=queries,
    )


def _composite_alarm(said: Mapping[str, Any]) -> Alarm:
    return Alarm(**_common(said), rule=said.get("AlarmRule") or "FALSE")


def _common(said: Mapping[str, Any]) -> dict[str, Any]:
    changed = said.get("StateTransitionedTimestamp") or said.get("StateUpdatedTimestamp")
    # arn:aws:cloudwatch:<region>:<account>:alarm:<name>
    parts = [*str(said.get("AlarmArn", "")).split(":"), *[""] * 6]
    return {
        "name": said["AlarmName"],
        "description": said.get("AlarmDescription") or "",
        "state": said.get("StateValue") or "",
        "reason": said.get("StateReason") or "",
        "changed_at": changed or datetime.fromtimestamp(0, UTC),
        "region": parts[3],
        "account": parts[4],
    }


def _query(said: Mapping[str, Any]) -> AlarmQuery:
    stat = said.get("MetricStat") or {}
    metric = stat.get("Metric") or {}
    named = metric.get("Namespace") and metric.get("MetricName")
    return AlarmQuery(
        id=said["Id"],
        metric=Metric(
            namespace=metric["Namespace"],
            name=metric["MetricName"],
            dimensions=_dimensions(metric),
        )
        if named
        else None,
        statistic=stat.get("Stat") or "",
        period_seconds=stat.get("Period") or said.get("Period"),
        unit=stat.get("Unit") or "",
        expression=said.get("Expression") or "",
        label=said.get("Label") or "",
        returns_data=said.get("ReturnData", True),
    )


def _dimensions(said: Mapping[str, Any]) -> dict[str, str]:
    return {each["Name"]: each["Value"] for each in said.get("Dimensions") or ()}


def _transition(item: Mapping[str, Any]) -> AlarmTransition | None:
    """What changed, from the item's data or, where they are cut off, from its summary."""
    try:
        data = json.loads(item.get("HistoryData") or "{}")
        before = data["oldState"]["stateValue"]
        after = data["newState"]["stateValue"]
    except (ValueError, KeyError, TypeError):
        match = _SUMMARY.search(item.get("HistorySummary") or "")
        if match is None:
            return None
        before, after = match[1], match[2]
    return AlarmTransition(at=item["Timestamp"], before=before, after=after)
