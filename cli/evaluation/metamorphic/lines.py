"""Reads a log line far enough to write it in another dialect; what is not certain is left alone.

On purpose no use is made of the product's own reader: it is what these variants test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

LEVELS = ("trace", "debug", "info", "warning", "error", "fatal")
_NAMES = {name: name for name in LEVELS} | {
    "warn": "warning", "err": "error", "critical": "fatal", "panic": "fatal", "dpanic": "fatal",
    "information": "info", "notice": "info", "verbose": "debug", "severe": "error",
}  # fmt: skip
_NUMBERS = {10: "trace", 20: "debug", 30: "info", 40: "warning", 50: "error", 60: "fatal"}

_LEVEL_KEYS = ("level", "severity", "levelname", "log.level", "@l", "lvl")
_MESSAGE_KEYS = ("message", "msg", "event", "@m")
_TIME_KEYS = ("timestamp", "time", "ts", "@timestamp", "@t", "datetime")
_ERROR_KEYS = ("error", "err", "exception", "stack_trace", "stacktrace", "stack", "@x", "exc_info")

_ISO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"
_LEVEL = r"TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL"
_ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
_PLAIN = (
    # Lambda's Python and Node.js runtimes.
    re.compile(
        rf"^\[(?P<level>{_LEVEL})\]\t(?P<time>{_ISO})\t(?P<id>{_ID})\t(?P<rest>.*)$", re.DOTALL
    ),
    re.compile(rf"^(?P<time>{_ISO})\t(?P<id>{_ID})\t(?P<level>{_LEVEL})\t(?P<rest>.*)$", re.DOTALL),
    # Spring Boot.
    re.compile(
        rf"^(?P<time>{_ISO})\s+(?P<level>{_LEVEL}) \d+ --- (?:\[[^\]]*\] ?)+"
        r"(?P<logger>[\w.$]+)\s+: (?P<rest>.*)$",
        re.DOTALL,
    ),
    # Python's and most others'.
    re.compile(rf"^(?P<time>{_ISO})\s+(?P<level>{_LEVEL})\s+(?P<rest>.*)$", re.DOTALL),
)
_PAIR = re.compile(r'([\w.@-]+)=("(?:[^"\\]|\\.)*"|\S*)')
_LOGFMT = re.compile(r'^(?:[\w.@-]+=(?:"(?:[^"\\]|\\.)*"|[^\s"]*)\s*)+$')
_EXCEPTION = re.compile(
    r"^(?P<type>[A-Za-z_][\w.$]*(?:Error|Exception|Timeout|Fault)\w*): ?(?P<rest>.*)"
)
_FAILING = re.compile(
    r"\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC)\b|\b[A-Z]\w*(?:Error|Exception)\b|Traceback|panic:"
    r"|Task timed out|\[error\]|\b(?:failed|timed out|refused|denied)\b|HTTP/1\.[01]\" 5\d\d"
)


@dataclass(frozen=True)
class Read:
    """`error` is what the logger attached to the message: an exception with its stack, or text.
    `extra` are the other fields, as they stood."""

    level: str
    message: str
    time: Any = None
    error: str = ""
    logger: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def error_type(self) -> str:
        """The class of an exception that the error text names at its end or at its beginning."""
        lines = [line.strip() for line in self.error.splitlines() if line.strip()]
        for line in [*lines[:1], *lines[-1:]]:
            if match := _EXCEPTION.match(line):
                return match["type"]
        return ""

    @property
    def error_message(self) -> str:
        lines = [line.strip() for line in self.error.splitlines() if line.strip()]
        for line in [*lines[:1], *lines[-1:]]:
            if match := _EXCEPTION.match(line):
                return match["rest"]
        return lines[0] if lines else ""


@lru_cache(maxsize=65_536)
def read_line(message: str) -> Read | None:
    """None for a line whose level and message are not certain."""
    text = message.strip()
    if text.startswith("{"):
        return _json(text)
    if _LOGFMT.match(text):
        pairs = {key: _unquoted(value) for key, value in _PAIR.findall(text)}
        return _fields(pairs)
    for form in _PLAIN:
        if match := form.match(text):
            return _plain(match)
    return None


@lru_cache(maxsize=65_536)
def fails(message: str) -> bool:
    """Whether the line tells a failure: by its level, or by its words where it has none."""
    read = read_line(message)
    if read is not None:
        return read.level in ("error", "fatal")
    return bool(_FAILING.search(message))


def _json(text: str) -> Read | None:
    try:
        fields = json.loads(text)
    except ValueError:
        return None
    return _fields(fields) if isinstance(fields, dict) else None


def _fields(fields: dict[str, Any]) -> Read | None:
    level_key = _first(fields, _LEVEL_KEYS)
    message_key = _first(fields, _MESSAGE_KEYS)
    if level_key is None and "@m" in fields:
        level: str | None = "info"  # Serilog's compact form leaves it out
    else:
        level = _level(fields.get(level_key)) if level_key else None
    if level is None or message_key is None or not isinstance(fields[message_key], str):
        return None
    time_key = _first(fields, _TIME_KEYS)
    error_keys = [key for key in _ERROR_KEYS if key in fields]
    errors = [_error(fields[key]) for key in error_keys]
    if None in errors:
        return None
    taken = {level_key, message_key, time_key, *error_keys}
    return Read(
        level=level,
        message=fields[message_key],
        time=fields.get(time_key) if time_key else None,
        error="\n".join(text for text in errors if text),
        logger=str(fields.get("logger_name") or fields.get("logger") or ""),
        extra={key: value for key, value in fields.items() if key not in taken},
    )


def _plain(match: re.Match[str]) -> Read:
    parts = match.groupdict()
    first, _, stack = parts["rest"].partition("\n")
    extra = {"request_id": parts["id"]} if parts.get("id") else {}
    return Read(
        level=_NAMES[parts["level"].lower()],
        message=first,
        time=parts["time"],
        error=stack.strip("\n"),
        logger=parts.get("logger") or "",
        extra=extra,
    )


def _error(value: Any) -> str | None:
    """The text of an attached error; None for a form that is not known."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    stack = value.get("stack") or value.get("stack_trace") or value.get("stacktrace")
    if isinstance(stack, str):
        return stack
    kind, said = value.get("type") or value.get("name"), value.get("message")
    if isinstance(said, str):
        return f"{kind}: {said}" if kind else said
    return None


def _level(value: Any) -> str | None:
    if isinstance(value, str):
        return _NAMES.get(value.lower())
    return _NUMBERS.get(value) if isinstance(value, int) else None


def _first(fields: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((key for key in keys if key in fields), None)


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value[1:-1]
