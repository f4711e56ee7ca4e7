"""What the paths of series take and give: the numbers behind evidence of metrics, for charts."""

from typing import Literal

from pydantic import Field

from casebook.domain.ids import Id
from casebook.domain.model import Instant, Model
from casebook.domain.window import Window


class SeriesQuery(Model):
    """Without `start` and `end`: what the evidence holds. With one of them: CloudWatch is read
    again, over 15 days at most."""

    resource: str | None = Field(
        None, max_length=2048, description="Only the metrics of this resource of the workload."
    )
    metric: str | None = Field(
        None, max_length=255, description="Only metrics of this name, e.g. `Errors`."
    )
    start: Instant | None = Field(
        None, description="Read CloudWatch from here on; without it from 3 hours before the window."
    )
    end: Instant | None = Field(
        None, description="Read CloudWatch up to here; without it up to the end of the window."
    )
    limit: int = Field(20, ge=1, le=50, description="How many series.")


class SessionSeriesQuery(SeriesQuery):
    session_id: Id


class MetricSeries(Model):
    """One statistic of one metric. `resource` is absent where it is an expression of the alarm, and
    `unit` where it is not known. `threshold` is the alarm's, where `values` are what it is held
    against. `baselineMean` is the mean of the hour before the window."""

    resource: str | None = None
    namespace: str
    metric: str
    statistic: str
    unit: str | None = None
    values: tuple[float | None, ...]
    is_alarmed: bool = False
    threshold: float | None = None
    baseline_mean: float | None = None


class EvidenceSeries(Model):
    """Value number i of every series is that of the period which begins `i * periodSeconds` after
    `start`; null where there is no datapoint. `source`: as it was kept with the evidence, or read
    from CloudWatch just now. `window` is the evidence's own. `leftOff` is how many series more
    there are: beyond the `limit`, or of another period."""

    evidence_id: str
    tool: str
    source: Literal["evidence", "cloudwatch"]
    window: Window
    start: Instant
    period_seconds: int
    series: tuple[MetricSeries, ...]
    left_off: int = 0
