"""Diagnoses of one workload under everything that may happen to them, in any order."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from casebook import threads
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spenders import of_diagnosis
from casebook.diagnosis.finishing import Failing
from casebook.diagnosis.requests import RerunDiagnosis
from casebook.domain.diagnosis import Diagnosis, DiagnosisStatus
from casebook.domain.events.diagnosis import DiagnosisStarted, EvidenceFound
from casebook.domain.events.tools import UsageRecorded
from casebook.errors import CasebookError
from casebook.ports.alarms import AlarmOutcome
from casebook.ports.diagnoses import DiagnosisFilter
from casebook.ports.event_log import EventLog
from casebook.settings import Settings
from cli.evaluation.machine import HoldTimedOut, Machine, Step, StepFailed, Steps
from cli.evaluation.replay import Replay, Stores, in_memory
from local.memory.clock import FakeClock
from local.memory.ledger import MemoryLedger
from tests.durability.diagnoses import (
    ATTEMPTS,
    SCENARIO,
    check_ended,
    check_log,
    count_effects,
    open_of,
    told,
    undisturbed,
)
from tests.durability.killing import DEATHS, Death, Effects
from tests.evals.suite import scenario
from tests.unit.diagnosis.test_models_in_a_diagnosis import chain, playing

Meanwhile = Literal["pause", "resume", "cancel", "alarm", "again", "stop", "time"]
OTHERS = st.dictionaries(
    st.integers(0, 8),
    st.sampled_from(["pause", "resume", "cancel", "alarm", "again", "again", "stop", "time"]),
    max_size=2,
)
CONTROLS = st.sampled_from(["pause", "resume", "resume", "cancel"])
Control = Literal["pause", "resume", "cancel"]
RUNNING = DiagnosisStatus.RUNNING, DiagnosisStatus.PAUSED


@dataclass
class Execution:
    """Step Functions' part: a step that died is tried again, twice; then the machine is told."""

    steps: Steps
    step: Step | None
    attempts: int = 0
    token: str = ""
    """What a held step waits for."""

    def succeed(self, result: Any) -> None:
        self._go_on(lambda: self.steps.send(result))

    def fail(self, error: Exception) -> None:
        self._go_on(lambda: self.steps.throw(error))

    def _go_on(self, move: Callable[[], Step]) -> None:
        self.attempts, self.token, self.step = 0, "", None
        with suppress(StopIteration):
            self.step = move()


def _alarm_times(log: EventLog, diagnosis_id: str) -> set[datetime]:
    """When the alarms of which the diagnosis knows went off."""
    times = set()
    for payload in (event.payload for event in log.read(diagnosis_id)):
        if isinstance(payload, DiagnosisStarted) and payload.alarm:
            times.add(payload.alarm.changed_at)
        elif isinstance(payload, EvidenceFound) and payload.evidence.tool == "alarm":
            times.add(payload.evidence.window.end)
    return times


class DiagnosisMachine(RuleBasedStateMachine):
    """{alarm, alarm again, step, die, step again, hold, stop the execution, pause, resume, cancel,
    rerun, let time pass}, and what others do while a step is in the middle of its work."""

    def __init__(self, keep: Callable[[FakeClock], Stores] = in_memory) -> None:
        """`keep` opens the stores of the diagnoses."""
        super().__init__()
        self.keep = keep
        self.patched = pytest.MonkeyPatch()
        # A thread that dies would be waited for: with the process, all of them are gone at once.
        self.patched.setattr(threads, "start", lambda call, *given, **named: call(*given, **named))

    @initialize(with_model=st.booleans(), steps=st.integers(0, 10))
    def begin(self, with_model: bool, steps: int) -> None:
        """A diagnosis that has come so far undisturbed."""
        self.model = playing() if with_model else None
        self.ledger = MemoryLedger()
        self.replay = Replay(
            scenario(SCENARIO),
            open_chain=chain(self.model) if self.model else None,
            ledger=self.ledger,
            keep=self.keep,
        )
        self.parts: Any = self.replay
        self.clock = self.parts._clock
        self.effects = Effects()
        count_effects(self.effects, self.replay)
        self.effects.of(self.parts._alarms, "claim", "mark_handled")
        self.effects.of(self.ledger, "reserve", "settle")
        self.replay.register()
        self.machine: Machine = self.replay.machine
        self.executions: dict[str, Execution] = {}
        self.fired = 0
        self.to_redeliver: list[int] = []
        self.requests: list[Callable[[], object]] = []
        self.broken: list[str] = []
        self.done: list[Step] = []
        self.deaths = 0
        self.cut_off: set[str] = set()
        """Diagnoses of which a control, or the gate's step, died or was refused."""
        self.alarm(None, {})
        for _ in range(steps):
            self._advance(self._due()[0], None, {})

    # ── Alarms ───────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.fired < 4)
    @rule(dies=DEATHS, others=OTHERS)
    def alarm(self, dies: Death, others: dict[int, Meanwhile]) -> None:
        self.fired += 1
        self._deliver(self.fired, dies, others)

    @precondition(lambda self: self.fired)
    @rule(which=st.integers(0, 3), dies=DEATHS)
    def alarm_again(self, which: int, dies: Death) -> None:
        """SNS delivers at least once, and again after an error."""
        waiting = self.to_redeliver or [1 + which % self.fired]
        self.clock.move(seconds=60)
        self._deliver(waiting[which % len(waiting)], dies, {})

    def _deliver(self, alarm: int, dies: Death, others: dict[int, Meanwhile]) -> None:
        if self._run(partial(self.replay.fire, 60.0 * (alarm - 1)), dies, others):
            self.to_redeliver = [each for each in self.to_redeliver if each != alarm]
        else:
            self.to_redeliver.append(alarm)

    # ── Executions ───────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self._due())
    @rule(which=st.integers(0, 3), dies=DEATHS, others=OTHERS)
    def step(self, which: int, dies: Death, others: dict[int, Meanwhile]) -> None:
        due = self._due()
        self._advance(due[which % len(due)], dies, others)

    @precondition(lambda self: self._due())
    @rule(steps=st.integers(2, 8))
    def several_steps(self, steps: int) -> None:
        for _ in range(steps):
            if due := self._due():
                self._advance(due[0], None, {})

    @precondition(lambda self: self._due())
    @rule(dies=DEATHS)
    def step_that_dies_every_time(self, dies: Death) -> None:
        for _ in range(ATTEMPTS):
            if due := self._due():
                self._advance(due[0], dies, {})

    @precondition(lambda self: self.done)
    @rule(which=st.integers(0, 4), dies=DEATHS, others=OTHERS)
    def step_again(self, which: int, dies: Death, others: dict[int, Meanwhile]) -> None:
        """One that timed out is tried again while it is still under way."""
        newest = self.done[-5:]
        self._run(newest[which % len(newest)].call, dies, others)

    @precondition(lambda self: any(each.token for each in self.executions.values()))
    @rule()
    def nobody_answers_the_gate(self) -> None:
        self.clock.move(seconds=600)
        for each in self.executions.values():
            if each.token:
                each.fail(HoldTimedOut())

    @precondition(lambda self: self._due())
    @rule(which=st.integers(0, 3), dies=DEATHS)
    def execution_breaks(self, which: int, dies: Death) -> None:
        """Somebody stopped it, or it timed out as a whole."""
        due = self._due()
        self._break(due[which % len(due)], dies)

    @precondition(lambda self: self._due())
    @rule(steps=st.integers(1, 4), dies=DEATHS)
    def hold_and_let_go(self, steps: int, dies: Death) -> None:
        newest = self._ids()[-1]
        self._ask(newest, "pause", None)
        self.several_steps(steps)
        self._ask(newest, "resume", dies)

    @precondition(lambda self: self.broken)
    @rule(dies=DEATHS)
    def broken_execution_is_told_again(self, dies: Death) -> None:
        self._tell_broken(self.broken[0], dies)

    # ── People ───────────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self._ids())
    @rule(what=CONTROLS, which=st.integers(0, 3), dies=DEATHS)
    def control(self, what: Control, which: int, dies: Death) -> None:
        self._ask(self._ids()[-1 - which % len(self._ids())], what, dies)

    def _ask(self, diagnosis_id: str, what: Control, dies: Death) -> None:
        ask = partial(getattr(self.replay.control, what), self.replay.who, diagnosis_id)
        if self._run(ask, dies):
            length = len(self.replay.events(diagnosis_id))
            ask()
            assert len(self.replay.events(diagnosis_id)) == length
        else:
            self.requests.append(ask)
            self.cut_off.add(diagnosis_id)

    @precondition(lambda self: self._ended())
    @rule(which=st.integers(0, 3), share=st.none() | st.floats(0, 1), dies=DEATHS)
    def rerun(self, which: int, share: float | None, dies: Death) -> None:
        ended = self._ended()[which % len(self._ended())]
        length = len(self.replay.events(ended))
        from_seq = None if share is None else 1 + int(share * (length - 1))
        self._ask_rerun(ended, RerunDiagnosis(from_seq=from_seq), dies)

    @rule(seconds=st.sampled_from([1, 30, 61]))
    def let_time_pass(self, seconds: int) -> None:
        self.clock.move(seconds=seconds)

    # ── What holds ───────────────────────────────────────────────────────────────────────────────

    @invariant()
    def logs_are_gapless_and_nothing_is_told_twice(self) -> None:
        for diagnosis_id in self._ids():
            check_log(self.replay.events(diagnosis_id))

    @invariant()
    def a_header_that_tells_of_an_end_stands_for_the_mark_too(self) -> None:
        for diagnosis_id in self._ids():
            header = self.parts._diagnoses.header(diagnosis_id)
            if header.ended_at is not None:
                assert header.status == self._state(diagnosis_id).status.value
                assert open_of(self.parts._diagnoses, header.workload_id) != diagnosis_id

    @invariant()
    def what_was_paid_is_booked_once(self) -> None:
        asked = len(self.model.asked) if self.model else 0
        booked = sum(spent.calls for spent in self.ledger.rows.values())
        recorded = sum(len(self._paid(each)) for each in self._ids())
        assert asked - self.deaths <= booked <= asked
        assert recorded <= booked

    @invariant()
    def only_a_paused_diagnosis_waits_at_the_gate(self) -> None:
        self._due()
        for diagnosis_id, execution in self.executions.items():
            if execution.token and diagnosis_id not in self.cut_off:
                assert self._state(diagnosis_id).status is DiagnosisStatus.PAUSED

    def teardown(self) -> None:
        """However it was left: after the retries everything has ended, and the workload is free."""
        try:
            self._let_everything_end()
            for diagnosis_id in self._ids():
                check_ended(self.replay, diagnosis_id)
                self._check_conclusion(self._state(diagnosis_id))
            self._check_that_each_alarm_is_in_one_diagnosis()
            self._check_that_nothing_is_held()
        finally:
            self.patched.undo()

    def _let_everything_end(self) -> None:
        for ask in self.requests:
            with suppress(CasebookError):
                ask()
        for _ in range(3):
            self.clock.move(seconds=60)
            for alarm in list(self.to_redeliver):
                self._deliver(alarm, None, {})
        assert not self.to_redeliver
        self._start()
        while waiting := [each for each in self.executions.values() if each.step]:
            if due := self._due():
                self._advance(due[0], None, {})
            else:  # paused, and nobody comes: the execution times out
                ids = [key for key, each in self.executions.items() if each in waiting]
                self._break(ids[0], None)
        for diagnosis_id in list(self.broken):
            self._tell_broken(diagnosis_id, None)

    def _check_conclusion(self, diagnosis: Diagnosis) -> None:
        """It is that of an undisturbed diagnosis, or it says what is missing."""
        if diagnosis.status is DiagnosisStatus.FAILED:
            assert diagnosis.error
        elif diagnosis.status is DiagnosisStatus.CONCLUDED:
            failed = {name for name, _ in diagnosis.failed}
            assert all(any(name in gap for gap in diagnosis.gaps) for name in failed)
            assert diagnosis.report is not None
            if not failed:
                # A later one sees a little more, or less, and comes to the same.
                assert {"verdict", "cause"} <= _same(told(diagnosis), undisturbed())

    def _check_that_each_alarm_is_in_one_diagnosis(self) -> None:
        heard = self.parts._alarms.heard(self.replay.who.projects, 100)
        assert len(heard) == self.fired
        assert {each.outcome for each in heard} <= {AlarmOutcome.STARTED, AlarmOutcome.JOINED}
        known = {key: _alarm_times(self.parts._log, key) for key in self._ids()}
        for key in self._ids():  # a rerun knows those of the diagnosis that it reruns as well
            if rerun_of := self.parts._diagnoses.header(key).rerun_of:
                known[key] = known[key] - _alarm_times(self.parts._log, rerun_of)
        for each in heard:
            told_of = [key for key, times in known.items() if each.changed_at in times]
            assert told_of == [each.diagnosis_id]

    def _check_that_nothing_is_held(self) -> None:
        self.clock.move(seconds=3600)
        for diagnosis_id in self._ids():
            spender = of_diagnosis(self._state(diagnosis_id))
            self.ledger.give_back_abandoned(spender.project, self.clock.now())
            own, *_ = BudgetPolicy(Settings()).of(spender, self.clock.now())
            balance = self.ledger.balance(own)
            assert balance.claimed == balance.spent

    # ── How ──────────────────────────────────────────────────────────────────────────────────────

    def _run(
        self,
        work: Callable[[], object],
        dies: Death = None,
        others: dict[int, Meanwhile] | None = None,
    ) -> bool:
        self.effects.meanwhile = {
            place: partial(self._meanwhile, what) for place, what in (others or {}).items()
        }
        is_done = self.effects.run(work, dies)
        self.effects.meanwhile = {}
        self.deaths += self.effects.deaths
        self._start()
        return is_done

    def _start(self) -> None:
        """A second start of an execution of the same name does nothing."""
        for diagnosis_id in self.parts._workflow.started:
            if diagnosis_id not in self.executions:
                steps = self.machine.steps(diagnosis_id)
                self.executions[diagnosis_id] = Execution(steps, next(steps))

    def _advance(self, diagnosis_id: str, dies: Death, others: dict[int, Meanwhile]) -> None:
        execution = self.executions[diagnosis_id]
        step = execution.step
        assert step is not None
        result: list[Any] = []
        is_done = self._run(lambda: result.append(step.call()), dies, others)
        self.done.append(step)
        if execution.step is not step:
            return  # it was stopped meanwhile
        if is_done and step.holds:
            (execution.token,) = result
        elif is_done:
            execution.succeed(result[0])
        elif (attempts := execution.attempts + 1) < ATTEMPTS:
            execution.attempts = attempts
            self.cut_off.add(diagnosis_id)
        else:
            execution.fail(StepFailed())
        if execution.step is None and self._state(diagnosis_id).status in RUNNING:
            self._break(diagnosis_id, None)  # RecordFailure itself failed

    def _due(self) -> list[str]:
        """The executions that have something to do."""
        due = []
        answers = dict(self.parts._workflow.answers)
        for diagnosis_id, execution in self.executions.items():
            if execution.token and execution.token in answers:
                execution.succeed(answers[execution.token]["decision"])
            if execution.step is not None and not execution.token:
                due.append(diagnosis_id)
        return due

    def _break(self, diagnosis_id: str, dies: Death) -> None:
        execution = self.executions[diagnosis_id]
        execution.step, execution.token = None, ""
        execution.steps.close()
        self._tell_broken(diagnosis_id, dies)

    def _tell_broken(self, diagnosis_id: str, dies: Death) -> None:
        """EventBridge's part; it delivers until it was heard."""
        fail = partial(
            Failing(self.replay.desk, self.replay.draining).fail,
            diagnosis_id,
            "TIMED_OUT",
            "it broke",
        )
        if self._run(fail, dies):
            self.broken = [each for each in self.broken if each != diagnosis_id]
        elif diagnosis_id not in self.broken:
            self.broken.append(diagnosis_id)

    def _ask_rerun(self, ended: str, asked: RerunDiagnosis, dies: Death) -> None:
        ask = partial(self.replay.rerunning.rerun, self.replay.who, ended, asked)
        if not self._run(ask, dies):
            self.requests.append(ask)

    def _meanwhile(self, what: Meanwhile) -> None:
        newest = self._ids()[-1:]
        with suppress(CasebookError):
            match what:
                case "time":
                    self.clock.move(seconds=100)
                case "alarm":
                    self.fired += 1
                    self.to_redeliver.append(self.fired)
                    self.replay.fire(60.0 * (self.fired - 1))
                case "again" if self.done:
                    self.done[-1].call()
                case "stop" if newest and newest[0] in self.executions:
                    self.broken += newest
                    self.executions[newest[0]].step = None
                case "pause" | "resume" | "cancel" if newest:
                    getattr(self.replay.control, what)(self.replay.who, newest[0])

    def _ids(self) -> list[str]:
        found = DiagnosisFilter(self.replay.who.projects)
        return sorted(each.diagnosis_id for each in self.parts._diagnoses.listed(found, 100))

    def _ended(self) -> list[str]:
        return [each for each in self._ids() if self._state(each).is_over]

    def _state(self, diagnosis_id: str) -> Diagnosis:
        return self.replay.states.load(diagnosis_id)

    def _paid(self, diagnosis_id: str) -> Sequence[UsageRecorded]:
        payloads = (event.payload for event in self.replay.events(diagnosis_id))
        return [each for each in payloads if isinstance(each, UsageRecorded) and each.model]


def _same(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name, value in one.items() if other[name] == value}


# Made smaller, a failure would take minutes more to be told.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)

TestDiagnosisMachine = DiagnosisMachine.TestCase
TestDiagnosisMachine.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, phases=PHASES
)
