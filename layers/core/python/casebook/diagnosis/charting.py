"""The series behind evidence of metrics: as it holds them, or wider, out of CloudWatch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from statistics import fmean

from pydantic import ValidationError

from casebook.access import still_in
from casebook.budget.bookings import Bookings, Payer
from casebook.diagnosis.grid import Grid, grid_of
from casebook.diagnosis.kept_series import (
    TOOLS_WITH_SERIES,
    KeptSeries,
    kept_series,
    registered,
    threshold_of,
)
from casebook.diagnosis.requests import RawEvidence
from casebook.diagnosis.series_requests import EvidenceSeries, MetricSeries, SeriesQuery
from casebook.domain.alarm import Alarm
from casebook.domain.cited import CitedEvidence
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Workload
from casebook.errors import InvalidRequest, NotFound
from casebook.knowledge.metrics import Shape, describe_metric
from casebook.ports.clock import Clock
from casebook.ports.evidence import RecheckLimit
from casebook.ports.metrics import MetricSource, Series
from casebook.ports.workloads import Workloads
from casebook.tools.alarm_boundary import is_own
from casebook.tools.metric_reading import BEFORE, shortest_period
from casebook.tools.metric_stretches import whole_periods

MOST_VALUES = 1_440
"""Of one series."""
_LONGEST = timedelta(days=15)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Charting:
    """Only metrics that the evidence is about are read, and of those only the workload's own and
    the alarm's. A read is counted with the rechecks: both ask AWS again at a person's wish."""

    workloads: Workloads
    metrics: MetricSource
    limit: RecheckLimit
    clock: Clock
    bookings: Bookings

    def series(
        self, cited: CitedEvidence, fetched: RawEvidence, asked: SeriesQuery
    ) -> EvidenceSeries:
        """`fetched` is the raw result of the cited evidence.

        Raises:
            NotFound: the evidence holds no series, none fits what is asked for, or the workload
                was removed.
            InvalidRequest: a stretch that cannot be read.
            LimitReached: evidence of this diagnosis or session was read again as often as may be
                in an hour.
        """
        kept = [each for each in _kept(cited, fetched) if _is_asked(each, asked)]
        if not kept:
            raise NotFound(f"{cited.evidence.id} has no series of such a resource and metric")
        held = [each for each in kept if each.points]
        if held and asked.start is None and asked.end is None:
            return _as_kept(cited, held, asked)
        return self._read(cited, kept, asked)

    def _read(
        self, cited: CitedEvidence, kept: Sequence[KeptSeries], asked: SeriesQuery
    ) -> EvidenceSeries:
        window = self._stretch(cited, asked)
        workload = self._workload(cited)
        readable = _readable(cited, kept, workload)
        if not readable:
            raise NotFound(
                f"{cited.evidence.id}: none of its metrics is registered with the workload any more"
            )
        chosen, period = readable[: asked.limit], self._period(window, readable[0][0])
        self.limit.count(cited.stream, self.clock.now())
        whole = whole_periods(window, period)
        pairs = [(metric, statistic) for _, metric, statistic in chosen]
        with self.bookings.open(Payer(workload.project, workload.workload_id, cited.user)):
            found = self.metrics.query(pairs, whole, period)
        grid = Grid(whole.start, period, round(whole.duration.total_seconds()) // period)
        return EvidenceSeries(
            evidence_id=cited.evidence.id,
            tool=cited.evidence.tool,
            source="cloudwatch",
            window=cited.evidence.window,
            start=whole.start,
            period_seconds=period,
            series=tuple(
                _charted(_renewed(each, series, period, cited), cited, grid)
                for (each, _, _), series in zip(chosen, found, strict=True)
            ),
            left_off=len(readable) - len(chosen),
        )

    def _stretch(self, cited: CitedEvidence, asked: SeriesQuery) -> Window:
        own, now = cited.evidence.window, self.clock.now()
        start, end = asked.start or own.start - BEFORE, min(asked.end or own.end, now)
        if start >= end:
            raise InvalidRequest.of("start", "must be before `end` and not in the future")
        if end - start > _LONGEST:
            raise InvalidRequest.of("start", f"at most {_LONGEST.days} days before `end`")
        return Window(start=start, end=end)

    def _workload(self, cited: CitedEvidence) -> Workload:
        workload = still_in(self.workloads.get(cited.workload_id), cited.project)
        if workload is None:
            raise NotFound("the workload was removed, so nothing of it is looked at any more")
        return workload

    def _period(self, window: Window, first: KeptSeries) -> int:
        """The shortest that can be had; that of the alarm, where its own values are asked for and
        they are not too many."""
        # Two more are those that the ends lie in.
        seconds = ceil(window.duration.total_seconds() / (MOST_VALUES - 2))
        shortest = shortest_period(seconds, self.clock.now() - window.start)
        own = first.alarm.period_seconds if first.alarm and first.metric else 0
        return own if own > shortest and own % shortest == 0 else shortest


def _readable(
    cited: CitedEvidence, kept: Sequence[KeptSeries], workload: Workload
) -> list[tuple[KeptSeries, Metric, str]]:
    """With what CloudWatch is asked for: a metric by its full address, and a statistic."""
    found = ((each, _metric(each, workload, cited.alarm)) for each in kept)
    return [(each, metric, each.statistic) for each, metric in found if metric]


def _metric(series: KeptSeries, workload: Workload, alarm: Alarm | None) -> Metric | None:
    """What CloudWatch is asked for: one that is registered, or that an alarm of the workload is set
    on; None if it may not be read any more."""
    if series.metric is None:
        return registered(series, workload)
    listed = {each.name for each in (series.alarm, alarm) if each} & set(workload.alarms)
    return series.metric if listed or is_own(workload, series.metric) else None


def _kept(cited: CitedEvidence, fetched: RawEvidence) -> list[KeptSeries]:
    evidence = cited.evidence
    if evidence.tool not in TOOLS_WITH_SERIES:
        raise NotFound(
            f"{evidence.id} is of {evidence.tool}, which reads no metrics; those that do are "
            + ", ".join(TOOLS_WITH_SERIES)
        )
    if evidence.outcome != "success" or fetched.raw is None or not fetched.intact:
        raise NotFound(f"{evidence.id} holds no metrics: {evidence.excerpt[:200]}")
    try:
        return kept_series(evidence.tool, fetched.raw, cited.alarm)
    except ValidationError as error:
        raise NotFound(f"{evidence.id} holds nothing that can be read as metrics") from error


def _is_asked(series: KeptSeries, asked: SeriesQuery) -> bool:
    return asked.resource in (None, series.resource) and asked.metric in (None, series.name)


def _as_kept(
    cited: CitedEvidence, held: Sequence[KeptSeries], asked: SeriesQuery
) -> EvidenceSeries:
    """All on one grid, so all of one period: a composite alarm's children may have several."""
    period = held[0].period_seconds
    same = [each for each in held if each.period_seconds == period]
    chosen = same[: asked.limit]
    begin = cited.evidence.window.start - BEFORE
    grid = grid_of([each.points for each in chosen], period, begin, MOST_VALUES)
    return EvidenceSeries(
        evidence_id=cited.evidence.id,
        tool=cited.evidence.tool,
        source="evidence",
        window=cited.evidence.window,
        start=grid.start,
        period_seconds=grid.period_seconds,
        series=tuple(_charted(each, cited, grid) for each in chosen),
        left_off=len(held) - len(chosen),
    )


def _renewed(
    kept: KeptSeries, read: Series, period_seconds: int, cited: CitedEvidence
) -> KeptSeries:
    """The series with what was read just now."""
    watching = cited.alarm if cited.alarm and cited.alarm.watches(read.metric) else None
    alarm = kept.alarm or watching
    return kept._replace(
        namespace=read.metric.namespace,
        period_seconds=period_seconds,
        points=tuple(zip(read.times, read.values, strict=True)),
        is_alarmed=alarm is not None,
        alarm=alarm,
    )


def _charted(series: KeptSeries, cited: CitedEvidence, grid: Grid) -> MetricSeries:
    own = cited.evidence.window.start
    return MetricSeries(
        resource=series.resource,
        namespace=series.namespace,
        metric=series.name,
        statistic=series.statistic,
        unit=_unit(series),
        values=grid.values(series.points, series.statistic),
        is_alarmed=series.is_alarmed,
        threshold=threshold_of(series.alarm, series.statistic, grid.period_seconds),
        baseline_mean=_mean(value for at, value in series.points if own - _HOUR <= at < own),
    )


def _unit(series: KeptSeries) -> str | None:
    if series.alarm and series.alarm.unit:
        return series.alarm.unit
    traits = describe_metric(series.namespace, series.name)
    return traits.unit or ("Count" if traits.shape is Shape.COUNT else None)


def _mean(values: Iterable[float]) -> float | None:
    known = list(values)
    return fmean(known) if known else None
