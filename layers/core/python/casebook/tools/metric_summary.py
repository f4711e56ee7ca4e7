"""What a metric did in a window, told beside what it did before."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import fmean, median

from casebook.analysis.recurrence import Excursion, excursion, occasions, recurring_since
from casebook.domain.alarm import Alarm
from casebook.domain.model import iso
from casebook.domain.window import Window
from casebook.knowledge.metrics import MetricTraits, describe_metric
from casebook.tools.metric_reading import BEFORE, DAY, SLACK, WEEK, Recording
from casebook.tools.results.metrics import MetricPoint, MetricSummary

_HOUR = timedelta(hours=1)
_MOST_VALUES = 30
_MOST_OCCASIONS = 6
# A fifth above the usual is what systems are built for.
_ORDINARY = 0.2


def summary_of(
    recording: Recording, window: Window, period_seconds: int, alarm: Alarm | None = None
) -> MetricSummary:
    """The summary of one recording in a window that begins and ends with a period."""
    points = [(at, value) for at, value in recording.recent if window.start <= at <= window.end]
    before = [(at, value) for at, value in recording.recent if at < window.start]
    hour = [value for at, value in before if at >= window.start - _HOUR]
    values = [value for _, value in points]
    found = _excursion(recording, window)
    earlier = _occasions(recording, window, found) if found else ()
    return MetricSummary(
        resource=recording.resource,
        namespace=recording.metric.namespace,
        name=recording.metric.name,
        statistic=recording.statistic,
        period_seconds=period_seconds,
        points=tuple(MetricPoint(at=at, value=value) for at, value in points),
        baseline_mean=fmean(hour) if hour else None,
        window_total=sum(values),
        window_max=max(values, default=0.0),
        before=_grid(before, window.start, period_seconds),
        before_end=window.start - timedelta(seconds=period_seconds),
        occasions=earlier,
        recurring_since=_recurring_since(recording, window, earlier),
        is_alarmed=alarm is not None and alarm.watches(recording.metric),
        is_seasonal=found is not None and _is_seasonal(recording, window, found),
    )


def without_harm(summaries: Iterable[MetricSummary]) -> tuple[MetricSummary, ...]:
    """The summaries, where the occasions of a load or a level are left out that came with failures:
    what breaks every few hours is no custom."""
    all_of_them = tuple(summaries)
    harmful = [at for each in all_of_them if _traits(each).is_trouble
               and movement(each) > 1 for at in each.occasions]  # fmt: skip
    return tuple(
        each
        if _traits(each).is_trouble or not (each.occasions or each.is_seasonal)
        else _without(each, harmful)
        for each in all_of_them
    )


def _traits(summary: MetricSummary) -> MetricTraits:
    return describe_metric(summary.namespace, summary.name)


def _without(summary: MetricSummary, harmful: Sequence[datetime]) -> MetricSummary:
    begin = summary.points[0].at
    seasons = [begin - DAY, begin - WEEK]
    kept = tuple(at for at in summary.occasions if not _is_near(at, harmful))
    is_seasonal = summary.is_seasonal and not any(_is_near(at, harmful) for at in seasons)
    return summary.model_copy(update={"occasions": kept, "is_seasonal": is_seasonal})


def _is_near(moment: datetime, others: Sequence[datetime]) -> bool:
    return any(abs(moment - each) <= SLACK for each in others)


def told(summary: MetricSummary) -> str:
    """The summary as agents and people read it: numbers first, values where something moved."""
    raised = [point for point in summary.points if point.value > 0]
    said = [
        f"{summary.resource} {summary.namespace} {summary.name} "
        f"({summary.statistic} per {summary.period_seconds} s)"
    ]
    if summary.statistic == "Sum":
        said.append(f"total {plain(summary.window_total)}")
    if summary.points:
        said.append(f"maximum {plain(summary.window_max)}")
        said.append(f"minimum {plain(min(point.value for point in summary.points))}")
    else:
        said.append("no datapoints in the window")
    if raised:
        said.append(f"above zero from {iso(raised[0].at)} to {iso(raised[-1].at)}")
    mean = summary.baseline_mean
    said.append(
        "no datapoints in the hour before" if mean is None else f"hour before: mean {plain(mean)}"
    )
    if known := _known(summary):
        said.append(f"hours before: median {plain(median(known))}, from {plain(min(known))} to"
                    f" {plain(max(known))}")  # fmt: skip
    if summary.occasions:
        newest = summary.occasions[-_MOST_OCCASIONS:]
        said.append(f"as far from it before on {len(summary.occasions)} occasions, at "
                    + ", ".join(iso(at) for at in newest))  # fmt: skip
    lines = [f"- {said[0]}: {', '.join(said[1:])}"]
    if summary.points and movement(summary) > 1:
        shown = summary.points[-_MOST_VALUES:]
        lines.append("  " + " ".join(f"{point.at:%H:%M}={plain(point.value)}" for point in shown))
    return "\n".join(lines)


def plain(value: float) -> str:
    """The number without an exponent, so that a claim can be compared with it."""
    text = f"{value:g}"
    if "e" not in text:
        return text
    return f"{value:.0f}" if abs(value) >= 1 else f"{value:.12f}".rstrip("0").rstrip(".")


def movement(summary: MetricSummary) -> float:
    """How far the metric moved against what it usually moves by; above 1 is worth a look."""
    values = [point.value for point in summary.points]
    known = _known(summary)
    if not values:
        return 2.0 if known else 0.0
    if not known:
        return 3.0 if max(values) > 0 else 0.0
    usual = median(known)
    spread = median(abs(value - usual) for value in known)
    distance = max(abs(value - usual) for value in values)
    scale = 3 * spread + _ORDINARY * abs(usual) + (1.0 if summary.statistic == "Sum" else 0.0)
    return distance / scale if scale else (10.0 if distance else 0.0)


def _known(summary: MetricSummary) -> list[float]:
    return [value for value in summary.before if value is not None]


def _excursion(recording: Recording, window: Window) -> Excursion | None:
    before = [value for at, value in recording.recent if at < window.start]
    inside = [value for at, value in recording.recent if at >= window.start]
    traits = describe_metric(recording.metric.namespace, recording.metric.name)
    usually = before or [value for _, value in recording.earlier]
    return excursion(usually, inside, traits.harmful_sign)


def _occasions(recording: Recording, window: Window, found: Excursion) -> tuple[datetime, ...]:
    return tuple(occasions(sorted((*recording.earlier, *recording.recent)), window.start, found))


def _recurring_since(
    recording: Recording, window: Window, earlier: Sequence[datetime]
) -> datetime | None:
    known = sorted(at for at, _ in (*recording.earlier, *recording.recent))
    return recurring_since(earlier, known, window.start) if earlier else None


def _is_seasonal(recording: Recording, window: Window, found: Excursion) -> bool:
    """Whether it was as far from its usual at this time a day or a week before."""
    times = [Window(start=window.start - ago - SLACK, end=window.end - ago + SLACK)
             for ago in (DAY, WEEK)]  # fmt: skip
    return any(
        found.reaches(value) and any(at in time for time in times)
        for at, value in recording.earlier
    )


def _grid(
    points: Sequence[tuple[datetime, float]], end: datetime, period_seconds: int
) -> tuple[float | None, ...]:
    """One value for each period since the first, up to the window; None where there was none."""
    if not points:
        return ()
    step = timedelta(seconds=period_seconds)
    known = dict(points)
    first = max(points[0][0], end - BEFORE)
    length = int((end - first) / step)
    return tuple(known.get(end - step * back) for back in range(length, 0, -1))
