"""Where ports meet adapters. The only module that knows both.

Every part is built when it is first asked for, and its imports stand beside it, so that a function
loads what it uses and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

from casebook.settings import Settings

if TYPE_CHECKING:
    from casebook.adapters.aws import Aws
    from casebook.adapters.clients import Clients
    from casebook.adapters.cloudwatch_logs import CloudWatchLogs
    from casebook.adapters.configuration import AwsConfiguration
    from casebook.adapters.connecting import WorkloadConnections
    from casebook.adapters.dynamodb.connections import DynamoConnectionStore
    from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
    from casebook.adapters.dynamodb.event_log import DynamoEventLog
    from casebook.adapters.dynamodb.history import (
        DynamoAlarmStore,
        DynamoChangeStore,
        DynamoObservationStore,
    )
    from casebook.adapters.dynamodb.ledger import DynamoLedger
    from casebook.adapters.dynamodb.limits import DynamoRecheckLimit
    from casebook.adapters.dynamodb.migrations.runner import Migrating
    from casebook.adapters.dynamodb.sessions import DynamoSessionStore
    from casebook.adapters.dynamodb.table import Table
    from casebook.adapters.dynamodb.tool_grants import DynamoToolGrantStore
    from casebook.adapters.dynamodb.usage import DynamoUsageStore
    from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore
    from casebook.adapters.invoke import LambdaDispatcher, SnsPublisher, StepFunctionsWorkflow
    from casebook.adapters.parameters import SsmParameters
    from casebook.adapters.s3 import S3EvidenceStore
    from casebook.adapters.s3_runbooks import S3RunbookStore
    from casebook.agents.model_conversation import ModelConversation
    from casebook.budget.policy import BudgetPolicy
    from casebook.budget.reporting import UsageReporting
    from casebook.budget.session_account import SessionAccounts
    from casebook.budget.spending import Spending
    from casebook.chat.following import Following
    from casebook.chat.sessions import Chat
    from casebook.chat.turn import Speaker, Turns
    from casebook.diagnosis.alarms import AlarmIntake
    from casebook.diagnosis.assistance import Assistance
    from casebook.diagnosis.control import Control
    from casebook.diagnosis.coordinating import Coordinating
    from casebook.diagnosis.desk import Desk
    from casebook.diagnosis.finishing import Failing, Notifying
    from casebook.diagnosis.investigating import Investigating
    from casebook.diagnosis.opening import Opening
    from casebook.diagnosis.preparing import Preparing
    from casebook.diagnosis.reading import EvidenceReading, Reading
    from casebook.diagnosis.rechecking import Rechecking
    from casebook.diagnosis.state import States
    from casebook.domain.budget import Spender
    from casebook.domain.model import Json
    from casebook.engine import EngineChoice
    from casebook.health import Health
    from casebook.importing.batches import SessionImport
    from casebook.models.chain import Chain
    from casebook.models.checking import CheckResult, ModelChecks
    from casebook.models.configured import ConfiguredModels
    from casebook.ports.sessions import SessionHeader
    from casebook.sockets import Sockets
    from casebook.streams import Push
    from casebook.tickets import Tickets
    from casebook.tools.granting import Granting
    from casebook.tools.grants import GrantedTools
    from casebook.tools.metric_reading import MetricReading
    from casebook.tools.registry import Listener, Toolbox
    from casebook.tools.remote import RemoteToolset
    from casebook.tools.run import Repeated
    from casebook.tools.tool import Scope, Tool
    from casebook.websocket import WebSocket
    from casebook.workloads.observing import Observing
    from casebook.workloads.registration import ChangeFeed, Registration, UnmatchedAlarms


MCP = "mcp"
"""By this name agents are allowed the tools of MCP servers, all or none."""
_NOT_CONFIGURED = "No language model is configured, so this is what fixed rules find."
_MISCONFIGURED = (
    "The configuration of the language models is not valid, so this is what fixed rules find."
)
CHAT_AGENT = "chat-agent"
"""By this name the agent that answers in a chat is allowed tools; by default it has them all."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class Wiring:
    """One execution environment's parts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.clock = SystemClock()

    # ── Adapters ─────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def aws(self) -> "Aws":
        from casebook.adapters.aws import Aws

        return Aws()

    @cached_property
    def table(self) -> "Table":
        from casebook.adapters.dynamodb.table import Table

        return Table(self.aws, self.settings.need("table"))

    @cached_property
    def log(self) -> "DynamoEventLog":
        from casebook.adapters.dynamodb.event_log import DynamoEventLog

        kept = self.settings
        return DynamoEventLog(self.table, self.clock, kept.event_days, kept.delta_days)

    @cached_property
    def sessions(self) -> "DynamoSessionStore":
        from casebook.adapters.dynamodb.sessions import DynamoSessionStore

        limits = self.settings
        return DynamoSessionStore(self.table, self.log, limits.event_days, limits.sessions_per_hour)

    @cached_property
    def diagnoses(self) -> "DynamoDiagnosisStore":
        from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore

        limits = self.settings
        return DynamoDiagnosisStore(
            self.table,
            self.log,
            limits.event_days,
            limits.diagnoses_per_day,
            limits.diagnosis_seconds,
        )

    @cached_property
    def workloads(self) -> "DynamoWorkloadStore":
        from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore

        return DynamoWorkloadStore(self.table)

    @cached_property
    def changes(self) -> "DynamoChangeStore":
        from casebook.adapters.dynamodb.history import DynamoChangeStore

        return DynamoChangeStore(self.table, self.settings.event_days)

    @cached_property
    def observations(self) -> "DynamoObservationStore":
        from casebook.adapters.dynamodb.history import DynamoObservationStore

        return DynamoObservationStore(self.table)

    @cached_property
    def alarms(self) -> "DynamoAlarmStore":
        from casebook.adapters.dynamodb.history import DynamoAlarmStore

        return DynamoAlarmStore(self.table, self.settings.event_days)

    @cached_property
    def tool_grants(self) -> "DynamoToolGrantStore":
        from casebook.adapters.dynamodb.tool_grants import DynamoToolGrantStore

        return DynamoToolGrantStore(self.table)

    @cached_property
    def recheck_limit(self) -> "DynamoRecheckLimit":
        from casebook.adapters.dynamodb.limits import DynamoRecheckLimit

        return DynamoRecheckLimit(self.table, self.settings.rechecks_per_hour)

    @cached_property
    def connections(self) -> "DynamoConnectionStore":
        from casebook.adapters.dynamodb.connections import DynamoConnectionStore

        return DynamoConnectionStore(self.table)

    @cached_property
    def push(self) -> "Push":
        from casebook.adapters.push import ApiGatewayPost
        from casebook.streams import Push

        post = ApiGatewayPost(self.aws, self.settings.push_endpoint)
        return Push(self.connections, post)

    @cached_property
    def evidence_store(self) -> "S3EvidenceStore":
        from casebook.adapters.s3 import S3EvidenceStore

        return S3EvidenceStore(self.aws, self.settings.bucket)

    @cached_property
    def runbook_store(self) -> "S3RunbookStore":
        from casebook.adapters.s3_runbooks import S3RunbookStore

        return S3RunbookStore(self.aws, self.settings.need("bucket"))

    @cached_property
    def dispatcher(self) -> "LambdaDispatcher":
        from casebook.adapters.invoke import LambdaDispatcher

        return LambdaDispatcher(
            self.aws, self.settings.turn_function, self.settings.observer_function
        )

    @cached_property
    def workflow(self) -> "StepFunctionsWorkflow":
        from casebook.adapters.invoke import StepFunctionsWorkflow

        return StepFunctionsWorkflow(self.aws, self.settings.state_machine_arn)

    @cached_property
    def publisher(self) -> "SnsPublisher":
        from casebook.adapters.invoke import SnsPublisher

        return SnsPublisher(self.aws, self.settings.need("result_topic_arn"))

    @cached_property
    def ledger(self) -> "DynamoLedger":
        from casebook.adapters.dynamodb.ledger import DynamoLedger

        return DynamoLedger(self.table, self.settings.event_days, self.settings.usage_days)

    @cached_property
    def usage(self) -> "DynamoUsageStore":
        from casebook.adapters.dynamodb.usage import DynamoUsageStore

        return DynamoUsageStore(self.table)

    @cached_property
    def parameters(self) -> "SsmParameters":
        from casebook.adapters.parameters import SsmParameters

        return SsmParameters(self.aws, self.settings.parameter_seconds)

    # ── Telemetry, and the tools that read it ────────────────────────────────────────────────────

    @cached_property
    def clients(self) -> "Clients":
        from casebook.adapters.clients import Clients

        return Clients()

    @cached_property
    def configuration(self) -> "AwsConfiguration":
        from casebook.adapters.configuration import AwsConfiguration

        return AwsConfiguration(self.clients, self.clock)

    @cached_property
    def metric_reading(self) -> "MetricReading":
        """Shared by the tools over metrics, so that they read CloudWatch once between them."""
        from casebook.adapters.cloudwatch import CloudWatchMetrics
        from casebook.tools.metric_reading import MetricReading

        return MetricReading(CloudWatchMetrics(self.clients))

    def tool(self, name: str) -> "Tool[Any, Any]":
        """The tool of that name, with what it reads. Raises KeyError for an unknown name."""
        return _TOOLS[name](self)

    @cached_property
    def workload_connections(self) -> "WorkloadConnections":
        from casebook.adapters.connecting import WorkloadConnections

        kept = self.settings
        return WorkloadConnections(self.aws, self.clients, kept.git_root, local=kept.is_local)

    @cached_property
    def remote_tools(self) -> "RemoteToolset":
        from casebook.tools.remote import RemoteToolset

        return RemoteToolset(self.workload_connections.remote_tools)

    @cached_property
    def granted_tools(self) -> "GrantedTools":
        from casebook.tools.grants import GrantedTools

        return GrantedTools(self.tool_grants, self.clock, grantable())

    def toolbox(
        self,
        agent: str,
        defaults: Iterable[str],
        scope: "Scope",
        stream: str,
        listener: "Listener",
    ) -> "Toolbox":
        """What the agent may use, on one workload: the `defaults`, unless the table says otherwise.
        Evidence of every run is kept under the stream, and every run is metered."""
        from casebook.tools.metering import Metered
        from casebook.tools.registry import Toolbox

        def granted() -> "Iterator[Tool[Any, Any]]":
            names = self.granted_tools.of(agent, defaults)
            yield from (self.tool(name) for name in names if name != MCP)

        def remote() -> "Iterator[Tool[Any, Any]]":
            if scope.workload.mcp and MCP in self.granted_tools.of(agent, defaults):
                yield from self.remote_tools.of(scope.workload)

        metered = Metered(_TOOLS, listener)
        return Toolbox(
            granted(), scope, stream, self.evidence_store, self.clock, metered, remote=remote()
        )

    def repeat(self, name: str, parameters: "Json", scope: "Scope") -> "Repeated":
        """Run a query as it was asked before, and keep nothing of it. Raises KeyError for an
        unknown name."""
        from casebook.tools.repeating import repeat

        return repeat(self.tool(name), parameters, scope, self.clock)

    # ── Language models ──────────────────────────────────────────────────────────────────────────

    @cached_property
    def models(self) -> "ConfiguredModels":
        from casebook.adapters.dynamodb.breakers import DynamoBreakerStore
        from casebook.adapters.models.builders import build
        from casebook.adapters.models.parameters import Parameters
        from casebook.models.breaker import Breaker
        from casebook.models.configured import ConfiguredModels

        parameters = Parameters(self.settings.parameter_seconds)
        name = self.settings.models_parameter
        return ConfiguredModels(
            (lambda: parameters.document(name)) if name else (lambda: None),
            parameters.secret,
            build,
            Breaker(DynamoBreakerStore(self.table), self.clock),
            addresses=self.settings.model_endpoints,
        )

    def model_chain(self) -> "Chain | None":
        """The chain that is configured at this moment; None means that there are no models and the
        deterministic engine answers. Raises ModelsMisconfigured."""
        return self.models.chain()

    @cached_property
    def model_checks(self) -> "ModelChecks":
        from casebook.adapters.models.checks import check_of
        from casebook.models.checking import ModelChecks

        return ModelChecks(self.models, check_of, self.clock)

    def model_results(self) -> "Mapping[str, CheckResult]":
        """How each language model is. What checks them is loaded when this is first asked."""
        return self.model_checks.results()

    # ── Use cases ────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def registration(self) -> "Registration":
        from casebook.workloads.registration import Registration

        return Registration(self.workloads, self.dispatcher, self.clock)

    @cached_property
    def change_feed(self) -> "ChangeFeed":
        from casebook.workloads.registration import ChangeFeed

        return ChangeFeed(self.workloads, self.changes, self.clock)

    @cached_property
    def unmatched_alarms(self) -> "UnmatchedAlarms":
        from casebook.workloads.registration import UnmatchedAlarms

        return UnmatchedAlarms(self.alarms)

    @cached_property
    def observing(self) -> "Observing":
        from casebook.workloads.observing import Observing

        return Observing(
            self.workloads, self.configuration, self.observations, self.changes, self.clock
        )

    @cached_property
    def tickets(self) -> "Tickets":
        from casebook.tickets import Tickets

        return Tickets(
            self.connections,
            self.clock,
            self.settings.websocket_url,
            self.settings.ticket_seconds,
        )

    @cached_property
    def engine(self) -> "EngineChoice":
        from casebook.engine import EngineChoice

        return EngineChoice(self.parameters, self.settings.engine_parameter)

    @cached_property
    def budgets(self) -> "BudgetPolicy":
        from casebook.budget.policy import BudgetPolicy

        return BudgetPolicy(self.settings)

    def spending(self, spender: "Spender") -> "Spending":
        """What pays for the model calls of one turn or one agent."""
        from casebook.budget.spending import Spending

        return Spending(self.ledger, self.budgets, self.clock, spender)

    @cached_property
    def session_accounts(self) -> "SessionAccounts":
        from casebook.budget.session_account import SessionAccounts

        return SessionAccounts(self.engine, self.ledger, self.budgets, self.clock)

    @cached_property
    def usage_reporting(self) -> "UsageReporting":
        from casebook.budget.reporting import UsageReporting

        return UsageReporting(self.usage, self.clock)

    @cached_property
    def chat(self) -> "Chat":
        from casebook.chat.sessions import Chat

        return Chat(
            self.workloads,
            self.sessions,
            self.log,
            self.push,
            self.dispatcher,
            self.clock,
            self.settings,
            self.session_accounts,
        )

    @cached_property
    def following(self) -> "Following":
        from casebook.chat.following import Following

        return Following(self.workloads, self.sessions, self.log, self.tickets)

    @cached_property
    def sockets(self) -> "Sockets":
        from casebook.sockets import Sockets

        return Sockets(self.connections, self.clock, self.settings.connection_seconds)

    @cached_property
    def websocket(self) -> "WebSocket":
        from casebook.websocket import WebSocket

        return WebSocket(
            self.connections,
            self.sessions,
            self.diagnoses,
            self.log,
            self.push,
            self.chat,
            self.clock,
            self.settings.connection_seconds,
        )

    @cached_property
    def opening(self) -> "Opening":
        from casebook.diagnosis.opening import Opening

        return Opening(self.workloads, self.diagnoses, self.workflow, self.clock)

    @cached_property
    def alarm_intake(self) -> "AlarmIntake":
        from casebook.diagnosis.alarms import AlarmIntake

        return AlarmIntake(
            self.workloads,
            self.alarms,
            self.opening,
            self.log,
            self.push,
            self.evidence_store,
            self.clock,
        )

    @cached_property
    def states(self) -> "States":
        from casebook.diagnosis.state import States

        return States(self.log)

    @cached_property
    def reading(self) -> "Reading":
        from casebook.diagnosis.reading import Reading

        return Reading(self.workloads, self.diagnoses, self.log, self.states)

    @cached_property
    def evidence_reading(self) -> "EvidenceReading":
        from casebook.diagnosis.reading import EvidenceReading

        return EvidenceReading(self.diagnoses, self.states, self.evidence_store)

    @cached_property
    def rechecking(self) -> "Rechecking":
        from casebook.diagnosis.rechecking import Rechecking

        return Rechecking(
            self.workloads,
            self.diagnoses,
            self.states,
            self.log,
            self.evidence_store,
            self.recheck_limit,
            self.clock,
            self.repeat,
        )

    @cached_property
    def control(self) -> "Control":
        from casebook.diagnosis.control import Control

        return Control(self.diagnoses, self.log, self.push, self.states, self.workflow, self.clock)

    @cached_property
    def desk(self) -> "Desk":
        from casebook.diagnosis.desk import Desk

        return Desk(self.workloads, self.log, self.push, self.states, self.clock)

    @cached_property
    def preparing(self) -> "Preparing":
        from casebook.diagnosis.preparing import Preparing

        return Preparing(self.desk, self.evidence_store)

    @cached_property
    def assistance(self) -> "Assistance":
        from casebook.diagnosis.assistance import Assistance

        return Assistance(
            self.engine,
            self.model_chain,
            self.spending,
            self.states,
            self.settings.agent_seconds,
        )

    @cached_property
    def investigating(self) -> "Investigating":
        from casebook.diagnosis.investigating import Investigating

        return Investigating(self.desk, self.toolbox, self.assistance)

    @cached_property
    def coordinating(self) -> "Coordinating":
        from casebook.diagnosis.consulting import Consulting
        from casebook.diagnosis.coordinating import Coordinating

        consulting = Consulting(self.desk, self.toolbox)
        return Coordinating(
            self.desk, self.diagnoses, self.investigating, consulting, self.assistance
        )

    @cached_property
    def notifying(self) -> "Notifying":
        from casebook.diagnosis.finishing import Notifying

        return Notifying(self.desk, self.publisher)

    @cached_property
    def failing(self) -> "Failing":
        from casebook.diagnosis.finishing import Failing

        return Failing(self.desk, self.diagnoses)

    @cached_property
    def turns(self) -> "Turns":
        from casebook.chat.turn import Turns

        return Turns(
            self.workloads,
            self.sessions,
            self.diagnoses,
            self.log,
            self.push,
            self.clock,
            self.settings,
            open_toolbox=partial(self.toolbox, CHAT_AGENT, grantable()),
            choose_speaker=self.speaker,
        )

    def speaker(self, header: "SessionHeader") -> "Speaker":
        """Who answers in the session at this moment. A model is loaded only where one speaks; where
        one should and none can be had, rules do, and the answer says so."""
        from casebook.agents.conversation import by_rules
        from casebook.chat.turn import Speaker
        from casebook.engine import Engine

        if self.engine.of(header.session_id) is Engine.DETERMINISTIC:
            return Speaker(Engine.DETERMINISTIC, by_rules)
        from casebook.models.configuration import ModelsMisconfigured
        from casebook.observability import logger

        try:
            chain = self.model_chain()
        except ModelsMisconfigured as error:
            logger.error("the language models are misconfigured", why=error.detail)
            return Speaker(Engine.DETERMINISTIC, partial(by_rules, notice=_MISCONFIGURED))
        if chain is None:
            return Speaker(Engine.DETERMINISTIC, partial(by_rules, notice=_NOT_CONFIGURED))
        return Speaker(Engine.MODEL, self._conversation(chain, header))

    def _conversation(self, chain: "Chain", header: "SessionHeader") -> "ModelConversation":
        from casebook.agents.background import Backgrounds
        from casebook.agents.loop import LoopLimits
        from casebook.agents.model_conversation import ModelConversation
        from casebook.budget import spenders

        limits = LoopLimits(self.settings.answer_steps, self.settings.answer_seconds)
        return ModelConversation(
            chain,
            self.spending(spenders.of_session(header)),
            header.session_id,
            limits,
            partial(Backgrounds(self.evidence_store).of, header.session_id),
        )

    @cached_property
    def health(self) -> "Health":
        from casebook.health import Health

        return Health(self.table, self.workflow, self.model_results)

    # ── What the command line does to a table, and no function ever ──────────────────────────────

    @cached_property
    def granting(self) -> "Granting":
        from casebook.tools.granting import Granting

        return Granting(self.tool_grants, agent_tools(), grantable())

    @cached_property
    def migrating(self) -> "Migrating":
        from casebook.adapters.dynamodb.migrations.runner import Migrating

        return Migrating(self.table, self.clock)

    @cached_property
    def session_import(self) -> "SessionImport":
        from casebook.adapters.dynamodb.imports import DynamoImportStore
        from casebook.importing.batches import SessionImport

        store = DynamoImportStore(self.table, self.log, self.clock, self.settings.event_days)
        return SessionImport(self.workloads, store)


def _logs(wiring: Wiring) -> "CloudWatchLogs":
    from casebook.adapters.cloudwatch_logs import CloudWatchLogs

    return CloudWatchLogs(wiring.clients)


def _get_log_patterns(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.get_log_patterns import GetLogPatterns

    return GetLogPatterns(_logs(wiring))


def _get_recent_logs(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.get_recent_logs import GetRecentLogs

    return GetRecentLogs(_logs(wiring))


def _search_logs(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.search_logs import SearchLogs

    return SearchLogs(_logs(wiring))


def _query_metrics(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.query_metrics import QueryMetrics

    return QueryMetrics(wiring.metric_reading)


def _rank_metric_causes(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.rank_metric_causes import RankMetricCauses

    return RankMetricCauses(wiring.metric_reading)


def _get_workload_state(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.get_workload_state import GetWorkloadState

    return GetWorkloadState(wiring.configuration)


def _list_changes(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.adapters.cloudtrail import CloudTrail
    from casebook.tools.list_changes import ListChanges

    return ListChanges(
        wiring.configuration,
        wiring.observations,
        wiring.changes,
        CloudTrail(wiring.clients, requests_a_second=wiring.settings.trail_requests_a_second),
        wiring.clock,
    )


def _get_trace(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.adapters.xray import XRay
    from casebook.tools.get_trace import GetTrace

    return GetTrace(XRay(wiring.clients))


def _search_past_diagnoses(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.search_past_diagnoses import SearchPastDiagnoses

    return SearchPastDiagnoses(wiring.diagnoses)


def _search_runbooks(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.search_runbooks import SearchRunbooks

    return SearchRunbooks(wiring.runbook_store)


def _read_evidence(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.read_evidence import ReadEvidence

    return ReadEvidence(wiring.evidence_store)


def _query_elasticsearch(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.query_elasticsearch import QueryElasticsearch

    return QueryElasticsearch(wiring.workload_connections.search)


def _search_code(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.search_code import SearchCode

    return SearchCode(wiring.workload_connections.repository)


def _list_commits(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.list_commits import ListCommits

    return ListCommits(wiring.workload_connections.repository)


def _read_commit(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.read_commit import ReadCommit

    return ReadCommit(wiring.workload_connections.repository)


def _query_database(wiring: Wiring) -> "Tool[Any, Any]":
    from casebook.tools.query_database import QueryDatabase

    return QueryDatabase(wiring.workload_connections.database)


_TOOLS: dict[str, Callable[[Wiring], "Tool[Any, Any]"]] = {
    "get_log_patterns": _get_log_patterns,
    "get_recent_logs": _get_recent_logs,
    "search_logs": _search_logs,
    "query_metrics": _query_metrics,
    "rank_metric_causes": _rank_metric_causes,
    "get_workload_state": _get_workload_state,
    "list_changes": _list_changes,
    "search_runbooks": _search_runbooks,
    "get_trace": _get_trace,
    "search_past_diagnoses": _search_past_diagnoses,
    "read_evidence": _read_evidence,
    "query_elasticsearch": _query_elasticsearch,
    "search_code": _search_code,
    "list_commits": _list_commits,
    "read_commit": _read_commit,
    "query_database": _query_database,
}


def tool_names() -> tuple[str, ...]:
    """Every tool there is. The tool `x` is the one Tool of `casebook/tools/x.py`."""
    return tuple(_TOOLS)


def grantable() -> tuple[str, ...]:
    """What agents can be allowed: every tool by its name, and those of MCP servers together."""
    return (*_TOOLS, MCP)


def agent_tools() -> dict[str, tuple[str, ...]]:
    """The tools that the code gives each agent, before the table has a say."""
    from casebook.agents.roster import SPECIALISTS, CoordinatorAlone

    agents = (*SPECIALISTS.values(), CoordinatorAlone())
    return {agent.name: agent.tools() for agent in agents} | {CHAT_AGENT: grantable()}


@lru_cache(maxsize=1)
def wire() -> Wiring:
    """The parts of this execution environment, settings read from its environment.

    Raises:
        Misconfigured: naming the variable that is wrong.
    """
    return Wiring(Settings.from_environment())
