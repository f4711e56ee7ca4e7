"""The tool that asks the call graph where a symptom began."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import Field

from casebook.domain.evidence import Evidence
from casebook.knowledge.metrics import MetricKind, MetricTraits, describe_metric
from casebook.ports.metrics import MetricSource
from casebook.tools.boundary import resources_within
from casebook.tools.metric_reading import MetricReading, Reading, Recording
from casebook.tools.metric_summary import movement, plain, summary_of
from casebook.tools.metrics_anew import metrics_unchanged
from casebook.tools.results.metrics import MetricCauses, MetricSuspect
from casebook.tools.tool import Answers, Found, NoData, Parameters, Scope, Tool

if TYPE_CHECKING:
    from casebook.analysis.causes import Suspect

# Rows ahead of the window, so that an analyser sees the minutes before the onset too.
_RUN_UP = timedelta(minutes=10)
_MOST_TOLD = 5
_SLOWNESS = (MetricKind.LATENCY, MetricKind.AGE)
_SHOWS = (
    MetricKind.ERRORS, MetricKind.THROTTLE, MetricKind.STATE, MetricKind.AVAILABILITY, *_SLOWNESS,
)  # fmt: skip


class Request(Parameters):
    """Which symptom to explain."""

    resource: str | None = Field(
        None,
        description="The resource that shows the symptom; none means what the alarm watches, or "
        "else what left its usual furthest.",
    )
    metric: str | None = Field(
        None, description="Its metric that shows the symptom, e.g. `Errors`; none as above."
    )


class RankMetricCauses(Tool[Request, MetricCauses]):
    """Ranks the workload's resources by how likely a symptom began there."""

    name = "rank_metric_causes"
    description = (
        "Where a symptom began, judged by numbers alone: every resource of the workload ranked by "
        "how far its metrics moved with the symptom's, and how much of that the resources which it "
        "calls explain. Says so when nothing stands out."
    )
    parameters = Request
    data = MetricCauses
    timeout_seconds = 15.0

    def __init__(self, metrics: MetricSource | MetricReading) -> None:
        self._reading = metrics if isinstance(metrics, MetricReading) else MetricReading(metrics)

    def run(self, parameters: Request, scope: Scope) -> Found[MetricCauses] | NoData:
        resources_within(scope, parameters.resource)
        query = parameters.model_dump(mode="json")
        reading = self._reading.read(scope, scope.workload.resources)
        seen = [each for each in reading.recordings if each.recent]
        symptom = _symptom(parameters, seen, reading, scope)
        if symptom is None:
            asked = " ".join(filter(None, (parameters.resource, parameters.metric)))
            why = f"No datapoints of {asked or 'any failure or latency'}, so nothing to explain."
            return NoData(why, query, reading.window)
        causes = _ranked(symptom, reading, seen, scope)
        return Found(causes, _told(causes), query, reading.window)

    def still_holds(
        self, then: Evidence, parameters: Request, scope: Scope, answers: Answers
    ) -> bool:
        """It ranks what `query_metrics` reads. While that is the same, so is the ranking."""
        return metrics_unchanged(then, answers)


def _symptom(
    asked: Request, seen: Sequence[Recording], reading: Reading, scope: Scope
) -> Recording | None:
    """What is asked for; else what the alarm watches; else what left its usual furthest, failures
    before latency."""
    if asked.resource is None and asked.metric is None and scope.alarm:
        alarmed = next((each for each in seen if scope.alarm.watches(each.metric)), None)
        if alarmed:
            return alarmed
    fitting = [
        each
        for each in seen
        if asked.resource in (None, each.resource)
        and (
            asked.metric == each.metric.name
            or (asked.metric is None and _traits(each).kind in _SHOWS)
        )
    ]

    def how_far(each: Recording) -> tuple[bool, float]:
        summary = summary_of(each, reading.window, reading.period_seconds)
        return _traits(each).kind not in _SLOWNESS, movement(summary)

    return max(fitting, key=how_far, default=None)


def _ranked(
    symptom: Recording, reading: Reading, seen: Sequence[Recording], scope: Scope
) -> MetricCauses:
    # The ranking is loaded when it is first asked for: most calls of a cold start need none.
    from casebook.analysis.causes import rank_causes

    moments = _moments(reading)
    start = reading.window.start - _RUN_UP
    normal = [at for at in moments if at < start]
    incident = [at for at in moments if at >= start]
    suspects = rank_causes(
        {
            "node": symptom.resource,
            "metric": symptom.metric.name,
            "timestamp": reading.window.start.timestamp(),
        },
        _rows(seen, normal),
        _rows(seen, incident),
        [list(call) for call in scope.workload.calls],
    )
    return MetricCauses(
        resource=symptom.resource,
        metric=symptom.metric.name,
        suspects=tuple(_suspect(each) for each in suspects if scope.workload.resource(each.node)),
    )


def _suspect(found: "Suspect") -> MetricSuspect:
    told = found.deviations[0] if found.deviations else None
    return MetricSuspect(
        resource=found.node,
        score=round(found.score, 2),
        explained=round(found.explained, 2),
        stands_out=found.stands_out,
        metric=told.metric if told else None,
        statistic=told.statistic if told else None,
        usual=_shortened(told.usual) if told else None,
        observed=_shortened(told.observed) if told else None,
    )


def _shortened(value: float) -> float:
    """Four digits: means of means have no more to say."""
    return float(f"{value:.4g}")


def _moments(reading: Reading) -> list[datetime]:
    """Every period from the first datapoint of any metric to the window's end."""
    known = [each.recent[0][0] for each in reading.recordings if each.recent]
    step = timedelta(seconds=reading.period_seconds)
    moments, at = [], min(known, default=reading.window.start)
    while at < reading.window.end:
        moments.append(at)
        at += step
    return moments


def _rows(seen: Sequence[Recording], moments: Sequence[datetime]) -> dict[str, object]:
    values: dict[str, list[float | None]] = {}
    for each in seen:
        known = dict(each.recent)
        # AWS puts no datapoint where nothing failed or was throttled: that is zero, not unknown.
        absent = 0.0 if _counts_failures(each) else None
        key = f"{each.resource}|{each.metric.name}|{each.statistic}"
        # A workload may register one name with several dimensions: the first speaks for it.
        values.setdefault(key, [known.get(at, absent) for at in moments])
    return {"times": [at.timestamp() for at in moments], "values": values}


def _counts_failures(recording: Recording) -> bool:
    traits = _traits(recording)
    return traits.is_trouble and traits.statistic == "Sum"


def _traits(recording: Recording) -> MetricTraits:
    return describe_metric(recording.metric.namespace, recording.metric.name)


def _told(causes: MetricCauses) -> str:
    said = [f"Likely origins of {causes.metric} of {causes.resource}, by metrics and calls:"]
    if not causes.stands_out:
        said.append("Nothing stands out: the metrics do not tell where it began.")
    for place, each in enumerate(causes.suspects[:_MOST_TOLD], start=1):
        moved = ""
        if each.usual is not None and each.observed is not None:
            moved = (f": {each.metric} ({each.statistic}) from {plain(each.usual)}"
                     f" to {plain(each.observed)}")  # fmt: skip
        callees = f", {each.explained:.0%} of it explained by what it calls"
        said.append(f"{place}. {each.resource}, score {each.score:.2f}{moved}"
                    f"{callees if each.explained >= 0.01 else ''}")  # fmt: skip
    return "\n".join(said)
