"""What diagnoses are held to, whatever died: shared by the kill matrix and the state machine."""

from collections import Counter
from functools import cache
from typing import Any

from casebook.adapters.dynamodb import keys
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import (
    AgentCompleted,
    AgentFailed,
    EvidenceFound,
    FindingReported,
    ModeSelected,
    PlanMade,
    StepsTakenOver,
)
from casebook.domain.events.event import Event
from casebook.streams import FINAL_TYPES
from cli.evaluation.replay import Replay
from local.memory.diagnoses import MemoryDiagnosisStore
from tests.durability.killing import Effects
from tests.evals.suite import scenario

SCENARIO = "bad-deploy-node"
ATTEMPTS = 3
"""Of a step: the first, and the two that the state machine's file asks for."""


def count_effects(effects: Effects, replay: Replay) -> None:
    """Count everything that a diagnosis does to the outside."""
    parts: Any = replay
    effects.of(parts._log, "append", "put_snapshot")
    effects.of(parts._diagnoses, "open", "update", "hold", "release")
    effects.of(parts._evidence, "put")
    effects.of(parts._workflow, "start", "answer")
    effects.of(replay.publisher, "publish")


@cache
def undisturbed() -> dict[str, Any]:
    return told(Replay(scenario(SCENARIO)).diagnosis())


def told(diagnosis: Diagnosis) -> dict[str, Any]:
    """What a report says, without the ids and times that differ from run to run."""
    report = diagnosis.report
    assert report is not None
    cause = report.root_cause
    return {
        "verdict": report.verdict,
        "cause": cause and (cause.resource, cause.category),
        "confidence": report.confidence,
        "findings": sorted({(f.agent, f.rule, f.resource or "") for f in diagnosis.findings}),
    }


def check_log(events: list[Event]) -> None:
    """What holds of a diagnosis' log at any time: no gap, nothing twice, nothing after its end."""
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    ends = [place for place, event in enumerate(events, 1) if event.type in FINAL_TYPES]
    assert ends in ([], [len(events)])
    once = [known for event in events if (known := _identity(event)) is not None]
    twice = Counter(once) - Counter(set(once))
    assert not twice, dict(twice)


def check_ended(replay: Replay, diagnosis_id: str) -> list[Event]:
    """What holds of every diagnosis that has ended, however it did, once it was closed."""
    parts: Any = replay
    events = replay.events(diagnosis_id)
    check_log(events)
    assert events[-1].type in FINAL_TYPES
    header = parts._diagnoses.header(diagnosis_id)
    assert header.ended_at is not None
    assert header.status == replay.states.load(diagnosis_id).status.value
    assert open_of(parts._diagnoses, header.workload_id) != diagnosis_id
    return events


def open_of(diagnoses: Any, workload_id: str) -> str | None:
    """The diagnosis that has the workload's mark, which is all that keeps another one from it."""
    if isinstance(diagnoses, MemoryDiagnosisStore):
        return diagnoses._open.get(workload_id)
    mark = diagnoses._table.get(keys.workload(workload_id), "OPEN")
    return str(mark["diagnosis"]) if mark else None


def _identity(event: Event) -> tuple[object, ...] | None:
    """What an event says that is said once; None for one that may be repeated."""
    match event.payload:
        case EvidenceFound(evidence=evidence):
            return event.type, evidence.id
        case FindingReported(finding=finding):
            return event.type, finding.id
        case AgentCompleted(agent=agent, round=round) | AgentFailed(agent=agent, round=round):
            return event.type, agent, round
        case ModeSelected() | PlanMade() | StepsTakenOver():
            return (event.type,)
    return None
