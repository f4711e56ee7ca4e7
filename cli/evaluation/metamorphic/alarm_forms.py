"""The same symptom, watched by an alarm of another form.

The messages are CloudWatch's: an alarm on an expression or on an anomaly band has `Metrics` in its
trigger instead of a metric; a composite alarm has `AlarmRule` and `TriggeringChildren`, no trigger.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from cli.evaluation.metamorphic.moving import series_of
from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.metamorphic.watched import Watched, watched_by
from cli.evaluation.scenario import Alarm, Datum, Metric, Scenario

# The metric that says of how many the watched ones are a part.
TOTALS = {
    "Errors": "Invocations",
    "Throttles": "Invocations",
    "HTTPCode_Target_5XX_Count": "RequestCount",
    "HTTPCode_ELB_5XX_Count": "RequestCount",
    "5XXError": "Count",
    "4XXError": "Count",
    "5xx": "Count",
    "ExecutionsFailed": "ExecutionsStarted",
}


def metric_math(scenario: Scenario, chance: random.Random) -> Variant | None:
    """A share of the calls where the calls are counted, else the metric with its gaps filled."""
    watched = watched_by(scenario)
    if watched is None:
        return None
    total = _total(scenario, watched)
    queries = [_query("m1", watched, watched.name)]
    threshold = watched.threshold
    if total and (share := _share_that_divides(watched, total)) is not None:
        expression, threshold = "100 * m1 / m2", share
        queries.append(_query("m2", watched, total[0].name))
    else:
        expression = "FILL(m1, 0)"
    result = {"Id": "e1", "Expression": expression, "Label": f"{watched.name} (e1)"}
    trigger = {
        **_common(watched),
        "Metrics": [{**result, "ReturnData": True}, *queries],
        "Threshold": threshold,
        "EvaluateLowSampleCountPercentile": "",
    }
    return _with(scenario, trigger, _reason(watched, f"the threshold ({threshold:g})"))


def anomaly_band(scenario: Scenario, chance: random.Random) -> Variant | None:
    watched = watched_by(scenario)
    if watched is None:
        return None
    which = "upper" if watched.rises else "lower"
    comparison = "GreaterThanUpperThreshold" if watched.rises else "LessThanLowerThreshold"
    band = {"Id": "ad1", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)"}
    trigger = {
        **_common(watched),
        "ComparisonOperator": comparison,
        "Metrics": [
            {**_query("m1", watched, watched.name), "ReturnData": True},
            {**band, "Label": f"{watched.name} (expected)", "ReturnData": True},
        ],
        "ThresholdMetricId": "ad1",
        "EvaluateLowSampleCountPercentile": "",
    }
    reason = _reason(watched, f"the {which} thresholds").replace("Threshold Cr", "Thresholds Cr")
    return _with(scenario, trigger, reason)


def composite(scenario: Scenario, chance: random.Random) -> Variant | None:
    """An alarm over the alarm. What the child watches is told by DescribeAlarms alone."""
    message = scenario.alarm.message()
    if "Trigger" not in message:
        return None
    child = message["AlarmName"]
    account = message.get("AWSAccountId", "111122223333")
    arn = message.get("AlarmArn") or f"arn:aws:cloudwatch:us-east-1:{account}:alarm:{child}"
    name = f"{scenario.workload.name}-impact"
    quiet = f"{child}-dependency"
    composed = {
        "AlarmName": name,
        "AlarmDescription": None,
        "AWSAccountId": account,
        "NewStateValue": "ALARM",
        "NewStateReason": f"{arn} transitioned to ALARM",
        "StateChangeTime": message.get("StateChangeTime", 0),
        "Region": message.get("Region", ""),
        "AlarmArn": f"{arn.rpartition(':')[0]}:{name}",
        "OKActions": [],
        "AlarmActions": [],
        "InsufficientDataActions": [],
        "OldStateValue": "OK",
        "AlarmRule": f'ALARM("{child}") OR ALARM("{quiet}")',
        "TriggeringChildren": [{"Arn": arn, "State": {"Value": "ALARM", "Timestamp": 0}}],
    }
    alarm = Alarm.model_validate(composed)
    return Variant("", replace(scenario, alarm=alarm, children=(scenario.alarm,)))


def m_of_n(scenario: Scenario, chance: random.Random) -> Variant | None:
    """As many breaching datapoints as before, of more that are looked at."""
    watched = watched_by(scenario)
    if watched is None:
        return None
    looked_at = watched.needed + chance.randint(2, 7)
    trigger = {
        **watched.trigger,
        "DatapointsToAlarm": watched.needed,
        "EvaluationPeriods": looked_at,
    }
    reason = _reason(watched, f"the threshold ({watched.threshold:g})")
    reason = reason.replace(f"last {watched.needed} ", f"last {looked_at} ")
    return _with(scenario, trigger, f"{reason} (minimum {watched.needed} datapoints)")


def less_than(scenario: Scenario, chance: random.Random) -> Variant | None:
    """A health score of the same resource, which falls as the watched metric rises."""
    watched = watched_by(scenario)
    if watched is None or not watched.rises or not watched.points:
        return None
    half = max(watched.threshold, 1.0)

    def health(value: float) -> float:
        return 100.0 * half / (half + max(0.0, value))

    strict = watched.comparison == "GreaterThanThreshold"
    name, namespace = "HealthScore", f"Custom/{scenario.workload.project}"
    metric = Metric(namespace=namespace, name=name, dimensions=watched.dimensions)
    fields: dict[str, Any] = {"namespace": namespace, "name": name, "unit": "None"}
    data = [
        Datum(**fields, dimensions=watched.dimensions, at=begin, value=round(health(value), 4))
        for begin, value in watched.folded()
    ]
    trigger = {
        **watched.trigger,
        "MetricName": name,
        "Namespace": namespace,
        "Statistic": "AVERAGE",
        "ComparisonOperator": "LessThanThreshold" if strict else "LessThanOrEqualToThreshold",
        "Threshold": round(health(watched.threshold), 4),
    }
    beside = _with_metric(replace(scenario, data=(*scenario.data, *data)), watched, metric)
    reason = _reason(watched, f"the threshold ({trigger['Threshold']:g})")
    return _with(beside, trigger, reason.replace("greater than", "less than"))


def _with_metric(scenario: Scenario, watched: Watched, metric: Metric) -> Scenario:
    """The new metric belongs to the resource that has the watched one, or is named by it."""
    resources = []
    for resource in scenario.workload.resources:
        owns = any(
            (known.namespace, known.name, tuple(sorted(known.dimensions.items()))) == watched.key
            for known in resource.metrics
        )
        more = (*resource.metrics, metric) if owns else resource.metrics
        resources.append(resource.model_copy(update={"metrics": more}))
    workload = scenario.workload.model_copy(update={"resources": tuple(resources)})
    return replace(scenario, workload=workload)


def _with(scenario: Scenario, trigger: dict[str, Any], reason: str) -> Variant:
    message = {**scenario.alarm.message(), "NewStateReason": reason, "Trigger": trigger}
    return Variant("", replace(scenario, alarm=Alarm.model_validate(message)))


def _common(watched: Watched) -> dict[str, Any]:
    names = ("Period", "EvaluationPeriods", "DatapointsToAlarm", "ComparisonOperator",
             "TreatMissingData")  # fmt: skip
    return {name: watched.trigger[name] for name in names if name in watched.trigger}


def _query(id: str, watched: Watched, name: str) -> dict[str, Any]:
    listed = [{"name": key, "value": value} for key, value in watched.dimensions.items()]
    metric = {"Namespace": watched.namespace, "MetricName": name, "Dimensions": listed}
    stat = {"Metric": metric, "Period": int(watched.period), "Stat": watched.statistic}
    return {"Id": id, "Label": name, "MetricStat": stat, "ReturnData": False}


def _reason(watched: Watched, than: str) -> str:
    values = [value for _, value in watched.folded()][-watched.needed :]
    listed = ", ".join(f"{value:g}" for value in reversed(values))
    direction = "greater" if watched.rises else "less"
    return (
        f"Threshold Crossed: {watched.needed} out of the last {watched.needed} datapoints "
        f"[{listed}] were {direction} than {than}"
    )


def _total(scenario: Scenario, watched: Watched) -> list[Datum] | None:
    name = TOTALS.get(watched.name)
    if name is None or watched.statistic != "Sum":
        return None
    return series_of(scenario.data).get((watched.namespace, name, watched.key[2]))


def _share_that_divides(watched: Watched, total: list[Datum]) -> float | None:
    """A threshold for the share that is crossed whenever the alarm's own is, and by nothing else
    that was seen; None if there is none."""
    of = dict(watched.folded(total))
    shares: dict[bool, list[float]] = {True: [], False: []}
    for begin, value in watched.folded():
        if of.get(begin):
            shares[watched.breaches(value)].append(100.0 * value / of[begin])
    breaching, others = shares[True], shares[False]
    if not breaching or (others and max(others) >= min(breaching)):
        return None
    return round((min(breaching) + max(others, default=0.0)) / 2, 2)
