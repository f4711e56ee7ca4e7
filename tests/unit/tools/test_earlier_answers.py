"""What an earlier step of a diagnosis was answered is asked again where it may have changed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import Field

from casebook.domain.alarm import Alarm
from casebook.domain.evidence import Evidence
from casebook.domain.model import Json, Model
from casebook.domain.workload import Metric
from casebook.errors import AwsCallFailed
from casebook.tools.get_alarm_state import GetAlarmState
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.metric_reading import MetricReading
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.rank_metric_causes import RankMetricCauses
from casebook.tools.registry import Toolbox
from casebook.tools.results.alarms import AlarmReading
from casebook.tools.run import StartedCall, ToolRun
from casebook.tools.search_logs import SearchLogs
from casebook.tools.tool import Answers, Found, NoData, Parameters, Scope, Tool
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.telemetry import MemoryLogs, MemoryMetrics
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope

Calls = tuple[tuple[str, Json], ...]

OTHER_LOGS = "/shop/payments"
ERRORS = Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": "checkout-fn"})
STRANGER = Metric(namespace="Shop", name="Carts", dimensions={})
ALARM = Alarm(
    name="checkout-errors",
    state="ALARM",
    changed_at=NOW - timedelta(seconds=2),
    namespace="AWS/Lambda",
    metric="Errors",
    statistic="Sum",
    dimensions={"FunctionName": "checkout-fn"},
    period_seconds=60,
    evaluation_periods=1,
    threshold=5.0,
    comparison="GreaterThanThreshold",
    treat_missing_data="notBreaching",
)
WHOLE: Calls = (("get_log_patterns", {}), ("query_metrics", {}))
FOLLOWING: Calls = (
    ("get_alarm_state", {}),
    ("rank_metric_causes", {}),
    ("search_logs", {"log_group": CHECKOUT_LOGS}),
    ("search_logs", {"log_group": OTHER_LOGS}),
)


@dataclass
class Steps:
    """The steps of one diagnosis, with what was found by the ones before, as a log has it."""

    tools: Sequence[Tool[Any, Any]]
    about: Scope = field(default_factory=lambda: replace(scope(), alarm=ALARM))
    store: MemoryEvidenceStore = field(default_factory=MemoryEvidenceStore)
    evidence: list[Evidence] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)

    def step(self, seconds: float, *calls: tuple[str, Json]) -> list[ToolRun[Any]]:
        """The runs of a step so long after the first; `ran` are the tools that ran for it."""
        self.ran.clear()
        toolbox = self.toolbox(seconds, tuple(self.evidence))
        return [run for call in calls for run in toolbox.gather(call)]

    def toolbox(self, seconds: float, evidence: tuple[Evidence, ...]) -> Toolbox:
        now = NOW + timedelta(seconds=seconds)
        about = replace(self.about, now=now, evidence=evidence)
        return Toolbox(self.tools, about, "dgn_1", self.store, FakeClock(now), self)

    def started(self, calls: Sequence[StartedCall]) -> None:
        self.ran += [call.tool for call in calls]

    def finished(self, run: ToolRun[Any]) -> None:
        self.evidence.append(run.evidence)


@dataclass
class Telemetry:
    """What happened in the shop, with dice."""

    dice: random.Random
    logs: MemoryLogs = field(default_factory=lambda: MemoryLogs(CHECKOUT_LOGS, OTHER_LOGS))
    metrics: MemoryMetrics = field(default_factory=MemoryMetrics)

    def tools(self) -> list[Tool[Any, Any]]:
        reading = MetricReading(self.metrics)
        return [
            GetLogPatterns(self.logs),
            SearchLogs(self.logs),
            GetAlarmState(MemoryAlarmDirectory(ALARM), self.metrics),
            QueryMetrics(reading),
            RankMetricCauses(reading),
        ]

    def history(self) -> None:
        for minute in range(1, 180):
            at = NOW - timedelta(minutes=minute)
            self.metrics.put(ERRORS, at, self.dice.choice((6.0, 9.0)) if minute < 6 else 0.0)
            self.logs.write(CHECKOUT_LOGS, at, f"ERROR no answer from payments {minute}")
            self.logs.write(OTHER_LOGS, at, f"INFO paid {minute}")

    def goes_on(self, until: datetime) -> None:
        """Something comes, late or in time, or nothing does."""
        if self.dice.random() < 0.5:
            at = until - timedelta(seconds=self.dice.choice((1, 70, 130)))
            minute = at.replace(second=0, microsecond=0)
            self.metrics.put(ERRORS, minute, self.dice.choice((0.0, 8.0)))
        for group in (CHECKOUT_LOGS, OTHER_LOGS):
            if self.dice.random() < 0.5:
                at = until - timedelta(milliseconds=self.dice.randrange(120_000))
                self.logs.write(group, at, f"ERROR {self.dice.random()}")


@pytest.fixture
def telemetry() -> Telemetry:
    made = Telemetry(random.Random(1))
    made.history()
    return made


def _shop() -> Scope:
    """The shop, with a log group of its payments."""
    about = replace(scope(), alarm=ALARM)
    resources = tuple(
        each.model_copy(update={"log_groups": (OTHER_LOGS,)}) if each.name == "payments" else each
        for each in about.workload.resources
    )
    return replace(about, workload=about.workload.model_copy(update={"resources": resources}))


def _answer(run: ToolRun[Any]) -> Any:
    """What a run says, without the moment at which an alarm was evaluated and what was then still
    going on."""
    data = run.data
    if isinstance(data, AlarmReading):
        return data.state, data.breaching, data.since, data.anchor, data.episodes
    return run.outcome, data


@pytest.mark.parametrize("seed", range(40))
def test_what_is_carried_over_is_what_would_be_answered_now(seed: int) -> None:
    telemetry = Telemetry(random.Random(seed))
    telemetry.history()
    steps = Steps(telemetry.tools(), _shop())
    carried, seconds = 0, 3.0
    steps.step(seconds, *WHOLE, *FOLLOWING)

    for _ in range(4):
        seconds += telemetry.dice.choice((6, 15, 40))
        telemetry.goes_on(NOW + timedelta(seconds=seconds))
        runs = steps.step(seconds, *WHOLE, *FOLLOWING)
        carried += len(runs) - len(steps.ran)

        fresh = Steps(telemetry.tools(), _shop()).step(seconds, *WHOLE, *FOLLOWING)
        assert list(map(_answer, runs)) == list(map(_answer, fresh))
    assert carried


def test_where_nothing_came_only_what_would_show_it_is_asked_again(telemetry: Telemetry) -> None:
    steps = Steps(telemetry.tools(), _shop())
    first = steps.step(3, *WHOLE, *FOLLOWING)

    again = steps.step(9, *WHOLE, *FOLLOWING)

    assert sorted(steps.ran) == ["get_log_patterns", "query_metrics"]
    assert [run.evidence.id for run in again[2:]] == [run.evidence.id for run in first[2:]]
    assert [run.data for run in again[2:]] == [run.data for run in first[2:]]


def test_a_new_line_is_looked_for_in_its_log_group_alone(telemetry: Telemetry) -> None:
    steps = Steps(telemetry.tools(), _shop())
    steps.step(3, *WHOLE, *FOLLOWING)
    telemetry.logs.write(OTHER_LOGS, NOW + timedelta(seconds=5), "ERROR refused")

    runs = steps.step(9, *WHOLE, *FOLLOWING)

    assert steps.ran.count("search_logs") == 1
    assert "ERROR refused" in runs[-1].evidence.excerpt


@pytest.mark.parametrize("late", [1, 2])
def test_a_datapoint_that_comes_late_is_evaluated_in_the_next_round(
    telemetry: Telemetry, late: int
) -> None:
    """CloudWatch gets many datapoints a minute or two after their period."""
    steps = Steps(telemetry.tools(), _shop())
    steps.step(3, *WHOLE, *FOLLOWING)
    telemetry.metrics.put(ERRORS, NOW, 0.0)
    telemetry.metrics.put(ERRORS, NOW - timedelta(minutes=late), 70.0)

    steps.step(9, *WHOLE, *FOLLOWING)

    assert {"get_alarm_state", "rank_metric_causes"} <= set(steps.ran)


def test_a_minute_later_the_alarm_is_evaluated_again_whatever_the_metrics_show(
    telemetry: Telemetry,
) -> None:
    steps = Steps(telemetry.tools(), _shop())
    steps.step(3, *WHOLE, *FOLLOWING)

    steps.step(61, *WHOLE, *FOLLOWING)

    assert "get_alarm_state" in steps.ran


def test_the_alarm_that_was_read_before_the_plan_is_not_read_again_in_the_first_round(
    telemetry: Telemetry,
) -> None:
    steps = Steps(telemetry.tools(), _shop())
    (anchor,) = steps.step(3, ("get_alarm_state", {}))

    runs = steps.step(5, ("query_metrics", {}), ("get_alarm_state", {}))

    assert steps.ran == ["query_metrics"]
    assert runs[1].evidence == anchor.evidence


def test_it_is_read_again_if_the_metrics_know_a_period_that_it_did_not(
    telemetry: Telemetry,
) -> None:
    steps = Steps(telemetry.tools(), _shop())
    steps.step(63, ("get_alarm_state", {}))
    telemetry.metrics.put(ERRORS, NOW, 0.0)

    (*_, alarm) = steps.step(66, ("query_metrics", {}), ("get_alarm_state", {}))

    assert steps.ran == ["query_metrics", "get_alarm_state"]
    assert isinstance(alarm.data, AlarmReading)
    assert alarm.data.newest
    assert alarm.data.newest.at == NOW


def test_it_is_read_again_if_the_incident_began_long_before_it_fired(
    telemetry: Telemetry,
) -> None:
    """Then it was not read far enough back to say what was usual."""
    steps = Steps(telemetry.tools(), _shop())
    steps.step(3, ("get_alarm_state", {}))
    start = steps.about.window.start - timedelta(hours=5)
    window = steps.about.window.model_copy(update={"start": start})
    steps.about = replace(steps.about, window=window)

    steps.step(5, ("query_metrics", {}), ("get_alarm_state", {}))

    assert "get_alarm_state" in steps.ran


def test_an_alarm_on_what_is_not_registered_is_read_in_every_round(telemetry: Telemetry) -> None:
    """Nothing that is read beside it would show that it has news."""
    alarm = ALARM.model_copy(
        update={"name": "carts", "namespace": "Shop", "metric": "Carts", "dimensions": {}}
    )
    workload = _shop().workload.model_copy(update={"alarms": (alarm.name,)})
    telemetry.metrics.put(STRANGER, NOW - timedelta(minutes=1), 9.0)
    steps = Steps(telemetry.tools(), replace(_shop(), alarm=alarm, workload=workload))
    steps.step(3, *WHOLE, *FOLLOWING)

    steps.step(9, *WHOLE, *FOLLOWING)

    assert "get_alarm_state" in steps.ran


# ── the mechanism, for any tool ──


class Number(Parameters):
    number: int = Field(1, description="What to tell.")


class Told(Model):
    said: str


class Teller(Tool[Number, Told]):
    name = "tell"
    description = "Tells."
    parameters = Number
    data = Told
    holds = True

    def run(self, parameters: Number, scope: Scope) -> Found[Told] | NoData:
        if parameters.number == 13:
            raise AwsCallFailed("Tell", "Throttling", "slow down")
        query: Json = {"number": parameters.number, "more": "that was queried"}
        if parameters.number == 0:
            return NoData("Nothing to tell.", query, scope.window)
        return Found(
            Told(said=f"password=hunter2 {parameters.number}"), "told", query, scope.window
        )

    def still_holds(
        self, then: Evidence, parameters: Number, scope: Scope, answers: Answers
    ) -> bool:
        return self.holds


class Doubting(Teller):
    holds = False


@pytest.fixture
def told() -> Steps:
    steps = Steps([Teller()])
    steps.step(0, ("tell", {"number": 3}), ("tell", {"number": 0}))
    return steps


@pytest.mark.parametrize("number", [3, 0])
def test_what_holds_comes_with_its_evidence_and_nobody_hears_of_a_run(
    told: Steps, number: int
) -> None:
    then = next(each for each in told.evidence if each.query["number"] == number)

    (run,) = told.step(9, ("tell", {"number": number}))

    assert told.ran == []
    assert run.evidence == then
    assert (run.data is None) == (number == 0)
    assert "hunter2" not in repr(run)


@pytest.mark.parametrize("number", [4, 13])
def test_another_query_is_asked(told: Steps, number: int) -> None:
    told.step(9, ("tell", {"number": number}))

    assert told.ran == ["tell"]


def test_what_failed_is_asked_again(told: Steps) -> None:
    told.step(9, ("tell", {"number": 13}))

    told.step(18, ("tell", {"number": 13}))

    assert told.ran == ["tell"]


def test_what_the_tool_is_in_doubt_of_is_asked_again(told: Steps) -> None:
    told.tools = [Doubting()]

    told.step(9, ("tell", {"number": 3}))

    assert told.ran == ["tell"]


def test_what_somebody_changed_where_it_is_kept_is_asked_again(told: Steps) -> None:
    told.evidence = [e.model_copy(update={"sha256": "0" * 64}) for e in told.evidence]

    told.step(9, ("tell", {"number": 3}))

    assert told.ran == ["tell"]


def test_what_has_expired_is_asked_again(told: Steps) -> None:
    told.store = MemoryEvidenceStore()

    told.step(9, ("tell", {"number": 3}))

    assert told.ran == ["tell"]


def test_a_person_who_checks_evidence_is_never_answered_by_it(told: Steps) -> None:
    told.about = replace(told.about, repeats=True)

    told.step(9, ("tell", {"number": 3}))

    assert told.ran == ["tell"]


def test_an_agent_without_the_tool_is_not_given_its_answer(told: Steps) -> None:
    told.tools = []

    (run,) = told.step(9, ("tell", {"number": 3}))

    assert run.outcome == "error"
