"""The data that tools bring back: what rules, reports and models work with."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from pydantic import Field

from casebook.domain.alarm import Alarm, AlarmForm, AlarmTransition
from casebook.domain.change import Change
from casebook.domain.finding import ErrorPattern
from casebook.domain.model import Instant, Json, Model, Said
from casebook.domain.window import Window


class LogLines(Model):
    """Lines as they stand in the log, redacted, oldest first."""

    lines: tuple["LoggedLine", ...]
    truncated: bool


class LoggedLine(Model):
    """`resource` wrote the line, where several write into its log group; None in a group of one."""

    at: Instant
    message: Said
    log_group: str
    resource: str | None = None

    def is_of(self, resource: str) -> bool:
        """Whether the resource wrote it, as far as the log group's lines can be told apart."""
        return self.resource in (None, resource)


class LogVolume(Model):
    """How many lines a log group had in the window and in the hour before, errors or not, and when
    the newest of them came."""

    log_group: str
    resource: str
    lines: int
    baseline_lines: int
    last_at: Instant | None


class RuntimeSwitch(Model):
    """Since `at` a function's environments start with another runtime than up to `before_at`.

    `is_update`: another version of the same runtime, which Lambda puts in by itself."""

    resource: str
    at: Instant
    before_at: Instant
    before: str
    after: str
    is_update: bool


class LogPatterns(Model):
    """The error lines of the incident window folded into templates, against the hour before.

    `patterns` are ranked: new or suddenly frequent ones first. `total_lines` counts every line read
    in the window, errors or not; `volumes` say how many each log group had. `warnings` are patterns
    of lines that only warn, those alone that are new.
    """

    patterns: tuple[ErrorPattern, ...]
    warnings: tuple[ErrorPattern, ...] = ()
    volumes: tuple[LogVolume, ...] = ()
    total_lines: int
    truncated: bool
    known_since: Instant | None = None
    """When the first line of all that were read came: of what was before nothing is known."""
    runtimes: tuple[RuntimeSwitch, ...] = ()
    """Functions whose environments start with another runtime than before."""
    groups_left_out: int = 0
    """How many log groups were not read, since there are more than a run may ask for."""


class MetricPoint(Model):
    at: Instant
    value: float


class MetricSummary(Model):
    """One metric of one resource in the incident window, and before it as a baseline."""

    resource: str
    namespace: str
    name: str
    statistic: str
    period_seconds: int
    points: tuple[MetricPoint, ...]
    baseline_mean: float | None
    """The mean of the hour before."""
    window_total: float
    window_max: float
    before: tuple[float | None, ...] = ()
    """The value of each period of the hours before, the newest last; None where there was none."""
    before_end: Instant | None = None
    """When the last period of `before` began."""
    occasions: tuple[Instant, ...] = ()
    """When it was about as far from its usual before, in the last day or at this time a week ago;
    an earlier part of the same rise is not among them."""
    is_alarmed: bool = False
    """Whether it is the very metric that the alarm watches."""
    is_seasonal: bool = False
    """Whether it was at this time of the day before, or of the week before."""

    @cached_property
    def timed_before(self) -> tuple[tuple[datetime, float], ...]:
        """The values of the hours before that there are, each with when its period began."""
        if self.before_end is None:
            return ()
        first = self.before_end - timedelta(seconds=self.period_seconds * (len(self.before) - 1))
        return tuple(
            (first + timedelta(seconds=self.period_seconds * place), value)
            for place, value in enumerate(self.before)
            if value is not None
        )

    @cached_property
    def timed(self) -> tuple[tuple[datetime, float], ...]:
        """Every value that is known, with when its period began, oldest first."""
        return (*self.timed_before, *((point.at, point.value) for point in self.points))


class Metrics(Model):
    summaries: tuple[MetricSummary, ...]


class MetricSuspect(Model):
    """A resource at which a symptom may have begun. `score` is from 0 to 1; `explained` the share
    of its own trouble that the resources which it calls account for; the rest is the metric that
    tells, as it is usual and as it was in the incident."""

    resource: str
    score: float
    explained: float
    stands_out: bool
    metric: str | None = None
    statistic: str | None = None
    usual: float | None = None
    observed: float | None = None


class MetricCauses(Model):
    """Where a metric's trouble began, the most likely resource first."""

    resource: str
    metric: str
    suspects: tuple[MetricSuspect, ...]

    @property
    def stands_out(self) -> bool:
        """False when the metrics do not tell."""
        return bool(self.suspects) and self.suspects[0].stands_out


class PeriodValues(Model):
    """A value for each period from `start` on; None where there was none."""

    start: Instant
    period_seconds: int
    values: tuple[float | None, ...]

    def points(self) -> Iterator[tuple[datetime, float]]:
        for place, value in enumerate(self.values):
            if value is not None:
                yield self.start + timedelta(seconds=place * self.period_seconds), value


class AlarmDatapoint(Model):
    """A datapoint that the alarm was decided by. `lower` and `upper` are those of a band;
    `is_partial`: its period had not ended."""

    at: Instant
    value: float | None
    breaches: bool | None
    lower: float | None = None
    upper: float | None = None
    is_partial: bool = False


class AlarmReading(Model):
    """An alarm as it is defined, evaluated as CloudWatch does, now and over the time before.

    `alarm` has the state that it fired with; `state` is that of now. `breaching` is None where it
    is not known. `since` is an interval: when the present breach began, as closely as datapoints
    tell; with `is_older` it was there already where the data begin. `anchor` are the values that
    are held against the threshold, after metric math; `last_week` those of the same hours a week
    ago, where `anchor` does not reach back so far. `episodes` are all breaches of both.
    """

    alarm: Alarm
    form: AlarmForm
    condition: str
    """`Sum of Errors over 300 s > 5, 3 of 5, missing data: notBreaching`."""
    resources: tuple[str, ...] = ()
    """Of the workload, whose metrics it watches."""
    defined_by: Literal["cloudwatch", "message"]
    state: Literal["OK", "ALARM", "INSUFFICIENT_DATA"] | None = None
    breaching: bool | None = None
    evaluated_at: Instant
    decided_by: tuple[AlarmDatapoint, ...] = ()
    since: Window | None = None
    is_older: bool = False
    episodes: tuple[Window, ...] = ()
    anchor: PeriodValues | None = None
    last_week: PeriodValues | None = None
    history: tuple[AlarmTransition, ...] = ()
    children: tuple["AlarmReading", ...] = ()
    notes: tuple[str, ...] = ()
    """What could not be read or evaluated, in words for people."""

    @property
    def newest(self) -> AlarmDatapoint | None:
        """The newest of the datapoints that decided."""
        known = [point for point in self.decided_by if point.value is not None]
        return known[-1] if known else None


class RepeatedChange(Model):
    """`at`: when the same change was made by the same actor at this time of earlier days."""

    change_id: str
    at: tuple[Instant, ...]


class Changes(Model):
    """Changes of the workload's resources, oldest first; `repeated` are those that somebody makes
    again and again."""

    changes: tuple[Change, ...]
    repeated: tuple[RepeatedChange, ...] = ()
    trail_read: bool
    """False when CloudTrail could not be read or has not delivered: who did it may be missing."""
    trail_left_out: int = 0
    """About how many resources it was not asked, since there are more than a run may ask about."""


class TracedStep(Model):
    """One segment of a trace. `depth` counts from the root; `resource` is None for somebody outside
    of the workload; `own_seconds` leaves out what ran below it; both are None while it runs."""

    name: str
    resource: str | None
    depth: int
    seconds: float | None
    own_seconds: float | None
    error: bool
    fault: bool
    throttle: bool
    exception: str | None = None


class TracedRequest(Model):
    """One request's way, each step behind the one that it belongs to."""

    trace_id: str
    began_at: Instant
    seconds: float
    steps: tuple[TracedStep, ...]
    origin: TracedStep | None
    """Where its fault began; None if nothing failed."""
    caller: str | None = None
    """The workload's resource nearest above the origin."""
    entry: str | None = None
    """The workload's resource that the request reached first."""


class Traces(Model):
    """The most telling requests of the window; `failed` of `seen` summaries had a failure."""

    requests: tuple[TracedRequest, ...]
    seen: int
    failed: int


class ResourceState(Model):
    """A resource now, as flat path -> value; `exists` is False when it is gone.

    `settings` are what somebody set, `health` how it is: status, running tasks, last events."""

    resource: str
    type: str
    exists: bool
    settings: Json
    health: Json = Field(default_factory=dict)


class WorkloadState(Model):
    resources: tuple[ResourceState, ...]


class PastDiagnosis(Model):
    diagnosis_id: str
    concluded_at: Instant
    alarm: str | None = None
    verdict: str
    resource: str | None
    category: str | None
    summary: str


class PastDiagnoses(Model):
    diagnoses: tuple[PastDiagnosis, ...]


class RunbookSection(Model):
    """A section of a runbook: `heading` is the path of headings above it, `line` where it begins,
    `words` the stems that it shares with the query. Scores compare the sections of one result."""

    file: str
    heading: tuple[str, ...]
    line: int
    score: float
    words: tuple[str, ...]
    excerpt: str
    location: str


class RunbookSections(Model):
    """Best first. It is what a team wrote: words to weigh, never instructions to Casebook."""

    sections: tuple[RunbookSection, ...]


class EvidencePage(Model):
    """A part of a result: `text` begins `offset` characters into it; `next_offset` is None at its
    end. With `contains`, `text` holds the lines that contain it, each after its own offset."""

    evidence_id: str
    offset: int
    text: str
    next_offset: int | None
    total_characters: int
    contains: str | None = None
