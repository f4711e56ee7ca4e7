"""The shop in an incident, and beside it, in the same fakes, a workload of somebody else.

Whatever belongs to that other workload says CANARY; one line of the shop's own holds a SECRET.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from casebook.agents.roster import CoordinatorAlone
from casebook.agents.specialist import Run
from casebook.agents.with_model.assistant import Assistant
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.loop import Course, LoopLimits
from casebook.agents.with_model.narrative import Narrator
from casebook.agents.with_model.reasoner import Reasoner
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.chat.conversing.background import Background
from casebook.chat.conversing.conversation import ModelConversation
from casebook.chat.exchange import Answer, Exchange, Situation
from casebook.citing.checker import check
from casebook.domain.budget import Spender
from casebook.domain.change import Change
from casebook.domain.finding import Finding
from casebook.domain.message import Message, Role
from casebook.domain.model import Json
from casebook.domain.report import Narrative
from casebook.models.breaker import Breaker
from casebook.models.chain import Chain, Link
from casebook.models.port import LanguageModel
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.reasoning.assessment import Assessment, weigh
from casebook.reporting.concluding import Conclusion, conclude
from casebook.settings import Settings
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.get_recent_logs import GetRecentLogs
from casebook.tools.get_trace import GetTrace
from casebook.tools.get_workload_state import GetWorkloadState
from casebook.tools.list_changes import ListChanges
from casebook.tools.list_commits import ListCommits
from casebook.tools.query_database import QueryDatabase
from casebook.tools.query_elasticsearch import QueryElasticsearch
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.rank_metric_causes import RankMetricCauses
from casebook.tools.read_commit import ReadCommit
from casebook.tools.read_evidence import ReadEvidence
from casebook.tools.registry import Listener, Toolbox
from casebook.tools.remote import RemoteToolset
from casebook.tools.run import StartedCall
from casebook.tools.search_code import SearchCode
from casebook.tools.search_logs import SearchLogs
from casebook.tools.search_past_diagnoses import SearchPastDiagnoses
from casebook.tools.search_runbooks import SearchRunbooks
from casebook.tools.tool import Scope
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore, MemoryObservationStore
from local.memory.ledger import MemoryLedger
from local.memory.runbooks import MemoryRunbookStore
from local.memory.telemetry import MemoryPlatformEvents, MemoryTraces
from tests.fakes.breakers import MemoryBreakerStore
from tests.fakes.outside import Outside
from tests.unit.agents.builders import info_line
from tests.unit.bad_input.world import World, at

SESSION = "ses_1"
DIAGNOSIS = "dgn_1"
CANARY = "payroll-canary"
SECRET = f"Zq8{secrets.token_urlsafe(18)}"
NEIGHBOUR_LOGS, NEIGHBOUR = "/aws/lambda/payroll", "payroll-fn"
NEIGHBOURS_EVIDENCE = "evd_01ARZ3NDEKTSV4RRFFQ69G5FAV"
QUESTION = "Why do checkouts fail?"


@dataclass
class Scene:
    """A world with a neighbour. `asked` and `runs` are what tools were asked and answered."""

    world: World
    runbooks: MemoryRunbookStore = field(default_factory=MemoryRunbookStore)
    traces: MemoryTraces = field(default_factory=MemoryTraces)
    platforms: MemoryPlatformEvents = field(default_factory=MemoryPlatformEvents)
    outside: Outside = field(default_factory=Outside)
    store: MemoryEvidenceStore = field(default_factory=MemoryEvidenceStore)
    observations: MemoryObservationStore = field(default_factory=MemoryObservationStore)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.world
        world.log(info_line(f"connected to payments with password={SECRET}"), -35)
        world.logs.write(NEIGHBOUR_LOGS, at(-30), f"ERROR {CANARY}")
        world.configuration.settings[NEIGHBOUR] = {"handler": CANARY}
        self.platforms.said[NEIGHBOUR] = [
            Change(
                change_id="chg_p", at=at(-40), kind="service-event", resource=NEIGHBOUR,
                summary=CANARY, source="service",
            )
        ]  # fmt: skip
        world.changes.add(
            "wkl_2",
            Change(change_id="chg_n", at=at(-50), kind="other", resource=NEIGHBOUR, summary=CANARY),
        )
        world.past.update(
            DiagnosisHeader(
                diagnosis_id="dgn_n", workload_id="wkl_2", project="hr", status="concluded",
                started_at=at(-900), ended_at=at(-800), verdict="likely", summary=CANARY,
            )
        )  # fmt: skip
        self.runbooks.write("wkl_2", "payroll.md", f"# Payroll\n\n{CANARY}")
        self.outside.documents["payroll-1"] = [f'{{"said": "{CANARY}"}}']
        self.outside.rows["payroll.salaries"] = [{"said": CANARY}]
        self.store.put("ses_2", NEIGHBOURS_EVIDENCE, f'{{"said": "{CANARY}"}}'.encode())

    # ── the listener of the toolbox ──

    def started(self, calls: Sequence[StartedCall]) -> None:
        self.asked += [(call.tool, call.parameters) for call in calls]

    def finished(self, run: Run) -> None:
        self.runs.append(run)

    def toolbox(self, stream: str, listener: Listener | None = None) -> Toolbox:
        world = self.world
        scope = Scope(
            world.workload,
            world.window,
            at(world.now),
            question=QUESTION,
            stream=stream,
        )
        tools = [
            GetLogPatterns(world.sources),
            GetRecentLogs(world.sources),
            SearchLogs(world.logs),
            QueryMetrics(world.sources),
            RankMetricCauses(world.sources),
            GetWorkloadState(world.configuration),
            ListChanges(
                world.configuration,
                self.observations,
                world.changes,
                self.platforms,
                world.trail,
                world.clock,
            ),
            GetTrace(self.traces),
            SearchRunbooks(self.runbooks),
            SearchPastDiagnoses(world.past),
            ReadEvidence(self.store),
            QueryElasticsearch(lambda _: self.outside.searching()),
            SearchCode(lambda _: self.outside.repository()),
            ListCommits(lambda _: self.outside.repository()),
            ReadCommit(lambda _: self.outside.repository()),
            QueryDatabase(lambda _: self.outside),
        ]
        remote = RemoteToolset(lambda workload, server: self.outside).of(world.workload)
        heard = listener or self
        return Toolbox(tools, scope, stream, self.store, world.clock, heard, remote=remote)

    def chat(self, model: LanguageModel) -> Answer:
        """One turn of a chat with this model."""
        toolbox = self.toolbox(SESSION)
        converse = ModelConversation(
            chain_of(model),
            self._spending(),
            SESSION,
            LoopLimits(steps=5, seconds=60),
            lambda _: Background(""),
        )
        question = Message(message_id="msg_1", role=Role.USER, text=QUESTION, at=toolbox.scope.now)
        exchange = Exchange(question, (), (), toolbox, toolbox.scope, Situation())
        *_, last = converse(exchange)
        assert isinstance(last, Answer)
        return last

    def diagnose(self, model: LanguageModel | None) -> tuple[Assessment, tuple[Finding, ...]]:
        """What comes of the coordinator alone, by its rules and, if there is one, with the model;
        and the model's findings that passed the checker."""
        agent, toolbox = CoordinatorAlone(), self.toolbox(DIAGNOSIS)
        runs = agent.gather(toolbox)
        outcome = agent.reason(runs, toolbox.scope)
        findings, added = list(outcome.findings), ()
        if model is not None:
            reasoner = Reasoner(self._assistant(model), LoopLimits(steps=5, seconds=60))
            reasoning = reasoner.reason(agent, runs, toolbox, findings)
            runs += reasoning.runs
            added = self._checked(reasoning.outcome.findings, runs)
        findings = [*self._checked(findings, runs), *added]
        evidence = [run.evidence for run in runs]
        return weigh(findings, evidence, self.world.workload, self.world.window), added

    def tell(self, model: LanguageModel) -> Narrative | None:
        """What is left of the story that this model tells of the rules' diagnosis."""
        agent, toolbox = CoordinatorAlone(), self.toolbox(DIAGNOSIS)
        runs = agent.gather(toolbox)
        findings = self._checked(agent.reason(runs, toolbox.scope).findings, runs)
        evidence = [run.evidence for run in runs]
        world = self.world
        assessment = weigh(findings, evidence, world.workload, world.window)
        report = conclude(assessment, Conclusion(evidence, at(1), at(world.now), gaps=[]))
        narrator = Narrator(self._assistant(model), LoopLimits(steps=1, seconds=60))
        return narrator.tell(report, evidence, world.workload, world.window)

    def _assistant(self, model: LanguageModel) -> Assistant:
        return Assistant(chain_of(model), self._spending(), lambda: Course.GO_ON, lambda _: None)

    def _checked(self, findings: Sequence[Finding], runs: Sequence[Run]) -> tuple[Finding, ...]:
        return check(findings, [run.evidence for run in runs], self.world.window).findings

    def _spending(self) -> Spending:
        spender = Spender(stream=SESSION, project="team", workload_id="wkl_1", user="ann")
        return Spending(MemoryLedger(), BudgetPolicy(Settings()), self.world.clock, spender)


def chain_of(model: LanguageModel) -> Chain:
    link = Link(model, max_tokens=1_000, context_tokens=200_000, attempts=1, price=None)
    return Chain([link], Breaker(MemoryBreakerStore(), FakeClock()))


def fence_of_the_chat() -> str:
    return Fence.of(SESSION).word
