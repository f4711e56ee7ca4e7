"""The coordinator: who looks at what, and whether that is enough.

It weighs in `reasoning` and writes the report in `reporting`; here it decides.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from casebook.agents.tasks import TASKS
from casebook.domain.alarm import Alarm
from casebook.domain.events.diagnosis import Assignment
from casebook.domain.report import Verdict
from casebook.domain.workload import Workload
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.symptoms import errors_of, symptomatic

MOST_ROUNDS = 3
_RECENT = timedelta(seconds=60)
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 5, 15
# How long after its period a datapoint can be read.
_PUBLISHED_SECONDS = 1
_TELEMETRY = ("log-agent", "metric-agent")


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """Conclude, or let `agents` look again, and why."""

    next: Literal["conclude", "investigate"]
    agents: tuple[str, ...]
    reason: str


def plan(
    workload: Workload,
    alarm: Alarm | None = None,
    question: str | None = None,
    agents: Iterable[str] = tuple(TASKS),
    *,
    hint: str = "",
) -> tuple[Assignment, ...]:
    """What each agent is asked. All four look in the first round: they run side by side, and which
    of them sees the cause is not known before."""
    occasion = f"{_occasion(workload, alarm, question)} {_first(workload, hint)}".strip()
    return tuple(
        Assignment(agent=name, task=f"{TASKS[name]} {occasion}".strip()) for name in agents
    )


def decide(
    assessment: Assessment, round: int, now: datetime, failed: Iterable[str] = ()
) -> Decision:
    """Whether to look again. A round costs seconds, so only if it may change the answer.

    What time can bring: a symptom that heals by itself, telemetry that arrives late, an agent that
    failed and may not fail again.
    """
    if assessment.verdict is Verdict.HEALTHY:
        return Decision("conclude", (), "the symptom is gone, or was never there")
    if assessment.verdict is Verdict.CONFIRMED:
        return Decision("conclude", (), "the cause is confirmed")
    if round >= MOST_ROUNDS:
        return Decision("conclude", (), f"{MOST_ROUNDS} rounds are enough")
    again = tuple(dict.fromkeys((*_TELEMETRY, *failed)))
    if assessment.verdict is Verdict.LIKELY:
        if _fails_now(assessment, now) or (failed and round == 1):
            return Decision("investigate", again, "it fails right now and may heal by itself")
        return Decision("conclude", (), "a likely cause is found, and looking again adds nothing")
    if symptomatic(assessment.findings):
        every = tuple(dict.fromkeys((*_TELEMETRY, "code-agent", *failed)))
        return Decision("investigate", every, "the symptom lasts and no cause is found yet")
    if round == 1:
        return Decision("investigate", again, "there is no telemetry yet; it may arrive late")
    return Decision("conclude", (), "there is no telemetry to decide by")


def pause(alarm: Alarm | None, now: datetime) -> int:
    """How many seconds to wait before another round.

    An alarm's metric has another datapoint only when a period has ended: where that is soon, it is
    waited for.
    """
    if alarm is None or not alarm.period_seconds:
        return _PAUSE_SECONDS
    left = alarm.period_seconds - now.timestamp() % alarm.period_seconds
    until_told = math.ceil(left + _PUBLISHED_SECONDS)
    return until_told if _PAUSE_SECONDS < until_told <= _LONGEST_PAUSE_SECONDS else _PAUSE_SECONDS


def _fails_now(assessment: Assessment, now: datetime) -> bool:
    """True if the newest error is young. With a direct cause, nothing heals by itself."""
    if assessment.top and assessment.top.is_direct:
        return False
    newest = max((each.last_at for each in errors_of(assessment.findings)), default=None)
    return newest is not None and now - newest < _RECENT


def _first(workload: Workload, hint: str) -> str:
    """What the hint names, and none of its other words: a task is what agents are told to do."""
    if not hint:
        return ""
    from casebook.domain.hint import hinted  # for reruns alone

    named = hinted(hint, workload)
    known = dict.fromkeys((*named.resources, *(metric for _, metric in named.metrics)))
    return f"Look first at {', '.join(known)}: a person hints at it." if known else ""


def _occasion(workload: Workload, alarm: Alarm | None, question: str | None) -> str:
    if alarm:
        about = ", ".join(alarm.dimensions.values())
        return f"The alarm {alarm.name} fired{f' for {about}' if about else ''}."
    return f"The question is: {question}" if question else f"It is about {workload.name}."
