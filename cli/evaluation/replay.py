"""One scenario, from its alarm to its report, in this process and in fractions of a second.

Everything but AWS is the real thing: the alarm's intake, the steps of the state machine in its
order, the agents, the tools. `casebook eval` runs the same scenarios on a stack.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from casebook.agents.roster import SPECIALISTS
from casebook.agents.specialist import Specialist
from casebook.diagnosis.alarms import AlarmIntake
from casebook.diagnosis.anchoring import Anchoring
from casebook.diagnosis.closing import Closing
from casebook.diagnosis.consulting import Consulting
from casebook.diagnosis.control import Control
from casebook.diagnosis.coordinating import Coordinating
from casebook.diagnosis.desk import Desk
from casebook.diagnosis.evidence_reading import DiagnosisEvidence, EvidenceReading
from casebook.diagnosis.finishing import Failing, Notifying
from casebook.diagnosis.investigating import Investigating
from casebook.diagnosis.opening import Opening
from casebook.diagnosis.preparing import Preparing
from casebook.diagnosis.queueing import Draining
from casebook.diagnosis.requests import RawEvidence, RerunDiagnosis
from casebook.diagnosis.rerunning import Rerunning
from casebook.diagnosis.state import States
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.event import Event
from casebook.models.chain import Chain
from casebook.ports.alarms import AlarmStore
from casebook.ports.budgets import Ledger
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisStore
from casebook.ports.event_log import EventLog
from casebook.ports.logs import LogSource
from casebook.ports.metrics import MetricSource
from casebook.ports.team_knowledge import TeamDocumentStore
from casebook.settings import Settings
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.tools.get_alarm_state import GetAlarmState
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.get_workload_state import GetWorkloadState
from casebook.tools.list_changes import ListChanges
from casebook.tools.metric_reading import MetricReading
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.rank_metric_causes import RankMetricCauses
from casebook.tools.read_evidence import ReadEvidence
from casebook.tools.registry import Listener, Toolbox
from casebook.tools.search_logs import SearchLogs
from casebook.tools.search_past_diagnoses import SearchPastDiagnoses
from casebook.tools.search_runbooks import SearchRunbooks
from casebook.tools.tool import Scope
from casebook.workloads.registration import ChangeFeed, Registration
from casebook.workloads.requests import DescribeWorkload, ReportChange
from cli.evaluation.loading import alarm_message, change_body
from cli.evaluation.machine import Machine
from cli.evaluation.recorded import RecordedMetrics, alarms_of, logs_of, platforms_of
from cli.evaluation.scenario import Scenario
from local.memory.assistance import assistance_of
from local.memory.bookings import free_of_charge
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryChangeStore, MemoryEvidenceStore, MemoryObservationStore
from local.memory.ledger import MemoryLedger
from local.memory.ownership import single_tenant
from local.memory.runbooks import MemoryRunbookStore
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.telemetry import MemoryConfiguration, MemoryTrail
from local.memory.work import FakeDispatcher, FakePublisher, FakeWorkflow
from local.memory.workloads import MemoryAlarmStore, MemoryWorkloadStore


class Stores(NamedTuple):
    """What a diagnosis is kept in, but for what its tools read."""

    log: EventLog
    diagnoses: DiagnosisStore
    alarms: AlarmStore


def in_memory(clock: FakeClock) -> Stores:
    log = MemoryEventLog(clock)
    return Stores(log, MemoryDiagnosisStore(log), MemoryAlarmStore())


FIRED_AT = datetime(2026, 11, 21, 19, 4, 11, tzinfo=UTC)


class Replay:
    """The parts of a diagnosis, wired over one scenario. With `open_chain`, models have their part
    in it, paid from the `ledger` as the `settings` allow. Specialists' steps are delivered so many
    times, as a state machine may. `alone` is simple mode; `specialists` are those who look else.
    `logs` and `metrics` are read instead of those that the scenario holds; `keep` opens the stores
    over its clock."""

    def __init__(
        self,
        scenario: Scenario,
        fired_at: datetime = FIRED_AT,
        *,
        open_chain: Callable[[], Chain] | None = None,
        ledger: Ledger | None = None,
        settings: Settings | None = None,
        deliveries: int = 1,
        alone: bool = False,
        specialists: Mapping[str, Specialist] = SPECIALISTS,
        logs: LogSource | None = None,
        metrics: MetricSource | None = None,
        documents: TeamDocumentStore | None = None,
        keep: Callable[[FakeClock], Stores] = in_memory,
    ) -> None:
        self._alone, self._specialists = alone, specialists
        self._deliveries = deliveries
        self._scenario, self._fired_at = scenario, fired_at
        self._clock = FakeClock(fired_at)
        self._log, self._diagnoses, self._alarms = keep(self._clock)
        self.ledger = ledger or MemoryLedger()
        self._workloads, self._changes = MemoryWorkloadStore(), MemoryChangeStore()
        self._evidence, self._workflow = MemoryEvidenceStore(), FakeWorkflow()
        self.publisher = FakePublisher()
        self.states = States(self._log)
        self._closing = Closing(self._diagnoses, self.states.load, self._clock)
        self._assistance = assistance_of(
            open_chain, self.ledger, self._clock, settings or Settings()
        )
        self.desk = Desk(
            self._workloads,
            self._log,
            SilentFrames(),
            self.states,
            self._clock,
            free_of_charge(self._clock),
            TeamKnowledge(documents or MemoryTeamDocumentStore(), self._clock),
            self._closing,
        )
        logs = logs or logs_of(self._all, fired_at)
        source = metrics or RecordedMetrics(self._all, fired_at)
        reading = MetricReading(source)
        # AWS has none of a scenario's resources: a stack answers like this too.
        configuration = MemoryConfiguration(self._clock)
        self._runbooks = MemoryRunbookStore()
        observations = MemoryObservationStore()
        self._tools = {
            tool.name: tool
            for tool in (
                GetLogPatterns(logs),
                SearchLogs(logs),
                GetAlarmState(alarms_of(scenario, fired_at), source),
                QueryMetrics(reading),
                RankMetricCauses(reading),
                GetWorkloadState(configuration),
                ListChanges(
                    configuration,
                    observations,
                    self._changes,
                    platforms_of(self._all, fired_at),
                    MemoryTrail(),
                    self._clock,
                ),
                SearchPastDiagnoses(self._diagnoses),
                SearchRunbooks(self._runbooks),
                ReadEvidence(self._evidence),
            )
        }

    @property
    def who(self) -> Identity:
        """Somebody who may do everything with it."""
        return Identity(user="ann", projects=tuple(each.workload.project for each in self._all))

    @property
    def diagnosis_id(self) -> str:
        return self._workflow.started[0]

    @property
    def draining(self) -> Draining:
        return Draining(self._diagnoses, self._workflow)

    @property
    def control(self) -> Control:
        return Control(
            self._diagnoses,
            self._log,
            SilentFrames(),
            self.states,
            self._workflow,
            self._closing,
            self._clock,
            Settings().diagnosis,
        )

    def events(self, diagnosis_id: str | None = None) -> list[Event]:
        return self._log.read(diagnosis_id or self.diagnosis_id)

    def fetch(self, evidence_id: str) -> RawEvidence:
        """What the API answers when this evidence is fetched."""
        cited = DiagnosisEvidence(self._diagnoses, self.states).cited(
            self.who, self.diagnosis_id, evidence_id
        )
        return EvidenceReading(self._evidence).fetch(cited)

    def diagnosis(self) -> Diagnosis:
        """Register, report the changes, fire the alarm, and go through the state machine."""
        self.open()
        return self.run()

    def open(self) -> None:
        """All of that up to the diagnosis' first event."""
        self.register()
        self.fire()

    def register(self) -> None:
        """Register the workloads, and report what was changed."""
        for scenario in self._all:
            self._register(scenario)

    def fire(self, later: float = 0.0) -> None:
        """Let the alarm fire, or fire again so many seconds later."""
        fired_at = self._fired_at + timedelta(seconds=later)
        intake = AlarmIntake(
            self._workloads,
            self._alarms,
            Opening(self._workloads, self._diagnoses, self._workflow, self._clock),
            self._closing,
            self._log,
            SilentFrames(),
            self._evidence,
            self._clock,
        )
        intake.receive(json.dumps(alarm_message(self._scenario.alarm.message(), fired_at)))

    @property
    def rerunning(self) -> Rerunning:
        opening = Opening(self._workloads, self._diagnoses, self._workflow, self._clock)
        return Rerunning(opening, self._workloads, self._diagnoses, self._log, self._clock)

    def rerun(self, diagnosis_id: str, asked: RerunDiagnosis, later: float = 60.0) -> Diagnosis:
        """Run an ended diagnosis again, so many seconds later."""
        self._clock.move(seconds=later)
        again = self.rerunning.rerun(self.who, diagnosis_id, asked).diagnosis_id
        return self.finish(again)

    @property
    def newest(self) -> str:
        """The diagnosis that was opened last."""
        return self._workflow.started[-1]

    def finish(self, diagnosis_id: str) -> Diagnosis:
        """Go through the state machine with a diagnosis that is open."""
        self.machine.run(diagnosis_id)
        return self.states.load(diagnosis_id)

    def scope(self, diagnosis: Diagnosis) -> Scope:
        """What the agents looked at."""
        return self.desk.scope(diagnosis)

    def run(self) -> Diagnosis:
        """Go through the state machine, again after a step that died."""
        return self.finish(self.diagnosis_id)

    @property
    def _all(self) -> list[Scenario]:
        """The scenario, and the one that happens beside it in the same account."""
        beside = self._scenario.beside
        return [self._scenario, *([beside] if beside else [])]

    def _register(self, scenario: Scenario) -> None:
        who = self.who
        described = scenario.workload.model_dump(mode="json", by_alias=True)
        described["alarms"] = [*described.get("alarms", ()), scenario.alarm.name]
        registration = Registration(
            self._workloads, FakeDispatcher(), self._clock, single_tenant(self._clock)
        )
        workload = registration.register(who, DescribeWorkload.model_validate(described))
        for runbook in scenario.runbooks:
            self._runbooks.write(workload.workload_id, runbook.name, runbook.text)
        feed = ChangeFeed(self._workloads, self._changes, self._clock)
        for change in scenario.changes:
            body = ReportChange.model_validate(change_body(change, self._fired_at))
            feed.report(who, workload.workload_id, body)

    @property
    def machine(self) -> Machine:
        """The state machine over this scenario."""
        investigating = Investigating(self.desk, self._toolbox, self._assistance)
        return Machine(
            Preparing(self.desk, self._evidence),
            Coordinating(
                self.desk,
                investigating,
                Consulting(self.desk, self._toolbox),
                Anchoring(self.desk, self._toolbox),
                self._assistance,
            ),
            investigating,
            Notifying(self.desk, self.publisher, self.draining),
            Failing(self.desk, self.draining),
            self.control,
            self._specialists,
            self._clock,
            self._alone,
            self._deliveries,
        )

    def _toolbox(
        self, agent: str, names: Iterable[str], scope: Scope, stream: str, listener: Listener
    ) -> Toolbox:
        tools = [self._tools[name] for name in names if name in self._tools]
        return Toolbox(tools, scope, stream, self._evidence, self._clock, listener)
