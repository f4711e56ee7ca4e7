"""A diagnosis asks nothing twice that has not changed, and every later round sees what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from itertools import combinations
from random import Random

import pytest

from casebook.agents.log_agent import LogAgent
from casebook.agents.roster import SPECIALISTS
from casebook.agents.specialist import Run, ScopedTools
from casebook.domain.events.diagnosis import AssessmentMade, EvidenceFound, FindingReported
from casebook.domain.events.event import Event
from casebook.domain.events.tools import ToolFinished, ToolStarted
from casebook.domain.evidence import Evidence
from casebook.domain.model import Json
from casebook.domain.window import Window
from casebook.domain.workload import Metric
from casebook.ports.metrics import Series
from cli.evaluation import reading
from cli.evaluation.recorded import RecordedMetrics
from cli.evaluation.replay import FIRED_AT, Replay
from cli.evaluation.scenario import Scenario
from tests.evals import aws
from tests.evals.suite import names, scenario
from tests.kinds.incidents import situation

SAMPLE = sorted(Random(12).sample(names(), 16))
FOLLOWS = {"rank_metric_causes": "query_metrics"}
LAST_MINUTE = FIRED_AT.replace(minute=FIRED_AT.minute - 1, second=0)


@dataclass(frozen=True)
class Asked:
    """One run of a tool, in its round; 0 is before the plan."""

    round: int
    agent: str
    tool: str
    parameters: Json
    evidence: Evidence


def runs(events: Sequence[Event]) -> Iterator[Asked]:
    started = {e.payload.call_id: e.payload for e in events if isinstance(e.payload, ToolStarted)}
    of_run = {
        e.payload.evidence_id: started[e.payload.call_id]
        for e in events
        if isinstance(e.payload, ToolFinished)
    }
    round = 1
    for event in events:
        match event.payload:
            case AssessmentMade():
                round += 1
            case EvidenceFound(evidence=found) if found.id in of_run:
                run = of_run[found.id]
                yield Asked(round, event.actor, run.tool, run.parameters, found)


def diagnosed(replay: Replay) -> list[Event]:
    with redirect_stdout(StringIO()):  # where metrics are printed
        replay.diagnosis()
    return replay.events()


@pytest.mark.parametrize("name", SAMPLE)
def test_no_query_whose_window_has_ended_is_asked_twice(name: str) -> None:
    """What was before a moment does not change; only what reaches beyond the first look may."""
    asked = list(runs(diagnosed(Replay(scenario(name)))))

    for first, again in combinations(asked, 2):
        if (first.tool, first.parameters) == (again.tool, again.parameters):
            has_ended = again.evidence.window.end <= first.evidence.taken_at
            assert not has_ended, f"{again.agent} asks {again.tool} again"


@pytest.mark.parametrize("name", SAMPLE)
def test_what_follows_from_an_answer_is_asked_again_only_if_that_has_changed(name: str) -> None:
    asked = list(runs(diagnosed(Replay(scenario(name)))))

    for tool, basis in FOLLOWS.items():
        followed = [
            [run for run in asked[:place] if run.tool == basis][-1].evidence
            for place, each in enumerate(asked)
            if each.tool == tool
        ]
        answers = [(found.window, found.sha256) for found in followed]
        assert len(answers) == len(set(answers))


# ── what comes between two rounds ──


@dataclass
class Meanwhile(LogAgent):
    """Looks at logs, and lets something happen before it does so for the second time."""

    happens: Callable[[], None]
    looks: int = 0

    def gather(self, toolbox: ScopedTools) -> list[Run]:
        self.looks += 1
        if self.looks == 2:
            self.happens()
        return super().gather(toolbox)


@dataclass
class LateMetrics:
    """Puts the datapoints of the last minute when it is told to; `instead` is then their value."""

    recorded: RecordedMetrics
    instead: float | None = None
    is_there: bool = False
    reads: list[Window] = field(default_factory=list)

    def come(self) -> None:
        self.is_there = True

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        self.reads.append(window)
        return [self._late(each) for each in self.recorded.query(metrics, window, period_seconds)]

    def _late(self, series: Series) -> Series:
        points = [p for p in zip(series.times, series.values, strict=True) if p[0] < LAST_MINUTE]
        late = [p for p in zip(series.times, series.values, strict=True) if p[0] == LAST_MINUTE]
        if self.is_there:
            points += [(at, value if self.instead is None else self.instead) for at, value in late]
        times, values = zip(*points, strict=True) if points else ((), ())
        return Series(series.metric, series.statistic, times, values)


def failing(seed: int) -> Scenario:
    """A partner that refuses calls up to the alarm: it fails right now, and may heal."""
    of = situation(seed, "late datapoints")
    function, host = of.function(of.dice.randint(60, 150)), of.host()
    of.it.has(aws.outside(host, 60))
    of.it.calls(f"{function} > {host}")
    since = of.minutes_ago(8, 14)
    text = f"ConnectTimeoutError: connect timeout to https://{host}/v1/items after 3000 ms"
    of.it.says(function, text, 30, since, level="ERROR")
    of.it.moves(since, f"{function} Errors 40", f"{host} Failures 40")
    of.it.alarm(of.name("alarm"), function, "Errors", 10, 1)
    of.it.expects(None, "none")
    files = {name: text.decode() for name, text in of.it.files().items()}
    return reading.parse(of.it.name, files)


def late(seed: int, instead: float | None = None, *, comes: bool) -> list[Event]:
    of = failing(seed)
    metrics = LateMetrics(RecordedMetrics([of], FIRED_AT), instead)
    meanwhile = Meanwhile(metrics.come if comes else lambda: None)
    events = diagnosed(
        Replay(of, metrics=metrics, specialists={**SPECIALISTS, meanwhile.name: meanwhile})
    )
    assert meanwhile.looks > 1, "there was no second round"
    return events


def alarm_looks(events: Sequence[Event]) -> list[Asked]:
    return [run for run in runs(events) if run.tool == "get_alarm_state"]


@pytest.mark.parametrize("seed", range(3))
def test_as_long_as_nothing_comes_the_alarm_is_read_once(seed: int) -> None:
    (only,) = alarm_looks(late(seed, comes=False))

    assert only.agent == "coordinator"


@pytest.mark.parametrize("value", [0.0, 70.0])
@pytest.mark.parametrize("seed", range(3))
def test_a_later_round_evaluates_the_alarm_by_the_datapoint_that_came(
    seed: int, value: float
) -> None:
    events = late(seed, value, comes=True)

    first, again = alarm_looks(events)
    assert (first.agent, again.agent, again.round) == ("coordinator", "metric-agent", 2)
    newest = f"{LAST_MINUTE:%H:%M:%S}={value:g}"
    assert newest not in first.evidence.excerpt
    assert newest in again.evidence.excerpt


@pytest.mark.parametrize("seed", range(3))
def test_what_came_is_told(seed: int) -> None:
    """That the alarm does not breach any more is a finding of its own, of the round that saw it."""
    events = late(seed, 0.0, comes=True)

    _, again = alarm_looks(events)
    told = [
        event.payload.finding.claim
        for event in events
        if isinstance(event.payload, FindingReported)
        and again.evidence.id in event.payload.finding.evidence
    ]
    assert any("does not breach" in claim for claim in told)
