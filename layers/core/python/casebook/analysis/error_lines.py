"""Which log lines are errors, and what each of them says.

A line is an error because of its level or its form, not because the word stands in it: "0 errors",
"error rate back to normal" and `"level": "INFO"` are none.
"""

import json
import re
from collections.abc import Mapping

_ERROR_LEVELS = frozenset(
    {"error", "err", "critical", "crit", "fatal", "severe", "alert", "emergency", "emerg", "panic"}
)
# Loggers disagree about the name of the level's field. AWS Lambda's own JSON logs say `level`, its
# runtime `log_level`; Powertools says `level`; OpenTelemetry `severityText`; Elastic `log.level`.
_LEVEL_FIELDS = (
    "level",
    "log_level",
    "levelname",
    "severity",
    "severityText",
    "log.level",
    "lvl",
    "loglevel",
)
_MESSAGE_FIELDS = ("message", "msg", "event", "log", "body")
_TYPE_FIELDS = ("errorType", "exception_name", "error.type", "exception.type", "error_type")
_DETAIL_FIELDS = ("errorMessage", "error.message", "exception.message", "error_message")
# A number as level, as bunyan and pino write it: 50 is error, 60 fatal.
# https://github.com/pinojs/pino/blob/main/docs/api.md#logger-level
_NUMERIC_ERROR = 50

_LEVEL_WORD = re.compile(
    r"(?<![\w-])(?:\[?(?P<upper>TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SEVERE|"
    r"PANIC|EMERGENCY|ALERT)\]?(?![\w-])|\[(?P<bracket>trace|debug|info|notice|warn(?:ing)?|error|"
    r"crit(?:ical)?|fatal|alert|emerg)\]|\blevel[\"']?[=:]\s?[\"']?(?P<named>\w+))"
)
_LEVEL_REACH = 160
# How Lambda itself speaks of a function that failed.
# https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html
_LAMBDA_FAILURE = re.compile(
    r"Task timed out after [\d.]+ seconds|Runtime exited (?:with error|without providing a reason)|"
    r"Process exited before completing request|Runtime\.(?:ExitError|ImportModuleError|"
    r"HandlerNotFound|UserCodeSyntaxError|UnhandledPromiseRejection)|Status: (?:timeout|error)\b"
)
_EXCEPTION = re.compile(
    r"^(?:Caused by: |Exception in thread \"[^\"]*\" |Uncaught |Unhandled )?"
    r"(?:[A-Za-z_$][\w$]*\.)*[A-Z][\w$]*(?:Error|Exception|Failure|Fault)(?::\s|$)"
)
_TRACEBACK = "Traceback (most recent call last)"

# What a line begins with before it says anything: times, request ids, levels, process ids.
_HEAD = re.compile(
    r"^(?:\s|\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*(?:Z|[+-]\d\d:?\d\d)?\]?|"
    r"\[?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\]?|RequestId: \S+|"
    r"\[?(?:ERROR|CRITICAL|FATAL|SEVERE|error|crit|fatal)\]?(?=[\s:\]-])|[:-](?=\s))+"
)
_LONGEST = 1_000


def is_error(message: str) -> bool:
    """Whether a log line reports that something failed."""
    if (entry := _json(message)) is not None:
        return _entry_is_error(entry)
    if _LAMBDA_FAILURE.search(message):
        return True
    if level := _LEVEL_WORD.search(message[:_LEVEL_REACH]):
        return next(word for word in level.groups() if word).lower() in _ERROR_LEVELS
    # A traceback that was printed line by line: its last line says what it was, and matches.
    return bool(_EXCEPTION.match(message)) or (_TRACEBACK in message and "\n" in message)


def essence(message: str) -> str:
    """What the line says, without times, request ids and stack frames; one line of text."""
    entry = _json(_HEAD.sub("", message, count=1))
    text = _entry_essence(entry) if entry is not None else _plain_essence(message)
    return " ".join(text.split())[:_LONGEST] or " ".join(message.split())[:_LONGEST]


def _json(message: str) -> Mapping[str, object] | None:
    """The line's JSON object, if it is one from end to end."""
    if not message.lstrip().startswith("{") or not message.rstrip().endswith("}"):
        return None
    try:
        entry = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _entry_is_error(entry: Mapping[str, object]) -> bool:
    level = _first(entry, _LEVEL_FIELDS)
    if isinstance(level, int) and not isinstance(level, bool):
        return level >= _NUMERIC_ERROR
    if isinstance(level, str) and level:
        return level.lower() in _ERROR_LEVELS
    if (record := entry.get("record")) and isinstance(record, Mapping):
        return record.get("status") in ("error", "timeout", "failure")  # platform.report and others
    return _first(entry, (*_TYPE_FIELDS, *_DETAIL_FIELDS)) is not None


def _entry_essence(entry: Mapping[str, object]) -> str:
    if isinstance(record := entry.get("record"), Mapping) and "message" not in entry:
        entry = {**record, "message": f"{entry.get('type', 'platform')} {record.get('status', '')}"}
    message = _first(entry, _MESSAGE_FIELDS)
    kind, detail = _first(entry, _TYPE_FIELDS), _first(entry, _DETAIL_FIELDS)
    if kind is None and isinstance(thrown := entry.get("exception") or entry.get("error"), str):
        detail = detail or _plain_essence(thrown)
    if detail is None and isinstance(thrown := entry.get("exception"), str):
        detail = _plain_essence(thrown).removeprefix(f"{kind}: ")
    parts: list[str] = []
    for part in (message, kind, detail):
        said = part if isinstance(part, str) else "" if part is None else json.dumps(part)
        if said and not any(said in earlier for earlier in parts):
            parts.append(said)
    return ": ".join(parts)


def _plain_essence(message: str) -> str:
    before, traceback, frames = message.partition(_TRACEBACK)
    before = _HEAD.sub("", before, count=1)
    if traceback and not before.strip():
        lines = [line for line in frames.splitlines() if line.strip() and line[0] not in " \t"]
        return lines[-1] if len(lines) > 1 or (lines and ":" in lines[-1]) else message
    return next((line for line in before.splitlines() if line.strip()), "")


def _first(entry: Mapping[str, object], names: tuple[str, ...]) -> object:
    """The first of the fields that is there; `a.b` is also looked for as a field within a field.
    None when there is none of them."""
    for name in names:
        if (value := entry.get(name)) not in (None, ""):
            return value
        outer, dot, inner = name.partition(".")
        within = entry.get(outer) if dot else None
        if isinstance(within, Mapping) and within.get(inner) not in (None, ""):
            return within.get(inner)
    return None
