"""The series behind evidence of metrics, as they were kept and out of CloudWatch."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from casebook.adapters.aws_meter import AwsMeter
from casebook.budget.bookings import Bookings
from casebook.diagnosis.charting import MOST_VALUES, Charting
from casebook.diagnosis.evidence_reading import EvidenceReading
from casebook.diagnosis.grid import grid_of
from casebook.diagnosis.requests import RawEvidence
from casebook.diagnosis.series_requests import EvidenceSeries, SeriesQuery
from casebook.domain.alarm import Alarm, AlarmQuery
from casebook.domain.cited import CitedEvidence
from casebook.domain.workload import Metric, Resource, Workload
from casebook.errors import InvalidRequest, LimitReached, NotFound
from casebook.tools.get_alarm_state import GetAlarmState
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.rank_metric_causes import RankMetricCauses
from casebook.tools.registration import AnyTool
from casebook.tools.registry import Toolbox
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.ledger import MemoryLedger, MemoryUsageStore
from local.memory.telemetry import MemoryLogs, MemoryMetrics
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.shop import NOW, scope, shop
from tests.fakes.tool_grants import MemoryRecheckLimit

ERRORS = Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": "checkout-fn"})
DURATION = ERRORS.model_copy(update={"name": "Duration"})
ALARM = Alarm(
    name="checkout-errors", state="ALARM", changed_at=NOW, namespace="AWS/Lambda", metric="Errors",
    dimensions={"FunctionName": "checkout-fn"}, statistic="Sum", period_seconds=60, threshold=5.0,
    comparison="GreaterThanThreshold",
)  # fmt: skip
WINDOW_BEGAN = scope().window.start


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


class World:
    """The shop, whose function has failed for ten minutes: nine times a minute, and twice before
    that. A minute of the hours before is missing."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.metrics = MemoryMetrics()
        for minute in range(1, 400):
            if minute != 30:
                self.metrics.put(ERRORS, minutes_ago(minute), 9.0 if minute <= 10 else 2.0)
            self.metrics.put(DURATION, minutes_ago(minute), 120.0)
        self.workloads = MemoryWorkloadStore(shop())
        self.store, self.limit = MemoryEvidenceStore(), MemoryRecheckLimit(2)
        self.meter, self.usage = AwsMeter(), MemoryUsageStore(MemoryLedger())
        bookings = Bookings(self.meter.take, lambda: self.usage, self.clock, "local")
        self.charting = Charting(self.workloads, self.metrics, self.limit, self.clock, bookings)

    def found(self, tool: str, alarm: Alarm | None = ALARM, **parameters: object) -> CitedEvidence:
        """What a tool brings back, and later nothing of it is in CloudWatch's reads."""
        tools: list[AnyTool] = [
            QueryMetrics(self.metrics),
            RankMetricCauses(self.metrics),
            GetAlarmState(MemoryAlarmDirectory(), self.metrics),
            GetLogPatterns(MemoryLogs()),
        ]
        looked_at = replace(scope(), alarm=alarm)
        toolbox = Toolbox(tools, looked_at, "dgn_1", self.store, self.clock)
        evidence = toolbox.run(tool, **parameters).evidence
        self.metrics.windows.clear()
        return CitedEvidence(evidence, "dgn_1", "wkl_1", shop().project, looked_at.window, alarm)

    def fetched(self, cited: CitedEvidence) -> RawEvidence:
        return EvidenceReading(self.store).fetch(cited)

    def series(self, cited: CitedEvidence, **asked: Any) -> EvidenceSeries:
        return self.charting.series(cited, self.fetched(cited), SeriesQuery(**asked))


@pytest.fixture
def world() -> World:
    return World()


def test_what_the_evidence_holds_is_drawn_without_reading_anything(world: World) -> None:
    cited = world.found("query_metrics")

    found = world.series(cited)

    assert (found.source, world.metrics.windows, world.limit.counted) == ("evidence", [], {})
    errors = found.series[0]
    assert (errors.resource, errors.metric, errors.statistic) == ("checkout-fn", "Errors", "Sum")
    assert (errors.is_alarmed, errors.threshold, errors.unit) == (True, 5.0, "Count")
    assert errors.baseline_mean == 2.0


def test_values_stand_at_their_periods_and_a_gap_is_null(world: World) -> None:
    found = world.series(world.found("query_metrics"))

    at = {
        found.start + timedelta(seconds=found.period_seconds * place): value
        for place, value in enumerate(found.series[0].values)
    }
    assert found.start == WINDOW_BEGAN - timedelta(hours=3)
    assert (at[minutes_ago(10)], at[minutes_ago(11)], at[minutes_ago(30)]) == (9.0, 2.0, None)
    assert {len(each.values) for each in found.series} == {len(found.series[0].values)}


def test_one_metric_or_resource_can_be_asked_for(world: World) -> None:
    cited = world.found("query_metrics")

    only = world.series(cited, metric="Duration")
    few = world.series(cited, resource="checkout-fn", limit=1)

    assert [each.metric for each in only.series] == ["Duration"]
    assert only.series[0].unit == "Milliseconds"
    assert (len(few.series), few.left_off) == (1, 1)
    with pytest.raises(NotFound, match="no series of such"):
        world.series(cited, resource="payments")


def test_a_stretch_of_ones_own_is_read_and_counted(world: World) -> None:
    cited = world.found("query_metrics")

    found = world.series(cited, metric="Errors", start=minutes_ago(360), end=minutes_ago(5))

    assert (found.source, found.start, found.period_seconds) == ("cloudwatch", minutes_ago(360), 60)
    assert len(found.series[0].values) == 355
    assert found.series[0].values[-1] == 9.0
    assert (found.series[0].threshold, found.series[0].baseline_mean) == (5.0, 2.0)
    assert sum(world.limit.counted.values()) == 1
    world.series(cited, start=minutes_ago(60))
    with pytest.raises(LimitReached):
        world.series(cited, start=minutes_ago(60))


def test_a_long_stretch_has_longer_periods_and_no_threshold(world: World) -> None:
    found = world.series(world.found("query_metrics"), start=NOW - timedelta(days=15))

    assert (found.period_seconds, found.series[0].threshold) == (960, None)
    assert all(len(each.values) <= MOST_VALUES for each in found.series)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (NOW - timedelta(days=16), None, "at most 15 days"),
        (NOW + timedelta(days=1), NOW + timedelta(days=2), "in the future"),
        (NOW, NOW - timedelta(hours=1), "before `end`"),
    ],
)
def test_a_stretch_that_cannot_be_read_is_refused(
    world: World, start: datetime, end: datetime | None, why: str
) -> None:
    with pytest.raises(InvalidRequest, match=why):
        world.series(world.found("query_metrics"), start=start, end=end)
    assert world.limit.counted == {}


def test_the_alarms_own_values_come_with_its_threshold(world: World) -> None:
    found = world.series(world.found("get_alarm_state"))

    (errors,) = found.series
    assert (errors.resource, errors.metric, errors.threshold) == ("checkout-fn", "Errors", 5.0)
    assert errors.values[-1] == 9.0


def test_of_metric_math_its_value_is_kept_and_its_metrics_can_be_read(world: World) -> None:
    alarm = ALARM.model_copy(
        update={
            "metric": "", "namespace": "", "dimensions": {}, "queries": (
                AlarmQuery(id="e", expression="m1 * 2"),
                AlarmQuery(id="m1", metric=ERRORS, statistic="Sum", period_seconds=60,
                           returns_data=False),
            ),
        }
    )  # fmt: skip
    cited = world.found("get_alarm_state", alarm)

    (kept,) = world.series(cited).series
    (read,) = world.series(cited, start=minutes_ago(60)).series

    assert (kept.metric, kept.values[-1], kept.threshold) == ("checkout-errors", 18.0, 5.0)
    assert (read.metric, read.values[-1], read.threshold) == ("Errors", 9.0, None)


def test_the_suspects_of_a_ranking_are_read_from_cloudwatch(world: World) -> None:
    cited = world.found("rank_metric_causes")

    found = world.series(cited)

    assert found.source == "cloudwatch"
    assert found.series[0].resource == "checkout-fn"
    assert any(value is not None for value in found.series[0].values)


def test_no_metric_of_somebody_else_is_read(world: World) -> None:
    cited = world.found("query_metrics")
    emptied = shop().model_copy(update={"resources": (Resource(name="other-fn", type="lambda"),)})
    world.workloads.replace(emptied)

    with pytest.raises(NotFound, match="registered with the workload any more"):
        world.series(cited, start=minutes_ago(60))
    assert (world.metrics.windows, world.limit.counted) == ([], {})


def of_another_tool(world: World, cited: CitedEvidence) -> CitedEvidence:
    return world.found("get_log_patterns")


def tampered(world: World, cited: CitedEvidence) -> CitedEvidence:
    location = world.store.put("dgn_1", "evd_other", b'{"summaries":[]}')
    changed = cited.evidence.model_copy(update={"location": location})
    return replace(cited, evidence=changed)


def nonsense(world: World, cited: CitedEvidence) -> CitedEvidence:
    raw = b'{"a":1}'
    location = world.store.put("dgn_1", "evd_other", raw)
    update = {"location": location, "sha256": hashlib.sha256(raw).hexdigest()}
    changed = cited.evidence.model_copy(update=update)
    return replace(cited, evidence=changed)


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (of_another_tool, "reads no metrics"),
        (tampered, "holds no metrics"),
        (nonsense, "nothing that can be read as metrics"),
    ],
)
def test_evidence_without_series_says_so(
    world: World, spoilt: Callable[[World, CitedEvidence], CitedEvidence], why: str
) -> None:
    cited = spoilt(world, world.found("query_metrics"))

    with pytest.raises(NotFound, match=why):
        world.series(cited)


def test_of_a_workload_that_is_gone_only_what_was_kept_is_drawn(world: World) -> None:
    cited = world.found("query_metrics")
    workload: Workload | None = world.workloads.get("wkl_1")
    assert workload is not None
    world.workloads.remove(workload)

    assert world.series(cited).source == "evidence"
    with pytest.raises(NotFound, match="removed"):
        world.series(cited, start=minutes_ago(60))


def test_too_many_values_are_folded_and_the_incident_is_never_left_out() -> None:
    step = timedelta(minutes=1)
    a_day = [(NOW + step * minute, 1.0) for minute in range(20)]

    cut = grid_of([a_day], 60, begin=NOW + step * 5, most=15)
    folded = grid_of([a_day], 60, begin=NOW, most=8)

    assert cut == (NOW + step * 5, 60, 15)
    assert folded == (NOW, 180, 7)
    assert folded.values(a_day, "Sum") == (3.0,) * 6 + (2.0,)
    assert folded.values([(NOW, 1.0), (NOW + step, 4.0)], "Maximum") == (4.0, *[None] * 6)
    assert folded.values([(NOW, 1.0), (NOW + step, 4.0)], "Average")[0] == 2.5
