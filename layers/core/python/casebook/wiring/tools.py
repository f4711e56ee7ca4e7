"""Telemetry, the tools that read it, and which agent has which."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from casebook.wiring.adapters import Adapters

if TYPE_CHECKING:
    from casebook.adapters.aws_meter import AwsMeter
    from casebook.adapters.clients import Clients
    from casebook.adapters.cloudwatch_logs import CloudWatchLogs
    from casebook.adapters.configuration import AwsConfiguration
    from casebook.adapters.connecting import WorkloadConnections
    from casebook.budget.bookings import Bookings
    from casebook.domain.model import Json
    from casebook.tools.grants import GrantedTools
    from casebook.tools.metric_reading import MetricReading
    from casebook.tools.registry import Listener, Toolbox
    from casebook.tools.remote import RemoteToolset
    from casebook.tools.run import Repeated
    from casebook.tools.tool import Scope, Tool

MCP = "mcp"
"""By this name agents are allowed the tools of MCP servers, all or none."""
CHAT_AGENT = "chat-agent"
"""By this name the agent that answers in a chat is allowed tools; by default it has them all."""


class Tools(Adapters):
    """Telemetry, and the tools that read it."""

    @cached_property
    def clients(self) -> "Clients":
        from casebook.adapters.clients import Clients

        return Clients(meter=self.aws_meter)

    @cached_property
    def aws_meter(self) -> "AwsMeter":
        from casebook.adapters.aws_meter import AwsMeter

        return AwsMeter()

    @cached_property
    def bookings(self) -> "Bookings":
        """Loads neither the tools nor the clients."""
        from casebook.budget.bookings import Bookings

        return Bookings(self.aws_meter.take, lambda: self.usage, self.clock, self.settings.stage)

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


def _logs(parts: Tools) -> "CloudWatchLogs":
    from casebook.adapters.cloudwatch_logs import CloudWatchLogs

    return CloudWatchLogs(parts.clients)


def _get_log_patterns(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.get_log_patterns import GetLogPatterns

    return GetLogPatterns(_logs(parts))


def _get_recent_logs(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.get_recent_logs import GetRecentLogs

    return GetRecentLogs(_logs(parts))


def _search_logs(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.search_logs import SearchLogs

    return SearchLogs(_logs(parts))


def _query_metrics(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.query_metrics import QueryMetrics

    return QueryMetrics(parts.metric_reading)


def _get_alarm_state(parts: Tools) -> "Tool[Any, Any]":
    from casebook.adapters.cloudwatch import CloudWatchMetrics
    from casebook.adapters.cloudwatch_alarms import CloudWatchAlarms
    from casebook.tools.get_alarm_state import GetAlarmState

    return GetAlarmState(CloudWatchAlarms(parts.clients), CloudWatchMetrics(parts.clients))


def _rank_metric_causes(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.rank_metric_causes import RankMetricCauses

    return RankMetricCauses(parts.metric_reading)


def _get_workload_state(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.get_workload_state import GetWorkloadState

    return GetWorkloadState(parts.configuration)


def _list_changes(parts: Tools) -> "Tool[Any, Any]":
    from casebook.adapters.cloudtrail import CloudTrail
    from casebook.adapters.platform_events import AwsPlatformEvents
    from casebook.tools.list_changes import ListChanges

    return ListChanges(
        parts.configuration,
        parts.observations,
        parts.changes,
        AwsPlatformEvents(parts.clients),
        CloudTrail(parts.clients, requests_a_second=parts.settings.trail_requests_a_second),
        parts.clock,
    )


def _get_trace(parts: Tools) -> "Tool[Any, Any]":
    from casebook.adapters.xray import XRay
    from casebook.tools.get_trace import GetTrace

    return GetTrace(XRay(parts.clients))


def _search_past_diagnoses(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.search_past_diagnoses import SearchPastDiagnoses

    return SearchPastDiagnoses(parts.diagnoses)


def _search_runbooks(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.search_runbooks import SearchRunbooks

    return SearchRunbooks(parts.runbook_store)


def _read_evidence(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.read_evidence import ReadEvidence

    return ReadEvidence(parts.evidence_store)


def _query_elasticsearch(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.query_elasticsearch import QueryElasticsearch

    return QueryElasticsearch(parts.workload_connections.search)


def _search_code(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.search_code import SearchCode

    return SearchCode(parts.workload_connections.repository)


def _list_commits(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.list_commits import ListCommits

    return ListCommits(parts.workload_connections.repository)


def _read_commit(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.read_commit import ReadCommit

    return ReadCommit(parts.workload_connections.repository)


def _query_database(parts: Tools) -> "Tool[Any, Any]":
    from casebook.tools.query_database import QueryDatabase

    return QueryDatabase(parts.workload_connections.database)


_TOOLS: dict[str, Callable[[Tools], "Tool[Any, Any]"]] = {
    "get_log_patterns": _get_log_patterns,
    "get_recent_logs": _get_recent_logs,
    "search_logs": _search_logs,
    "get_alarm_state": _get_alarm_state,
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
