"""Software that writes its lines as JSON."""

from __future__ import annotations

import json
from random import Random

from tests.evals.logs.clock import FIRED, Style, configured, iso, request_id, without_none


def compact(style: Style) -> Style:
    """The same JSON without blanks, as most libraries write it."""

    def line(dice: Random, at: float, level: str, text: str) -> str:
        return _dense(json.loads(style(dice, at, level, text)))

    return line


# Python


@configured
def powertools(service: str, dice: Random, at: float, level: str, text: str) -> str:
    """Lambda with Powertools."""
    message, _, trace = text.partition("\n")
    entry = {
        "level": level,
        "location": f"handler:{20 + len(message) % 70}",
        "message": message,
        "timestamp": iso(at),
        "service": service,
        "cold_start": False,
        "function_request_id": request_id(dice),
    }
    if trace:
        name = trace.strip().splitlines()[-1].partition(":")[0]
        entry |= {"exception": trace, "exception_name": name}
    return json.dumps(entry)


@configured
def structlog(service: str, dice: Random, at: float, level: str, text: str) -> str:
    event, _, exception = text.partition("\n")
    entry = {"event": event, "level": level.lower(), "timestamp": iso(at), "service": service}
    return json.dumps(entry | ({"exception": exception} if exception else {}))


# Node


@configured
def pino(host: str, dice: Random, at: float, level: str, text: str) -> str:
    message, _, stack = text.partition("\n")
    entry: dict[str, object] = {
        "level": {"DEBUG": 20, "INFO": 30, "WARN": 40, "ERROR": 50, "FATAL": 60}[level],
        "time": int((FIRED.timestamp() + at) * 1000),
        "pid": 1,
        "hostname": host,
        "reqId": f"req-{dice.randrange(36**4):x}",
    }
    if stack:
        kind, _, said = stack.partition(": ")
        entry["err"] = {"type": kind, "message": said.splitlines()[0], "stack": stack}
    return json.dumps({**entry, "msg": message})


@configured
def winston(service: str, dice: Random, at: float, level: str, text: str) -> str:
    message, _, stack = text.partition("\n")
    entry = {"level": level.lower(), "message": message, "service": service}
    return json.dumps(entry | ({"stack": stack} if stack else {}) | {"timestamp": iso(at)})


# Go


@configured
def zap(caller: str, dice: Random, at: float, level: str, text: str) -> str:
    message, _, error = text.partition("\n")
    entry = {
        "level": level.lower(),
        "ts": round(FIRED.timestamp() + at, 3),
        "caller": f"{caller}:{40 + len(message)}",
        "msg": message,
        "trace_id": f"{dice.getrandbits(64):016x}",
    }
    return json.dumps(entry | ({"error": error} if error else {}))


@configured
def slog(service: str, dice: Random, at: float, level: str, text: str) -> str:
    message, _, error = text.partition("\n")
    entry = {"time": iso(at), "level": level, "msg": message, "service": service}
    return _dense(entry | ({"err": error} if error else {}))


@configured
def zerolog(service: str, dice: Random, at: float, level: str, text: str) -> str:
    message, _, error = text.partition("\n")
    entry = {"level": level.lower(), "service": service} | ({"error": error} if error else {})
    return _dense(entry | {"time": iso(at).partition(".")[0] + "Z", "message": message})


# Rust, .NET, Java


@configured
def tracing(target: str, dice: Random, at: float, level: str, text: str) -> str:
    message, _, error = text.partition("\n")
    fields = {"message": message} | ({"error": error} if error else {})
    return json.dumps({"timestamp": iso(at), "level": level, "fields": fields, "target": target})


@configured
def serilog(source: str, dice: Random, at: float, level: str, text: str) -> str:
    """Compact JSON (CLEF) with the source of each line."""
    message, _, exception = text.partition("\n")
    entry = {"@t": iso(at), "@m": message, "SourceContext": source, "@l": _SERILOG.get(level)}
    return _dense(without_none({**entry, "@x": exception or None}))


@configured
def serilog_web(application: str, dice: Random, at: float, level: str, text: str) -> str:
    """The same behind Kestrel, with blanks."""
    message, _, exception = text.partition("\n")
    entry = {"@t": iso(at), "@m": message, "@l": _SERILOG.get(level), "@x": exception or None}
    entry |= {"Application": application, "ConnectionId": f"0HN{dice.getrandbits(36):09X}"}
    return json.dumps(without_none(entry))


@configured
def logback(
    logger: str,
    dice: Random,
    at: float,
    level: str,
    text: str,
    *,
    app: str | None = None,
    thread: str = "",
) -> str:
    """The Logstash encoder."""
    message, _, stack = text.partition("\n")
    entry = {
        "@timestamp": iso(at),
        "level": level,
        "logger_name": logger,
        "thread_name": thread or f"http-nio-8080-exec-{dice.randint(1, 40)}",
        "message": message,
        "app": app,
        "stack_trace": stack or None,
    }
    return json.dumps(without_none(entry))


_SERILOG = {"WARN": "Warning", "ERROR": "Error", "FATAL": "Fatal"}


def _dense(entry: object) -> str:
    return json.dumps(entry, separators=(",", ":"))
