"""Only the quiet part before the incident, with a threshold inside what was always usual."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from cli.evaluation.metamorphic.lead_up import quiet_until
from cli.evaluation.metamorphic.moving import SeriesKey, kept, moved, series_of
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.metamorphic.watched import folded, watched_by
from cli.evaluation.scenario import Alarm, Datum, Expected, Scenario

_BEFORE = 180.0  # as long before the beginning, so that nothing of it is in the last period
_AFTER = 90.0
_LEAST_HISTORY = 1800.0
_NEEDED = 3
_USUAL = 0.2  # the share of earlier times at which such an alarm would have fired too


def too_tight(scenario: Scenario, chance: random.Random) -> Variant | None:
    incident = incident_of(scenario)
    if incident is None:
        return None
    cut = -60.0 * round((_BEFORE - quiet_until(scenario, incident)) / 60.0)
    before = kept(scenario, lambda at: at < cut + _AFTER)
    before = replace(
        before,
        changes=tuple(change for change in scenario.changes if change.at < cut),
        platform=tuple(event for event in scenario.platform if event.at < cut),
    )
    quiet = moved(before, -cut)
    watchable = _watchable(quiet)
    preferred = watched_by(scenario)
    if preferred and preferred.key in watchable:
        key = preferred.key
    elif watchable:
        key = chance.choice(sorted(watchable))
    else:
        return None
    expected = Expected(verdict=("healthy",), resource=(None,))
    alarm = _alarm(scenario, key, watchable[key])
    return Variant("", replace(quiet, expected=expected, alarm=alarm))


def _watchable(quiet: Scenario) -> dict[SeriesKey, float]:
    """Metrics that the workload has, with the threshold that the last periods just cross, where
    that happens all the time."""
    known = {
        (metric.namespace, metric.name, tuple(sorted(metric.dimensions.items())))
        for resource in quiet.workload.resources
        for metric in resource.metrics
    }
    found = {}
    for key, points in series_of(quiet.data).items():
        if key in known and (threshold := _threshold(points)) is not None:
            found[key] = threshold
    return found


def _threshold(points: Sequence[Datum]) -> float | None:
    periods = folded(points, "Average", 60.0)
    values = [value for _, value in periods]
    span = -points[0].at
    if span < _LEAST_HISTORY or len(values) < 0.9 * span / 60.0:
        return None  # an alarm over three periods in a row needs a value in nearly each
    if periods[-_NEEDED][0] < -60.0 * (_NEEDED + 1):
        return None
    lowest = min(values[-_NEEDED:])
    if lowest <= 0:
        return None
    threshold = lowest * 0.98
    fired = [
        min(values[first : first + _NEEDED]) > threshold for first in range(len(values) - _NEEDED)
    ]
    return threshold if sum(fired) >= _USUAL * len(fired) else None


def _alarm(scenario: Scenario, key: SeriesKey, threshold: float) -> Alarm:
    namespace, name, dimensions = key
    message = scenario.alarm.message()
    trigger = {
        "MetricName": name,
        "Namespace": namespace,
        "StatisticType": "Statistic",
        "Statistic": "AVERAGE",
        "Unit": None,
        "Dimensions": [{"name": label, "value": value} for label, value in dimensions],
        "Period": 60,
        "EvaluationPeriods": _NEEDED,
        "DatapointsToAlarm": _NEEDED,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": round(threshold, 4),
        "TreatMissingData": "missing",
        "EvaluateLowSampleCountPercentile": "",
    }
    reason = (
        f"Threshold Crossed: {_NEEDED} out of the last {_NEEDED} datapoints were greater than the "
        f"threshold ({threshold:g})."
    )
    # A name such as "…-5xx" would say what is not watched any more.
    told = {
        "AlarmName": f"{scenario.workload.name}-{name}-high",
        "AlarmDescription": None,
        "NewStateReason": reason,
        "Trigger": trigger,
    }
    if "AlarmArn" in message:
        told["AlarmArn"] = f"{message['AlarmArn'].rpartition(':')[0]}:{told['AlarmName']}"
    return Alarm.model_validate({**message, **told})
