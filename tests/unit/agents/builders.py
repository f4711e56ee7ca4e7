"""Incidents to reason about: lines, datapoints and changes in; real tool results out.

The tools that only need a source are the real ones, over sources that hold what the test put there,
so that excerpts read as they do in production. Times are seconds from the alarm; negative: before.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from casebook.agents.roster import SPECIALISTS
from casebook.agents.specialist import Run
from casebook.citing.checker import Objection, check
from casebook.domain.alarm import Alarm
from casebook.domain.change import Change, ChangeKind, FieldChange
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding
from casebook.domain.model import Json
from casebook.domain.report import Report
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource, Workload, with_standard_telemetry
from casebook.errors import AwsCallFailed, CasebookError
from casebook.ports.logs import LogLine, LogPage
from casebook.ports.metrics import Series
from casebook.reasoning.assessment import Assessment, weigh
from casebook.reasoning.case import Case, Rule
from casebook.reporting.concluding import Conclusion, conclude
from casebook.tools.get_alarm_state import GetAlarmState
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.get_trace import GetTrace
from casebook.tools.preview import preview
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.rank_metric_causes import RankMetricCauses
from casebook.tools.results.changes import Changes
from casebook.tools.results.diagnoses import PastDiagnoses, PastDiagnosis
from casebook.tools.results.states import ResourceState, WorkloadState
from casebook.tools.run import ToolRun
from casebook.tools.search_logs import SearchLogs
from casebook.tools.search_runbooks import SearchRunbooks
from casebook.tools.tool import Failed, Found, NoData, Scope
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.runbooks import MemoryRunbookStore
from local.memory.telemetry import MemoryTraces

ALARM_AT = datetime(2026, 11, 21, 19, 10, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return ALARM_AT + timedelta(seconds=seconds)


def workload(
    resources: Sequence[tuple[str, str]] = (
        ("checkout-fn", "lambda"),
        ("payments-fn", "lambda"),
        ("orders-table", "dynamodb"),
        ("fulfilment-queue", "sqs"),
        ("fulfilment-fn", "lambda"),
    ),
    calls: Sequence[tuple[str, str]] = (
        ("checkout-fn", "payments-fn"),
        ("checkout-fn", "orders-table"),
        ("checkout-fn", "fulfilment-queue"),
        ("fulfilment-queue", "fulfilment-fn"),
    ),
) -> Workload:
    built = [with_standard_telemetry(Resource(name=n, type=t)) for n, t in resources]
    return Workload(
        workload_id="wkl_1",
        name="shop",
        project="shop",
        resources=tuple(built),
        calls=tuple(calls),
        created_at=at(-86400),
        updated_at=at(-86400),
    )


def error_line(message: str, kind: str = "", stack: str | list[str] = "") -> str:
    """An error as a structured logger writes it."""
    entry: dict[str, object] = {"level": "ERROR", "requestId": "r-1", "message": message}
    if kind:
        entry["errorType"] = kind
    if stack:
        entry["stackTrace"] = stack
    return json.dumps(entry)


def info_line(message: str) -> str:
    return json.dumps({"level": "INFO", "requestId": "r-1", "message": message})


def changed(
    resource: str,
    seconds: float,
    *diff: tuple[str, Any, Any],
    kind: ChangeKind = "configuration",
    actor: str | None = "alice",
    summary: str = "",
    not_before: float | None = None,
    patch: str | None = None,
) -> Change:
    return Change(
        change_id=f"chg_{resource}_{seconds}",
        at=at(seconds),
        not_before=None if not_before is None else at(not_before),
        kind=kind,
        resource=resource,
        actor=actor,
        summary=summary or f"{resource} was changed",
        diff=tuple(FieldChange(path=p, before=b, after=a) for p, b, a in diff),
        patch=patch,
    )


@dataclass
class Incident:
    """What there is to be seen of one incident. `now` is when agents look, from the alarm."""

    workload: Workload = field(default_factory=workload)
    now: float = 10
    window: Window = field(default_factory=lambda: Window(start=at(-120), end=at(0)))
    lines: list[LogLine] = field(default_factory=list)
    metrics: dict[tuple[str, str], dict[datetime, float]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    states: list[ResourceState] = field(default_factory=list)
    past: list[PastDiagnosis] = field(default_factory=list)
    runbooks: MemoryRunbookStore = field(default_factory=MemoryRunbookStore)
    question: str = ""
    traces: MemoryTraces = field(default_factory=MemoryTraces)
    broken: set[str] = field(default_factory=set)
    trail_read: bool = True
    alarm: Alarm | None = None
    asked: list[tuple[str, Json]] = field(default_factory=list)

    @property
    def scope(self) -> Scope:
        return Scope(self.workload, self.window, at(self.now), self.alarm, self.question)

    def alarmed(self, function: str, metric: str = "Errors") -> "Incident":
        """An alarm on more than none of a Lambda function's metric is why somebody looks."""
        self.alarm = Alarm(
            name=f"{function}-{metric.lower()}",
            state="ALARM",
            changed_at=ALARM_AT,
            namespace="AWS/Lambda",
            metric=metric,
            dimensions={"FunctionName": function},
            comparison="GreaterThanThreshold",
            threshold=0,
        )
        return self

    def log(self, resource: str, message: str, *seconds: float) -> "Incident":
        owner = self.workload.resource(resource)
        assert owner is not None
        group = owner.log_groups[0]
        self.lines += [LogLine(at(second), message, group, "stream") for second in seconds]
        return self

    def works(self, resource: str, begin: float, end: float, step: float = 1) -> "Incident":
        """Healthy lines from `begin` to `end`."""
        count = int((end - begin) / step) + 1
        line = info_line("checkout finished")
        return self.log(resource, line, *(begin + step * n for n in range(count)))

    def metric(self, resource: str, name: str, values: dict[int, float]) -> "Incident":
        """Values by minute from the alarm's: -1 is the minute before it."""
        series = self.metrics.setdefault((resource, name), {})
        series |= {ALARM_AT + timedelta(minutes=minute): value for minute, value in values.items()}
        return self

    def usual(self, resource: str, name: str, value: float, minutes: int = 60) -> "Incident":
        """The hour before, or as long as is said, at one value."""
        return self.metric(resource, name, {-minute: value for minute in range(3, minutes)})

    def change(self, *changes: Change) -> "Incident":
        self.changes += changes
        return self

    def state(self, resource: str, exists: bool = True, **settings: Any) -> "Incident":
        named = {path.replace("__", "."): value for path, value in settings.items()}
        kind = self.workload.resource(resource)
        self.states.append(
            ResourceState(
                resource=resource,
                type=kind.type if kind else "other",
                exists=exists,
                settings=named,
            )
        )
        return self

    # ── as the sources that tools read, and as the toolbox that agents use ──

    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        found = [e for e in self.lines if e.log_group == log_group and e.at in window]
        found = sorted(
            (e for e in found if pattern.strip('"') in e.message), key=lambda line: line.at
        )
        return LogPage(tuple(found[-limit:]), len(found) > limit)

    def query(
        self, metrics: Sequence[tuple[Metric, str]], window: Window, period_seconds: int
    ) -> list[Series]:
        return [self._series(metric, statistic, window) for metric, statistic in metrics]

    def _series(self, metric: Metric, statistic: str, window: Window) -> Series:
        owners = [r.name for r in self.workload.resources if metric in r.metrics]
        points = self.metrics.get((owners[0] if owners else "", metric.name), {})
        inside = sorted((t, v) for t, v in points.items() if t in window)
        return Series(metric, statistic, tuple(t for t, _ in inside), tuple(v for _, v in inside))

    def gather(self, *calls: tuple[str, Json]) -> list[Run]:
        return [self._run(name, parameters) for name, parameters in calls]

    def _run(self, name: str, parameters: Json) -> Run:
        self.asked.append((name, parameters))
        try:
            if name in self.broken:
                raise AwsCallFailed(name, "AccessDenied", "no")
            answer = self._answer(name, parameters)
        except CasebookError as error:
            answer = Failed(f"{name} failed: {error.detail}", {}, self.window)
        return run_of(name, answer, parameters)

    def _answer(self, name: str, given: Json) -> "Found[Any] | NoData | Failed":
        scope = self.scope
        match name:
            case "get_log_patterns":
                patterns = GetLogPatterns(self)
                return patterns.run(patterns.parameters.model_validate(given), scope)
            case "search_logs":
                search = SearchLogs(self)
                return search.run(search.parameters.model_validate(given), scope)
            case "query_metrics":
                metrics = QueryMetrics(self)
                return metrics.run(metrics.parameters.model_validate(given), scope)
            case "get_alarm_state":
                state = GetAlarmState(MemoryAlarmDirectory(), self)
                return state.run(state.parameters.model_validate(given), scope)
            case "get_trace":
                traces = GetTrace(self.traces)
                return traces.run(traces.parameters.model_validate(given), scope)
            case "rank_metric_causes":
                ranking = RankMetricCauses(self)
                return ranking.run(ranking.parameters.model_validate(given), scope)
            case "list_changes":
                return _changes_told(self, scope.window)
            case "get_workload_state":
                wanted = [e for e in self.states if given.get("resource") in (None, e.resource)]
                text = "\n".join(f"{e.resource} {json.dumps(e.settings)}" for e in wanted)
                data = WorkloadState(resources=tuple(wanted))
                return _answered(data, bool(wanted), text, scope.window)
            case "search_runbooks":
                runbooks = SearchRunbooks(self.runbooks)
                return runbooks.run(runbooks.parameters.model_validate(given), scope)
            case _:
                text = "\n".join(e.to_json() for e in self.past)
                past = PastDiagnoses(diagnoses=tuple(self.past))
                return _answered(past, bool(self.past), text, scope.window)


def _answered(data: Any, found: bool, text: str, window: Window) -> "Found[Any] | NoData":
    return Found(data, text, {}, window) if found else NoData("Nothing.", {}, window)


def _changes_told(incident: Incident, window: Window) -> "Found[Any] | NoData":
    changes = sorted(incident.changes, key=lambda each: each.at)
    lines = []
    for each in changes:
        lines.append(f"- {each.at.isoformat()} {each.resource}: {each.kind} by {each.actor}")
        lines.append(f"  {each.not_before and each.not_before.isoformat()} {each.summary}")
        lines += [f"  {d.path}: {json.dumps(d.before)} → {json.dumps(d.after)}" for d in each.diff]
    data = Changes(changes=tuple(changes), trail_read=incident.trail_read)
    return _answered(data, bool(changes), "\n".join(lines), window)


_runs = iter(range(1, 1_000_000))


def run_of(tool: str, answer: "Found[Any] | NoData | Failed", parameters: Json) -> Run:
    """The answer as the toolbox would hand it out."""
    number = next(_runs)
    outcome = {Found: "success", NoData: "no-data", Failed: "error"}[type(answer)]
    evidence = Evidence(
        id=f"evd_{number:06d}",
        tool=tool,
        query=parameters,
        window=answer.window,
        outcome=outcome,
        sha256=hashlib.sha256(answer.text.encode()).hexdigest(),
        excerpt=preview(answer.text, 6000),
        location="memory",
        taken_at=ALARM_AT,
    )
    data = answer.data if isinstance(answer, Found) else None
    return ToolRun(f"call_{number}", tool, parameters, evidence, data, 1)


def case_of(incident: Incident, agent: str = "log-agent") -> Case:
    """What the agent's rules see of the incident."""
    return Case(agent, tuple(SPECIALISTS[agent].gather(incident)), incident.scope)


def found_by(rule: Rule, incident: Incident, agent: str = "log-agent") -> list[Finding]:
    """The rule's findings; each must pass the checker untouched, as in a diagnosis."""
    case = case_of(incident, agent)
    findings = list(rule(case))
    checked = check(findings, [run.evidence for run in case.runs], incident.window)
    assert checked.objections == (), checked.objections
    return findings


@dataclass
class Diagnosed:
    assessment: Assessment
    report: Report
    findings: list[Finding]
    evidence: list[Evidence]
    objections: list[Objection]
    gaps: list[str]


def diagnose(incident: Incident, agents: Iterable[str] = tuple(SPECIALISTS)) -> Diagnosed:
    """One round of all agents, and the conclusion."""
    findings: list[Finding] = []
    evidence: list[Evidence] = []
    objections: list[Objection] = []
    gaps: list[str] = []
    for name in agents:
        agent = SPECIALISTS[name]
        runs = agent.gather(incident)
        outcome = agent.reason(runs, incident.scope)
        checked = check(outcome.findings, [run.evidence for run in runs], incident.window)
        findings += checked.findings
        objections += checked.objections
        gaps += outcome.gaps
        evidence += [run.evidence for run in runs]
    assessment = weigh(findings, evidence, incident.workload, incident.window)
    facts = Conclusion(evidence, at(1), at(incident.now), gaps=gaps)
    objections += assessment.objections
    report = conclude(assessment, facts)
    return Diagnosed(assessment, report, findings, evidence, objections, gaps)
