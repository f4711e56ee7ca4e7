"""Which steps of a diagnosis stand when it is run again from one of its events on: those that had
ended before it. Pure.

A step stands as a whole or not at all: an agent that had not ended would report again what it had
found so far. A conclusion is never taken over, nor an assessment that led to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from casebook.domain.events.diagnosis import (
    AgentCompleted,
    AgentFailed,
    AgentStarted,
    AssessmentMade,
    DiagnosisCancelled,
    DiagnosisConcluded,
    DiagnosisFailed,
    DiagnosisPaused,
    DiagnosisResumed,
    DiagnosisStarted,
    EvidenceFound,
    FindingReported,
    ModeSelected,
    PlanMade,
    StepsTakenOver,
    StepTakenOver,
)
from casebook.domain.events.event import Event, Payload
from casebook.domain.events.tools import UsageRecorded

ALARM, PREPARE, PLAN, ASSESS = "alarm", "prepare", "plan", "assess"

_CLOUDWATCH = "cloudwatch"
_OF_NO_STEP = (
    DiagnosisStarted,
    DiagnosisPaused,
    DiagnosisResumed,
    DiagnosisConcluded,
    DiagnosisCancelled,
    DiagnosisFailed,
    StepsTakenOver,
    UsageRecorded,  # what it cost stays with the run that paid
)

Key = tuple[str, int]
Told = tuple[Event, Payload]


@dataclass
class _Step:
    """`ended` is the seq of its last event; None for one that did not end, or is done anew."""

    seq: int
    events: list[Told] = field(default_factory=list)
    ended: int | None = None


@dataclass(frozen=True)
class Standing:
    """What stands: the event that says so, and the events of the steps, in order."""

    told: StepsTakenOver
    events: tuple[Told, ...]


def standing(of: str, log: Iterable[Event], before: int) -> Standing | None:
    """What stands of the diagnosis `of`, if it is run again from the event `before` on; None if
    nothing does. `log` is the whole of an ended diagnosis."""
    events = [(event, event.payload) for event in log]
    steps = _steps(events)
    kept = {key: each for key, each in steps.items() if each.ended and each.ended < before}
    if (PREPARE, 1) not in kept:
        return None
    copied = sorted((e for step in kept.values() for e in step.events), key=lambda e: e[0].seq)
    round, agents = _next(events, kept)
    payloads = [payload for _, payload in copied]
    told = StepsTakenOver(
        of=of,
        before_seq=before,
        steps=tuple(
            StepTakenOver(name=name, round=in_round, seq=step.seq)
            for (name, in_round), step in kept.items()
        ),
        evidence=tuple(each.evidence.id for each in payloads if isinstance(each, EvidenceFound)),
        findings=tuple(each.finding.id for each in payloads if isinstance(each, FindingReported)),
        round=round,
        agents=agents,
    )
    return Standing(told, tuple(copied))


def _steps(events: Sequence[Told]) -> dict[Key, _Step]:
    """The steps of a log, in the order in which they began."""
    steps: dict[Key, _Step] = {}
    at_work: dict[str, Key] = {}
    for event, payload in events:
        if isinstance(payload, _OF_NO_STEP):
            continue
        if isinstance(payload, AgentStarted):
            at_work[payload.agent] = (payload.agent, payload.round)
        key = _key(event, payload, steps, at_work)
        step = steps.setdefault(key, _Step(event.seq))
        step.events.append((event, payload))
        if _ends(payload) or key[0] == ALARM:
            step.ended = event.seq
        if isinstance(payload, AgentCompleted | AgentFailed):
            at_work.pop(payload.agent, None)
    return steps


def _key(event: Event, payload: Payload, steps: dict[Key, _Step], at_work: dict[str, Key]) -> Key:
    """Which step an event is of. What no agent did is the coordinator's: it plans, and after the
    plan it concludes."""
    match payload:
        case ModeSelected():
            return PREPARE, 1
        case PlanMade():
            return PLAN, 1
        case AssessmentMade(round=round):
            return ASSESS, round
        case AgentFailed(agent=agent, round=round):
            return agent, round
    if event.actor in at_work:
        return at_work[event.actor]
    prepared, planned = (PREPARE, 1) in steps, (PLAN, 1) in steps
    if event.actor == _CLOUDWATCH:
        is_first = not prepared or steps[PREPARE, 1].ended is None
        return (PREPARE, 1) if is_first else (ALARM, event.seq)
    return ("conclude", 1) if planned and steps[PLAN, 1].ended else (PLAN, 1)


def _ends(payload: Payload) -> bool:
    if isinstance(payload, AssessmentMade):
        return payload.next == "investigate"
    return isinstance(payload, ModeSelected | PlanMade | AgentCompleted | AgentFailed)


def _next(events: Sequence[Told], kept: dict[Key, _Step]) -> tuple[int, tuple[str, ...]]:
    """In which round it goes on, and with whom; round 0 where it is still to be planned."""
    if (PLAN, 1) not in kept:
        return 0, ()
    assigned = next(
        [each.agent for each in payload.assignments]
        for _, payload in events
        if isinstance(payload, PlanMade)
    )
    round = 1 + max((round for name, round in kept if name == ASSESS), default=0)
    asked = assigned if round == 1 else _asked(events, round) or assigned
    return round, tuple(agent for agent in asked if (agent, round) not in kept)


def _asked(events: Sequence[Told], round: int) -> list[str]:
    """Who looked in that round."""
    found = dict.fromkeys(
        payload.agent
        for _, payload in events
        if isinstance(payload, AgentStarted | AgentFailed) and payload.round == round
    )
    return list(found)
