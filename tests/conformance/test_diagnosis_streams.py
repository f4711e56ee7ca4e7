"""What a step knows of its diagnosis without reading it again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from casebook.diagnosis.closing import Closing
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.state import DiagnosisStream, States, as_json
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import (
    AgentCompleted,
    AgentStarted,
    DiagnosisCancelled,
    DiagnosisStarted,
    FindingReported,
)
from casebook.domain.events.event import Draft
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.window import Window
from casebook.streams import StreamEnded
from casebook.team_knowledge.applying import TeamKnowledge
from local.memory.bookings import free_of_charge
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.workloads import MemoryWorkloadStore
from tests.conformance.conftest import Stores


def started(stores: Stores) -> Desk:
    now = FakeClock().now()
    window = Window(start=now - timedelta(minutes=5, microseconds=7), end=now)
    began = DiagnosisStarted(
        workload_id="wkl_1", project="shop", requested_mode="auto", window=window
    )
    stores.log.append("dgn_1", 0, [Draft("ann", began)])
    states = States(stores.log)
    clock = FakeClock()
    bookings = free_of_charge(clock)
    return Desk(
        MemoryWorkloadStore(),
        stores.log,
        SilentFrames(),
        states,
        clock,
        bookings,
        TeamKnowledge(MemoryTeamDocumentStore(), clock),
        Closing(stores.diagnoses, states.load, clock),
    )


def reports(stream: DiagnosisStream, agent: str, times: int) -> None:
    stream.append(Draft(agent, AgentStarted(agent=agent, round=1)))
    for number in range(times):
        finding = Finding(
            id=f"fnd_{agent}_{number}",
            agent=agent,
            rule="new-errors",
            kind=FindingKind.SYMPTOM,
            claim="12 errors",
            strength=0.5,
            evidence=("evd_1",),
            onset=FakeClock().now() + timedelta(microseconds=1234),
        )
        stream.append(Draft(agent, FindingReported(finding=finding)))
    done = AgentCompleted(agent=agent, round=1, findings=times, gaps=("a gap",))
    stream.append(Draft(agent, done))


def at(stores: Stores, seq: int) -> str:
    return as_json(Diagnosis.fold("dgn_1", stores.log.read("dgn_1", limit=seq)))


def test_a_step_knows_the_state_that_its_log_folds_to(stores: Stores) -> None:
    desk = started(stores)
    _, stream = desk.take("dgn_1")

    reports(stream, "log-agent", 3)

    assert stream.seq == 6
    assert as_json(stream.diagnosis) == at(stores, 6)


def test_a_snapshot_is_the_fold_of_what_came_before_it_whoever_wrote_that(stores: Stores) -> None:
    desk = started(stores)
    streams = [desk.take("dgn_1")[1] for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: reports(streams[n], f"agent-{n}", 5), range(4)))
    filed = [desk.file(stream) for stream in streams]

    assert max(diagnosis.seq for diagnosis in filed) == len(stores.log.read("dgn_1"))
    assert [as_json(diagnosis) for diagnosis in filed] == [at(stores, d.seq) for d in filed]
    for diagnosis in filed:
        assert stores.log.snapshot("dgn_1", diagnosis.seq) == (diagnosis.seq, as_json(diagnosis))


def test_the_state_now_has_what_others_wrote_behind_a_snapshot(stores: Stores) -> None:
    desk = started(stores)
    (_, first), (_, second) = desk.take("dgn_1"), desk.take("dgn_1")
    reports(first, "log-agent", 1)
    desk.file(first)
    reports(second, "metric-agent", 1)

    known = desk.states.load("dgn_1")

    assert known.completed == {("log-agent", 1), ("metric-agent", 1)}
    assert known == second.diagnosis == Diagnosis.fold("dgn_1", stores.log.read("dgn_1"))


def test_who_is_told_that_it_has_ended_knows_how(stores: Stores) -> None:
    desk = started(stores)
    _, stream = desk.take("dgn_1")
    stores.log.append("dgn_1", 1, [Draft("ann", DiagnosisCancelled(by="ann"))])

    with pytest.raises(StreamEnded):
        reports(stream, "log-agent", 1)

    assert desk.file(stream).is_over
    assert as_json(stream.diagnosis) == at(stores, 2)
