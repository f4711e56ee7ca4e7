"""What a diagnosis would make of a line: the real reading, rules and checker over it alone."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from casebook.citing.checker import check
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding
from casebook.domain.window import Window
from casebook.domain.workload import Resource, Workload, with_standard_telemetry
from casebook.errors import InvalidRequest
from casebook.ports.logs import LineMatch, LogLine, LogMatches, LogPage
from casebook.reasoning.case import Case
from casebook.reasoning.rules.causes import causes_by_sign
from casebook.tools.get_log_patterns import GetLogPatterns, Request
from casebook.tools.run import ToolRun
from casebook.tools.tool import Found, Scope

CALLER = "app-fn"
_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
_WINDOW = Window(start=_NOW - timedelta(minutes=2), end=_NOW)
_AGENT = "log-agent"


def causes_of(line: str, calls: Mapping[str, str]) -> tuple[list[Finding], list[str]]:
    """The causes that are found where `app-fn` logs the line again and again, and what the checker
    had against their claims. `calls` are its callees with their types.

    Raises:
        ValueError: no resource can be called as a callee is.
    """
    workload = _workload(calls)
    scope = Scope(workload, _WINDOW, _NOW)
    tool = GetLogPatterns(_Logged(_lines(line, workload.resources[0].log_groups[0])))
    answer = tool.run(Request(), scope)
    if not isinstance(answer, Found):
        return [], []
    evidence = Evidence(
        id="evd_1",
        tool=tool.name,
        query=answer.query,
        window=_WINDOW,
        outcome="success",
        sha256=hashlib.sha256(answer.text.encode()).hexdigest(),
        excerpt=answer.text,
        location="",
        taken_at=_NOW,
    )
    run = ToolRun("call_1", tool.name, {}, evidence, answer.data, 0)
    checked = check(list(causes_by_sign(Case(_AGENT, (run,), scope))), [evidence], _WINDOW)
    return list(checked.findings), [each.reason for each in checked.objections]


def _workload(calls: Mapping[str, str]) -> Workload:
    named = {CALLER: "lambda", **calls}
    resources = (Resource.model_validate({"name": n, "type": t}) for n, t in named.items())
    return Workload(
        workload_id="wkl_1",
        name="trial",
        project="trial",
        resources=tuple(map(with_standard_telemetry, resources)),
        calls=tuple((CALLER, name) for name in calls),
        created_at=_NOW,
        updated_at=_NOW,
    )


def _lines(line: str, group: str) -> list[LogLine]:
    """The line as an error, every five seconds."""
    message = line if line.startswith("{") else json.dumps({"level": "ERROR", "message": line})
    moments = (_NOW - timedelta(seconds=ago) for ago in range(50, 0, -5))
    return [LogLine(moment, message, group, "trial") for moment in moments]


@dataclass(frozen=True)
class _Logged:
    """Log lines in memory."""

    lines: Sequence[LogLine]

    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        found = (line for line in self.lines if line.log_group == log_group and line.at in window)
        return LogPage(tuple(found)[-limit:], truncated=False)

    def find(
        self, log_groups: Sequence[str], window: Window, match: LineMatch, limit: int = 10_000
    ) -> LogMatches:
        raise InvalidRequest("a trial is not searched")
