"""Whether an alarm has to be evaluated anew, or an earlier evaluation is still what it would be."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from casebook.domain.alarm import Alarm, AlarmForm
from casebook.domain.evidence import Evidence
from casebook.domain.workload import Metric, Workload
from casebook.tools.metrics_anew import METRICS, metrics_unchanged
from casebook.tools.results.alarms import AlarmReading
from casebook.tools.results.metrics import Metrics, MetricSummary
from casebook.tools.tool import Answers

# Alarms are evaluated every minute, those of shorter periods as often as these end.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
_EVALUATED_EVERY = 60


def is_news(
    then: Evidence, reading: AlarmReading, at: datetime, workload: Workload, answers: Answers
) -> bool:
    """True if at this moment there may be something that the reading did not have: the alarm is
    evaluated again, or one of its metrics has another datapoint.

    In the round of the reading, the metrics that were read beside it tell. Of later rounds, only
    that they brought the very same; where the workload's metrics are not all that the alarm is made
    of, they tell nothing of it.
    """
    if _evaluation(reading.alarm, at) != _evaluation(reading.alarm, reading.evaluated_at):
        return True
    beside, now = answers.when(then, METRICS), answers.newest(METRICS)
    if beside is None or now is None:
        return False  # nobody has looked at anything since
    if now.id == beside.id:
        metrics = answers.data(now, Metrics)
        return metrics is not None and _came_late(reading, metrics.summaries)
    return not (_is_made_of(reading.alarm, workload) and metrics_unchanged(then, answers))


def _evaluation(alarm: Alarm, at: datetime) -> int:
    """Which of its evaluations is the last at a moment."""
    return int(at.timestamp() // min(_EVALUATED_EVERY, alarm.period_seconds or _EVALUATED_EVERY))


def _came_late(reading: AlarmReading, summaries: Sequence[MetricSummary]) -> bool:
    """True if the metrics have a whole period that had ended when the alarm was evaluated, and of
    which it had nothing."""
    values = reading.anchor
    known = max((at for at, _ in values.points()), default=None) if values else None
    width = timedelta(seconds=reading.alarm.period_seconds)
    return any(
        point.at + timedelta(seconds=summary.period_seconds) <= reading.evaluated_at
        and (known is None or point.at >= known + width)
        for summary in summaries
        if summary.is_alarmed
        for point in summary.points
    )


def _is_made_of(alarm: Alarm, workload: Workload) -> bool:
    """True if the alarm follows from registered metrics, which `query_metrics` reads, and from
    nothing else."""
    registered: list[Metric] = [m for resource in workload.resources for m in resource.metrics]
    is_plain = alarm.form is not AlarmForm.COMPOSITE and bool(alarm.metrics)
    return is_plain and all(metric in registered for metric in alarm.metrics)
