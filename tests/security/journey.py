"""A text of others on its way: from where it is written, through a whole diagnosis and a chat, to
everywhere where Casebook keeps or shows anything.

The intake of the alarm and of changes, the steps, the agents, the tools and a turn of a chat are
the real ones, over stores in memory that give away whatever was put into them.
"""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rich.console import Console

from casebook.diagnosis.alarms import AlarmIntake
from casebook.diagnosis.anchoring import Anchoring
from casebook.diagnosis.closing import Closing
from casebook.diagnosis.consulting import Consulting
from casebook.diagnosis.coordinating import Coordinating
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.evidence_reading import DiagnosisEvidence, EvidenceReading
from casebook.diagnosis.feedback import GivingFeedback
from casebook.diagnosis.finishing import Notifying
from casebook.diagnosis.investigating import Investigating
from casebook.diagnosis.opening import Opening
from casebook.diagnosis.preparing import Preparing
from casebook.diagnosis.queueing import Draining
from casebook.diagnosis.reading import Reading
from casebook.diagnosis.requests import EventsQuery, GiveFeedback, PageQuery, StateQuery
from casebook.diagnosis.state import States
from casebook.diagnosis.steps import Coordinate
from casebook.domain.events.event import Event
from casebook.domain.report import Report
from casebook.ports.connections import Identity
from casebook.streams import Push
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.tools.recorder import DiagnosisRecorder
from casebook.tools.registry import Listener, Toolbox
from casebook.tools.tool import Scope
from casebook.workloads.alarm_requests import AlarmsQuery
from casebook.workloads.heard_alarms import HeardAlarms
from casebook.workloads.registration import ChangeFeed
from casebook.workloads.requests import ReportChange
from cli import report as terminal
from cli.events import Event as ReceivedEvent
from cli.live import DiagnosisView
from local.memory.bookings import free_of_charge
from local.memory.connections import FakeWire, MemoryConnectionStore
from local.memory.diagnoses import MemoryDiagnosisStore, MemoryFeedbackStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryChangeStore
from local.memory.ownership import single_tenant
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.work import FakePublisher, FakeWorkflow
from local.memory.workloads import MemoryAlarmStore, MemoryWorkloadStore
from tests.security.obedient import Calls
from tests.security.world import Scene
from tests.unit.bad_input.world import at
from tests.unit.chat import world as chats
from tests.unit.test_alarms import message

SINKS = ("table", "bucket", "frames", "pages", "terminal", "results")


@dataclass(frozen=True)
class Arrived:
    """What arrived in each sink, as text."""

    texts: dict[str, str]

    def where(self, text: str) -> list[str]:
        """The sinks in which it stands."""
        return [sink for sink in SINKS if text in self.texts[sink]]


class Journey:
    """One diagnosis of the scene's workload, followed by a person, from its alarm to the feedback.

    `alarm` are fields of the alarm's message, `said` what the person says in the end.
    """

    def __init__(self, scene: Scene, said: str, **alarm: Any) -> None:
        world, clock = scene.world, scene.world.clock
        self._scene, self._said, self._alarm = scene, said, alarm
        self._who = Identity(user="ann", projects=(world.workload.project,))
        self._workloads = MemoryWorkloadStore(world.workload)
        self._log, self._alarms = MemoryEventLog(clock), MemoryAlarmStore()
        self._diagnoses, self._workflow = MemoryDiagnosisStore(self._log), FakeWorkflow()
        self._feedback = MemoryFeedbackStore(self._diagnoses)
        self._states, self._publisher = States(self._log), FakePublisher()
        self._connections, self._wire = MemoryConnectionStore(clock), FakeWire()
        push = Push(self._connections, self._wire)
        knowledge = TeamKnowledge(MemoryTeamDocumentStore(), clock)
        self._desk = Desk(
            self._workloads, self._log, push, self._states, clock, free_of_charge(clock), knowledge,
            Closing(self._diagnoses, self._states.load, clock),
        )  # fmt: skip

    def go(self, looks: Iterable[Calls]) -> Arrived:
        """`looks` are what is looked at beside what the agents look at by themselves."""
        self._report_changes()
        diagnosis_id = self._open()
        self._connections.connect("c1", self._who, at(9_000))
        self._connections.subscribe("c1", diagnosis_id, at(9_000))
        Preparing(self._desk, self._scene.store).prepare(diagnosis_id)
        self._look(diagnosis_id, looks)
        self._coordinate(diagnosis_id)
        draining = Draining(self._diagnoses, self._workflow)
        Notifying(self._desk, self._publisher, draining).notify(diagnosis_id)
        giving = GivingFeedback(self._diagnoses, self._feedback, self._scene.world.clock)
        given = GiveFeedback(rating="wrong", cause=self._said[:300], note=self._said[:2000])
        giving.give(self._who, diagnosis_id, given)
        return Arrived({sink: "\n".join(getattr(self, f"_{sink}")(diagnosis_id)) for sink in SINKS})

    def _report_changes(self) -> None:
        """What the scene has of changes comes through the feed, as a pipeline reports it."""
        world = self._scene.world
        window = world.window.model_copy(update={"start": at(-90_000), "end": at(0)})
        told, world.changes = world.changes.within("wkl_1", window), MemoryChangeStore()
        feed = ChangeFeed(self._workloads, world.changes, world.clock)
        for change in told:
            fields = {"at", "kind", "resource", "actor", "summary", "diff", "url"}
            reported = ReportChange.model_validate(change.model_dump(include=fields))
            feed.report(self._who, "wkl_1", reported)

    def _open(self) -> str:
        intake = AlarmIntake(
            self._workloads,
            self._alarms,
            Opening(self._workloads, self._diagnoses, self._workflow, self._scene.world.clock),
            self._desk.closing,
            self._log,
            self._desk.frames,
            self._scene.store,
            self._scene.world.clock,
        )
        trigger = {
            "MetricName": "Errors", "Namespace": "AWS/Lambda", "Period": 60, "EvaluationPeriods": 1,
            "Dimensions": [{"name": "FunctionName", "value": "checkout-fn"}],
        }  # fmt: skip
        when = at(0).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
        intake.receive(message(StateChangeTime=when, Trigger=trigger, **self._alarm))
        nobodys = {"Trigger": trigger | {"Dimensions": []}} | self._alarm
        intake.receive(message(AlarmName="nobody's", StateChangeTime=when, **nobodys))
        return self._workflow.started[0]

    def _toolbox(
        self, agent: str, names: Iterable[str], scope: Scope, stream: str, listener: Listener
    ) -> Toolbox:
        return self._scene.toolbox(stream, listener)

    def _look(self, diagnosis_id: str, looks: Iterable[Calls]) -> None:
        _, stream = self._desk.take(diagnosis_id)
        toolbox = self._scene.toolbox(diagnosis_id, DiagnosisRecorder(stream, "code-agent", 1))
        for calls in looks:
            toolbox.gather(*calls)
        self._desk.file(stream)

    def _coordinate(self, diagnosis_id: str) -> None:
        investigating = Investigating(self._desk, self._toolbox)
        coordinating = Coordinating(
            self._desk,
            investigating,
            Consulting(self._desk, self._toolbox),
            Anchoring(self._desk, self._toolbox),
        )
        for step in ("plan", "investigate", "conclude"):
            coordinating.run(Coordinate(diagnosis_id=diagnosis_id, step=step))  # type: ignore[arg-type]

    # ── what arrived ──

    def _events(self, diagnosis_id: str) -> list[Event]:
        return self._log.read(diagnosis_id)

    def _table(self, diagnosis_id: str) -> Iterable[str]:
        yield from (event.to_json() for event in self._events(diagnosis_id))
        yield _kept(self._diagnoses.header(diagnosis_id))
        yield _kept(self._feedback.of_diagnosis(diagnosis_id))
        yield _kept(self._alarms.heard(self._who.projects, 99))
        yield from (each.alarm.to_json() for each in self._alarms.unmatched(99))
        yield from (change.to_json() for change in self._changes())
        yield _kept(self._scene.observations.latest("wkl_1"))

    def _changes(self) -> list[Any]:
        window = self._scene.world.window.reaching(at(0))
        week = window.model_copy(update={"start": at(0) - timedelta(days=7)})
        return self._scene.world.changes.within("wkl_1", week)

    def _bucket(self, diagnosis_id: str) -> Iterable[str]:
        mine = f"/{diagnosis_id}/"
        yield from (raw.decode() for place, raw in self._scene.store.raw.items() if mine in place)

    def _frames(self, diagnosis_id: str) -> Iterable[str]:
        yield from (json.dumps(frame, ensure_ascii=False) for frame in self._wire.posted["c1"])

    def _pages(self, diagnosis_id: str) -> Iterable[str]:
        reading = Reading(self._workloads, self._diagnoses, self._log, self._states, self._feedback)
        yield reading.of_workload(self._who, "wkl_1", PageQuery()).to_json()
        yield reading.status(self._who, diagnosis_id).to_json()
        yield reading.state(self._who, diagnosis_id, StateQuery())
        yield reading.events(self._who, diagnosis_id, EventsQuery())
        clock = self._scene.world.clock
        feed = ChangeFeed(self._workloads, self._scene.world.changes, clock)
        yield feed.recent(self._who, "wkl_1").to_json()
        heard = HeardAlarms(self._alarms, clock, single_tenant(clock))
        yield heard.newest(self._who, AlarmsQuery()).to_json()
        yield heard.unmatched(self._who).to_json()
        cited = DiagnosisEvidence(self._diagnoses, self._states)
        for evidence in self.report(diagnosis_id).evidence:
            found = cited.cited(self._who, diagnosis_id, evidence.id)
            yield EvidenceReading(self._scene.store).fetch(found).to_json()

    def _terminal(self, diagnosis_id: str) -> Iterable[str]:
        output = Console(file=io.StringIO(), width=400, color_system=None)
        view = DiagnosisView()
        for event in self._events(diagnosis_id):
            view.add(ReceivedEvent.parse(json.loads(event.to_json())))
        output.print(view)
        terminal.show(output, self.report(diagnosis_id))
        assert isinstance(output.file, io.StringIO)
        yield output.file.getvalue()

    def _results(self, diagnosis_id: str) -> Iterable[str]:
        for subject, text, attributes in self._publisher.published:
            yield from (subject, text, _kept(attributes))

    def report(self, diagnosis_id: str) -> Report:
        report = self._states.load(diagnosis_id).report
        assert report is not None
        return report


def _kept(value: object) -> str:
    """A value of a store, as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


def answered(said: str) -> Arrived:
    """What arrives of a chat in which a model says this, in pieces of three letters."""
    world = chats.World()
    session = world.start()
    world.connections.connect("c1", chats.ANN, at(90_000))
    world.connections.subscribe("c1", session, at(90_000))
    pieces = [said[n : n + 3] for n in range(0, len(said), 3)]
    world.answer = lambda *_: chats.saying(*pieces)
    world.say(session)
    world.run_turn()
    history = "\n".join(each.to_json() for each in world.session(session).messages)
    shown = "\n".join(each.text for each in world.session(session).messages)
    return Arrived(
        {
            "table": "\n".join(event.to_json() for event in world.log.read(session)),
            "bucket": "",
            "frames": "\n".join(
                json.dumps(each, ensure_ascii=False) for each in world.wire.posted["c1"]
            ),
            "pages": history,
            "terminal": shown,
            "results": "",
        }
    )
