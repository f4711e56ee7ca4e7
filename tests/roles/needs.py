"""What each function is for, as the needs that its role meets: a row a function, written by hand.

A function that has no row, and a role that may do more or less than its row, fail the tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from infra.stage import CALLED_OTHERWISE_LOCALLY, NOT_SCOPED_LOCALLY
from tests.roles.attempts import KEYS, PERMITTED, Attempt, arn
from tests.roles.never import NEVER

READS = {"read table"}
WRITES = READS | {"write table"}
SPEAKS = WRITES | {"push"}
RECALLS = {"index", "runbooks"}
AGENT = SPEAKS | {"keep evidence", "engine", "models' document", "models' keys", "models"}
CONNECTIONS = {"tools' secrets", "search", "databases"}
EVERY_TOOL = RECALLS | CONNECTIONS | {"logs", "traces", "metrics", "changes", "configuration"}
QUEUED = {"failed events"}

ROWS: dict[str, set[str]] = {
    "agent_end": SPEAKS,
    "agent_history": READS | {"index"},
    "agent_message": SPEAKS | {"engine", "invoke turn"},
    "agent_start": WRITES,
    "agent_stream": READS | {"write tickets"},
    "agent_turn": AGENT | EVERY_TOOL | QUEUED,
    "alarm_received": SPEAKS | QUEUED | {"keep evidence", "start"},
    "alarms": READS | {"index"},
    "changes": READS | {"write workloads"},
    "code_agent": AGENT | {"changes", "configuration", "tools' secrets"},
    "coordinator": AGENT | EVERY_TOOL,
    "diagnosis_control": SPEAKS | {"answer gate", "start"},
    "diagnosis_failed": SPEAKS | {"start"},
    "diagnosis_gate": SPEAKS | {"answer gate"},
    "diagnosis_notify": SPEAKS | {"publish", "start"},
    "diagnosis_prepare": SPEAKS | {"keep evidence", "metrics"},
    "diagnosis_read": READS | {"index", "index of projects"},
    "diagnosis_start": WRITES | {"start"},
    "evidence": READS | {"read evidence"},
    "evidence_recheck": READS | EVERY_TOOL | {"count", "read evidence"},
    "evidence_series": READS | {"count", "read evidence", "charts"},
    "health": READS | {"models' document", "models' keys", "check models", "describe machine"},
    "knowledge_agent": AGENT | RECALLS,
    "log_agent": AGENT | {"logs", "traces", "search", "tools' secrets"},
    "me": READS,
    "metric_agent": AGENT | {"metrics"},
    "projects": READS | {"index", "write ownership"},
    "resource_observer": WRITES | QUEUED | {"index", "configuration"},
    "session_sweeper": SPEAKS | QUEUED | {"index", "invoke turn", "start", "watch executions"},
    "settings": READS | {"index", "engine", "models' document", "list runbooks"},
    "team_knowledge": READS | {"write knowledge"},
    "usage": READS,
    "websocket_authorizer": {"redeem"},
    "websocket_connect": READS | {"write connections"},
    "websocket_disconnect": WRITES,
    "websocket_message": SPEAKS | {"engine", "invoke turn"},
    "workload_map": READS | {"index", "alarms"},
    "workloads": SPEAKS | {"index", "invoke observer"},
}
# Services that the local AWS lacks, or no client of AWS' calls: their answers would say nothing.
LACKING = {"", "xray", "health", "application-signals", "pi"}
# Roles of no function of Casebook's: they may do nothing of all this.
OF_NO_FUNCTION = {"state machine", "console copier"}
ALL = (*PERMITTED, *NEVER)


def is_needed(function: str, attempt: Attempt) -> bool:
    return bool(attempt.needs & (ROWS[function] | {"trace itself"}))


def refused(function: str) -> Iterator[Attempt]:
    """What the role of a function must be refused, the logs of all others among it."""
    yield from _unneeded(function)
    yield from logging_of(*(other for other in ROWS if other != function))


def _unneeded(function: str) -> Iterator[Attempt]:
    return (attempt for attempt in ALL if not is_needed(function, attempt))


def _neighbour(function: str) -> str:
    names = list(ROWS)
    return names[names.index(function) - 1]


def needed(function: str) -> Iterator[Attempt]:
    yield from (attempt for attempt in ALL if is_needed(function, attempt))
    yield from logging_of(function)


def logging_of(*functions: str) -> Iterator[Attempt]:
    """Writing into the log groups of these functions."""
    for function in functions:
        group = f"/aws/lambda/{{stack}}-{function.replace('_', '-')}"
        said = {"logGroupName": group, "logStreamName": "probe"}
        on = arn("logs", f"log-group:{group}:log-stream:probe")
        yield Attempt("logs:CreateLogStream", on, "logs.create_log_stream", said)
        yield Attempt("logs:PutLogEvents", on, "logs.put_log_events", said | {"logEvents": []})


def tried_locally(function: str) -> Iterator[Attempt]:
    """What of it the local AWS can be asked; of the logs of others one, which stands for all."""
    held = {one.action for one in needed(function)}
    confused = {local for aws, local in CALLED_OTHERWISE_LOCALLY.items() if aws in held}
    # It permits these although AWS does not: it knows no such condition, is told no resource, or
    # takes the action for another that the role has.
    for attempt in (*_unneeded(function), *logging_of(_neighbour(function))):
        unscoped = KEYS in attempt.context or attempt.action in NOT_SCOPED_LOCALLY
        wider = (unscoped and attempt.action in held) or attempt.action in confused
        if attempt.service not in LACKING and not wider:
            yield attempt


def summary() -> str:
    """How much is tried, as docs/security.md says it."""
    evaluated = [len(list(refused(function))) for function in ROWS]
    asked = [len(list(tried_locally(function))) for function in ROWS]
    return (
        f"{len(ROWS)} roles, {sum(evaluated):,} attempts ({min(evaluated)} to {max(evaluated)} "
        f"each), all refused by the template's policies; {sum(asked):,} of them are made on the "
        "local AWS with the role's own credentials, all refused."
    )
