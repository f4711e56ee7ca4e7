"""A few workloads of three projects, their diagnoses, and what may happen to the queue of them."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.table import Table
from casebook.diagnosis.closing import Closing
from casebook.diagnosis.control import Control
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.finishing import Failing
from casebook.diagnosis.opening import Opening
from casebook.diagnosis.queueing import Draining, Sweeping
from casebook.diagnosis.requests import StartDiagnosis, StartedDiagnosis
from casebook.diagnosis.state import States
from casebook.domain import ids
from casebook.domain.diagnosis_queue import Caps, DiagnosisQueue, Entry
from casebook.domain.workload import Resource, Workload
from casebook.errors import CasebookError
from casebook.ports.connections import Identity
from casebook.team_knowledge.applying import TeamKnowledge
from local.memory.bookings import free_of_charge
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.work import FakeWorkflow
from local.memory.workloads import MemoryWorkloadStore
from tests.bench.turn import client_of
from tests.conformance.conftest import create_table
from tests.durability.killing import Died, Effects, Kill

PROJECTS = ("ann's", "bank", "café")
CAPS = Caps(account=3, project=2)
Death = tuple[int, str] | None


class QueueWorld:
    """`log` and `diagnoses` are stores of one kind. Processes die at the `effects`, those of the
    store of diagnoses among them."""

    def __init__(
        self,
        clock: FakeClock,
        log: Any,
        diagnoses: Any,
        effects: Effects,
        effects_of_store: tuple[str, ...] = (),
    ) -> None:
        self.clock, self.log, self.diagnoses = clock, log, diagnoses
        self.workloads = MemoryWorkloadStore(
            *(
                Workload(
                    workload_id=f"wkl_{place}_{number}",
                    name=f"{project} {number}",
                    project=project,
                    resources=(Resource(name=f"fn-{number}"),),
                    created_at=clock.now(),
                    updated_at=clock.now(),
                )
                for place, project in enumerate(PROJECTS)
                for number in range(4)
            )
        )
        self.workflow, self.effects = FakeWorkflow(), effects
        self.opened: list[str] = []
        self.placed: list[str] = []
        self._watch()
        effects.of(self.workflow, "start")
        if effects_of_store:
            effects.of(diagnoses, *effects_of_store)
        states = States(log)
        closing = Closing(diagnoses, states.load, clock)
        draining = self.draining = Draining(diagnoses, self.workflow)
        self.opening = Opening(self.workloads, diagnoses, self.workflow, clock)
        frames, longest = SilentFrames(), timedelta(minutes=30)
        self.control = Control(
            diagnoses, log, frames, states, self.workflow, closing, clock, longest
        )
        desk = Desk(
            self.workloads, log, frames, states, clock, free_of_charge(clock),
            TeamKnowledge(MemoryTeamDocumentStore(), clock), closing,
        )  # fmt: skip
        self.failing = Failing(desk, draining)
        self.sweeping = Sweeping(diagnoses, self.workflow, draining, self.failing.fail)
        self.who = Identity(user="ann", projects=PROJECTS)

    def process(self, dies: Death, work: Callable[[], object]) -> None:
        """One that may die, or fail."""
        effects = self.effects
        effects.deaths = effects.total = 0
        effects.kill = Kill(dies[0], dies[1], 1, "x") if dies else None  # type: ignore[arg-type]
        with suppress(Died, CasebookError), effects.process("x"):
            work()

    def open(self, place: int, number: int, dies: Death = None) -> StartedDiagnosis | None:
        started: list[StartedDiagnosis] = []
        workload = f"wkl_{place}_{number}"
        self.process(
            dies,
            lambda: started.append(self.opening.by_person(self.who, workload, StartDiagnosis())),
        )
        return started[0] if started else None

    def running(self) -> list[str]:
        """The executions that are under way."""
        return [each for each in dict.fromkeys(self.workflow.started) if not self._is_over(each)]

    def end(self, diagnosis_id: str, dies: Death = None) -> None:
        """The execution comes to its end, and writes down as much as it can."""
        self.process(dies, lambda: self.failing.fail(diagnosis_id, "ended", "by the test"))
        self.workflow.over.add(diagnosis_id)

    def settle(self) -> None:
        """Whatever was left behind: the sweeper comes, and executions end."""
        for _ in range(len(self.opened) + 2):
            self.process(None, self.sweeping.sweep)
            assert self.queue.startable() == []
            if not (running := self.running()):
                break
            for diagnosis_id in running:
                self.end(diagnosis_id)

    def check_the_end(self) -> None:
        """However it was left, everything ends, and what nobody cancelled was run before."""
        self.settle()
        assert (self.queue.under_way, self.queue.waiting) == ((), ())
        for diagnosis_id in self.opened:
            assert self.has_ended(diagnosis_id)
            header = self.diagnoses.header(diagnosis_id)
            assert header.ended_at is not None
            assert not header.is_queued
            assert header.status == "cancelled" or diagnosis_id in self.workflow.started
        assert len(self.placed) == len(set(self.placed))

    @property
    def queue(self) -> DiagnosisQueue:
        queue: DiagnosisQueue = self.diagnoses.queue()
        return queue

    def has_ended(self, diagnosis_id: str) -> bool:
        return States(self.log).load(diagnosis_id).is_over

    def _is_over(self, diagnosis_id: str) -> bool:
        return diagnosis_id in self.workflow.over

    def _watch(self) -> None:
        """Note what is opened and what is given a place, whether or not who did it dies of it."""
        store = self.diagnoses
        opens, begins = store.open, store.begin

        def opened(header: Any, first: Any) -> Any:
            before = self.queue
            try:
                return opens(header, first)
            finally:
                if store.header(header.diagnosis_id) is not None:
                    self.opened.append(header.diagnosis_id)
                self._note_places(before)

        def begun(entry: Entry) -> Any:
            before = self.queue
            try:
                return begins(entry)
            finally:
                self._note_places(before)

        store.open, store.begin = opened, begun

    def _note_places(self, before: DiagnosisQueue) -> None:
        for entry in {*self.queue.under_way} - {*before.under_way}:
            self.placed.append(entry.diagnosis_id)
            _check_turn(before, entry)


def _check_turn(before: DiagnosisQueue, entry: Entry) -> None:
    """It is the oldest of its project, and no project that waits has fewer under way."""
    others = [each for each in before.waiting if each != entry]
    assert all(each > entry for each in others if each.project == entry.project)
    counts = Counter(each.project for each in before.under_way)
    if entry in before.waiting:
        assert all(counts[entry.project] <= counts[each.project] for each in others)


def number_ids(patched: pytest.MonkeyPatch) -> None:
    """Ids of one millisecond have an order, and the same in every run."""
    numbers = count(1)
    patched.setattr(ids, "new_id", lambda kind: f"{kind}_{next(numbers):026d}")


def in_memory() -> QueueWorld:
    """Processes die before and after each effect of the fakes."""
    clock, effects = FakeClock(), Effects()
    log = MemoryEventLog(clock)
    effects.of(log, "append", "put_snapshot")
    diagnoses = MemoryDiagnosisStore(log, CAPS)
    return QueueWorld(clock, log, diagnoses, effects, ("open", "begin", "update", "leave"))


_TABLES = count()


def on_dynamodb(endpoint: str) -> QueueWorld:
    """Processes die before and after each write to the table."""
    clock, effects, name = FakeClock(), Effects(), f"queue-{next(_TABLES)}"
    create_table(client_of(endpoint), name)
    table: Any = Table(Aws("us-east-1", Credentials("test", "test"), endpoint), name)
    effects.of(table, "write", "transact")
    log = DynamoEventLog(table, clock, keep_days=90, delta_days=1)
    diagnoses = DynamoDiagnosisStore(table, log, 90, 200, 1800, CAPS)
    return QueueWorld(clock, log, diagnoses, effects)
