"""`python -m tests.protocol.recording [NAME…]`: record the events of whole streams, with states.

A recording is a file of events as they are sent, and what Casebook's own fold makes of them after
some of them. Front ends fold the events too and must come to the same.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from casebook.diagnosis.state import as_json
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events import diagnosis as events
from casebook.domain.events.event import Draft, Event
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.session import Session
from casebook.domain.usage import Spent
from casebook.domain.window import Window
from casebook.models.errors import CutOff
from casebook.models.port import TextDelta
from cli.evaluation.replay import FIRED_AT, Replay
from local.memory.clock import FakeClock
from local.memory.event_log import MemoryEventLog
from tests.evals.suite import scenario
from tests.fakes.models import ScriptedModel
from tests.fakes.reasoning import calls, says
from tests.protocol import FOLDER
from tests.unit.chat.model_world import ModelWorld
from tests.unit.chat.world import ANN, WORKLOAD

RECORDINGS = FOLDER / "recordings"
_SCENARIO = "memory-leak-oom"
_SHOWN = "herb-parcels"
"""Its lines have fields, failing and ordinary ones; a change did it, and metrics have gaps."""
_OLD = "dgn_01KAJ4ZZZZZZZZZZZZZZZZZZZZ"
_SPENT = TypeAdapter(Spent)


def diagnosis_state(log: Sequence[Event]) -> dict[str, Any]:
    """The diagnosis after these events, as the API's `state` says it."""
    state: dict[str, Any] = json.loads(as_json(Diagnosis.fold(log[0].stream, list(log))))
    # Sets have no order of their own.
    return state | {name: sorted(state[name]) for name in ("completed", "failed")}


def session_state(log: Sequence[Event]) -> dict[str, Any]:
    """The session after these events, with its messages as the API's history says them."""
    session = Session.fold(log[0].stream, list(log))
    return {
        "sessionId": session.session_id,
        "seq": session.seq,
        "status": session.status.value,
        "workloadId": session.workload_id,
        "project": session.project,
        "user": session.user,
        "messages": [message.to_payload() for message in session.messages],
        "usage": _SPENT.dump_python(session.usage, by_alias=True),
    }


STATES: dict[str, Callable[[Sequence[Event]], dict[str, Any]]] = {
    "diagnosis": diagnosis_state,
    "controls": diagnosis_state,
    "chat": session_state,
}


def parse(raw: dict[str, Any]) -> Event:
    """An event of a recording as the log had it."""
    at, data = datetime.fromisoformat(raw["at"]), json.dumps(raw["data"])
    return Event(raw["stream"], raw["seq"], raw["type"], at, raw["actor"], raw["parent"], data)


def diagnosis() -> list[Event]:
    """A diagnosis of several rounds."""
    replay = Replay(scenario(_SCENARIO))
    replay.diagnosis()
    return replay.events()


def controls() -> list[Event]:
    """A diagnosis that is one run again, that was paused, resumed and cancelled, that lost an agent
    and that cost."""
    window = Window(start=FIRED_AT, end=FIRED_AT)
    model = {"engine": "model", "provider": "acme", "model": "acme/large"}
    asked = {"aws_requests": 62, "bytes_scanned": 3_000_000_000}
    log = MemoryEventLog(FakeClock(FIRED_AT))
    completed = events.AgentCompleted(
        agent="metric-agent", round=1, findings=0, gaps=("no metrics of orders",)
    )
    reported = Draft("metric-agent", completed, 6)
    taken = events.StepsTakenOver(
        of=_OLD,
        before_seq=4,
        steps=(events.StepTakenOver(name="prepare", round=1, seq=2),),
        evidence=("evd_1",),
    )
    drafts = (
        Draft(
            "ann",
            events.DiagnosisStarted(
                workload_id="wkl_1",
                project="shop",
                requested_mode="complex",
                window=window,
                question="Why is it slow?",
                user="ann",
                rerun=events.Rerun(of=_OLD, from_seq=4, hint="PAYMENTS_URL"),
            ),
        ),
        Draft("coordinator", taken, 1),
        Draft("coordinator", events.ModeSelected(mode="complex", reason="asked for"), 2),
        Draft("coordinator", events.PlanMade(round=1, assignments=()), 3),
        Draft("log-agent", events.AgentStarted(agent="log-agent", round=1), 4),
        Draft("metric-agent", events.AgentStarted(agent="metric-agent", round=1), 4),
        Draft("log-agent", UsageRecorded(**model, input_tokens=1200, output_tokens=80), 5),
        Draft("ann", events.DiagnosisPaused(by="ann")),
        Draft("log-agent", UsageRecorded(**model, **asked, input_tokens=7, cost_usd=0.000003), 5),
        Draft("log-agent", UsageRecorded(**model, cached_tokens=3, cost_usd=None), 5),
        Draft("coordinator", UsageRecorded(engine="deterministic", **asked, tool_runs=4), 3),
        Draft("log-agent", events.AgentFailed(agent="log-agent", round=1, error="timed out"), 5),
        Draft("bob", events.DiagnosisResumed(by="bob"), 8),
        # A state machine may deliver a step twice.
        reported,
        reported,
        Draft("bob", events.DiagnosisCancelled(by="bob")),
    )
    return log.append("dgn_01KAJ5SCB2N0H4VQ8T7D3E9RWM", 0, drafts)


def chat() -> list[Event]:
    """A session with a tool call, an answer that was withdrawn, one that failed, and its end."""
    half = (TextDelta("It is the d"), CutOff("no reason to stop"))
    looked = calls(1, text="Ich schaue nach 🚨.")
    world = ModelWorld(ScriptedModel("acme", looked, half, says("It is well 👩‍🚒.")))
    world.answered("was ist los? 🚒")
    world.chat.end(ANN, WORKLOAD, _failed(world))
    return world.log.read(world.session_id)


def _failed(world: ModelWorld) -> str:
    """The session, after a question whose every attempt failed."""

    def breaks(_: object) -> Any:
        raise RuntimeError("broken")

    message = world.say(world.session_id, "and now?", "c2")
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(ModelWorld, "conversation", lambda *_: breaks)
        for _ in range(world.settings.turn_attempts - 1):
            with pytest.raises(RuntimeError):
                world.turns.run(world.session_id, message)
        world.turns.run(world.session_id, message)
    return world.session_id


def evidence() -> str:
    """The state of an ended diagnosis, and its evidence by id."""
    replay = Replay(scenario(_SHOWN))
    replay.diagnosis()
    state = diagnosis_state(replay.events())
    raw = {each["id"]: replay.fetch(each["id"]).to_payload() for each in state["evidence"]}
    written = ",\n".join(
        f'    "{key}": {json.dumps(each, ensure_ascii=False)}' for key, each in raw.items()
    )
    said = json.dumps(state, ensure_ascii=False)
    return f'{{\n  "state": {said},\n  "evidence": {{\n{written}\n  }}\n}}\n'


def document(log: Sequence[Event], state: Callable[[Sequence[Event]], dict[str, Any]]) -> str:
    """A recording, an event a line, with the states after half of the events and after all."""
    sent = ",\n".join(f"    {event.to_json()}" for event in log)
    after: Iterable[int] = (len(log) // 2, len(log))
    states = ",\n".join(
        f'    "{seq}": {json.dumps(state(log[:seq]), ensure_ascii=False)}' for seq in after
    )
    return f'{{\n  "events": [\n{sent}\n  ],\n  "states": {{\n{states}\n  }}\n}}\n'


if __name__ == "__main__":
    streams = {"diagnosis": diagnosis, "controls": controls, "chat": chat}
    for name in sys.argv[1:] or (*streams, "evidence"):
        written = evidence() if name == "evidence" else document(streams[name](), STATES[name])
        (RECORDINGS / f"{name}.json").write_text(written)
