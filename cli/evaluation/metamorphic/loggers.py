"""The same lines in another logger's dialect. Each log group gets one; what cannot be read for
certain stays as it was."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cli.evaluation.metamorphic.lines import Read, read_line
from cli.evaluation.metamorphic.relation import Maker, Variant
from cli.evaluation.scenario import Line, Scenario

Writer = Callable[[Read, str], str]
_PINO = {"trace": 10, "debug": 20, "info": 30, "warning": 40, "error": 50, "fatal": 60}
_OTEL = {"trace": 1, "debug": 5, "info": 9, "warning": 13, "error": 17, "fatal": 21}
_SERILOG = {"trace": "Verbose", "debug": "Debug", "warning": "Warning", "error": "Error"}
_SERILOG |= {"fatal": "Fatal"}


def maker_of(writer: Writer) -> Maker:
    def make(scenario: Scenario, chance: random.Random) -> Variant | None:
        lines = tuple(_rewritten(line, writer) for line in scenario.lines)
        if all(new.message == old.message for new, old in zip(lines, scenario.lines, strict=True)):
            return None
        return Variant("", replace(scenario, lines=lines))

    return make


def mixed(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Every log group in a dialect of its own, as teams choose them."""
    groups = sorted({line.group for line in scenario.lines})
    writers = {group: chance.choice(list(DIALECTS.values())) for group in groups}
    lines = tuple(_rewritten(line, writers[line.group]) for line in scenario.lines)
    return Variant("", replace(scenario, lines=lines)) if lines else None


def _rewritten(line: Line, writer: Writer) -> Line:
    read = read_line(line.message)
    if read is None:
        return line
    return line.model_copy(update={"message": writer(read, line.stream)})


def plain(read: Read, stream: str) -> str:
    extra = "".join(f" {key}={_short(value)}" for key, value in read.extra.items())
    name = f" {read.logger}:" if read.logger else ""
    level = "CRITICAL" if read.level == "fatal" else read.level.upper()
    stack = f"\n{read.error}" if read.error else ""
    return f"{_iso(read)} {level}{name} {read.message}{extra}{stack}"


def logfmt(read: Read, stream: str) -> str:
    fields = {"time": _iso(read), "level": read.level, "msg": read.message}
    fields |= {"err": read.error} if read.error else {}
    fields |= {key: _short(value) for key, value in read.extra.items()}
    return " ".join(f"{key}={_quoted(str(value))}" for key, value in fields.items())


def python_json(read: Read, stream: str) -> str:
    """python-json-logger's."""
    error = {"exc_info": read.error} if read.error else {}
    return _dump({"asctime": _iso(read), "levelname": read.level.upper(), "message": read.message},
                 error, read.extra)  # fmt: skip


def zap(read: Read, stream: str) -> str:
    error = {"error": read.error} if read.error else {}
    return _dump({"level": _go(read), "ts": _epoch(read), "msg": read.message}, read.extra, error)


def pino(read: Read, stream: str) -> str:
    known = {"level": _PINO[read.level], "time": round(_epoch(read) * 1000), "pid": 1}
    return _dump({**known, "hostname": stream[-12:]}, _nested(read, "err"), read.extra,
                 {"msg": read.message})  # fmt: skip


def bunyan(read: Read, stream: str) -> str:
    known = {"name": "app", "hostname": stream[-12:], "pid": 1, "level": _PINO[read.level]}
    return _dump(known, _nested(read, "err"), read.extra,
                 {"msg": read.message, "time": _iso(read), "v": 0})  # fmt: skip


def structlog(read: Read, stream: str) -> str:
    error = {"exception": read.error} if read.error else {}
    known = {"event": read.message, "level": "critical" if read.level == "fatal" else read.level}
    return _dump(read.extra, {**known, "timestamp": _iso(read)}, error)


def serilog(read: Read, stream: str) -> str:
    level = {"@l": _SERILOG[read.level]} if read.level in _SERILOG else {}
    error = {"@x": read.error} if read.error else {}
    return _dump({"@t": _iso(read), "@m": read.message}, level, error, read.extra)


def open_telemetry(read: Read, stream: str) -> str:
    """The log record of OpenTelemetry, its exception by the semantic conventions."""
    attributes: dict[str, Any] = dict(read.extra)
    if read.error:
        attributes |= {"exception.message": read.error_message, "exception.stacktrace": read.error}
        attributes |= {"exception.type": read.error_type} if read.error_type else {}
    text = "WARN" if read.level == "warning" else read.level.upper()
    return _dump({"timestamp": _iso(read), "severityText": text,
                  "severityNumber": _OTEL[read.level], "body": read.message,
                  "attributes": attributes})  # fmt: skip


def lambda_json(read: Read, stream: str) -> str:
    """Lambda's own JSON log format."""
    level = {"warning": "WARN", "fatal": "FATAL"}.get(read.level, read.level.upper())
    error: dict[str, Any] = {}
    if read.error:
        error = {"errorMessage": read.error_message, "stackTrace": read.error.splitlines()}
        error |= {"errorType": read.error_type} if read.error_type else {}
    return _dump({"timestamp": _iso(read), "level": level, "message": read.message}, error,
                 read.extra)  # fmt: skip


def fluent_bit(read: Read, stream: str) -> str:
    """The wrapper of the container agents: the inner line is the line."""
    out = "stderr" if read.level in ("error", "fatal") else "stdout"
    kubernetes = {"container_name": "app", "host": "ip-10-0-1-17.ec2.internal"}
    return _dump({"log": plain(read, stream), "stream": out, "time": _iso(read),
                  "kubernetes": kubernetes})  # fmt: skip


def ecs_logging(read: Read, stream: str) -> str:
    """Elastic's Common Schema, with its dotted names."""
    error: dict[str, Any] = {}
    if read.error:
        error = {"error.message": read.error_message, "error.stack_trace": read.error}
        error |= {"error.type": read.error_type} if read.error_type else {}
    return _dump({"@timestamp": _iso(read), "log.level": read.level, "message": read.message,
                  "ecs.version": "1.6.0"}, error, read.extra)  # fmt: skip


DIALECTS: dict[str, Writer] = {
    "plain text": plain,
    "logfmt": logfmt,
    "python-json-logger": python_json,
    "zap": zap,
    "pino": pino,
    "bunyan": bunyan,
    "structlog": structlog,
    "serilog": serilog,
    "OpenTelemetry": open_telemetry,
    "Lambda JSON": lambda_json,
    "fluent-bit": fluent_bit,
    "ECS": ecs_logging,
}


def _dump(*parts: Any) -> str:
    """Fields that come first win: an extra field does not overwrite the dialect's own."""
    merged: dict[str, Any] = {}
    for part in parts:
        merged |= {key: value for key, value in part.items() if key not in merged}
    return json.dumps(merged, ensure_ascii=False)


def _nested(read: Read, key: str) -> dict[str, Any]:
    if not read.error:
        return {}
    kind = {"type": read.error_type} if read.error_type else {}
    return {key: {**kind, "message": read.error_message, "stack": read.error}}


def _go(read: Read) -> str:
    return {"warning": "warn", "trace": "debug"}.get(read.level, read.level)


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[^\s\"=\\]+", value) else json.dumps(value, ensure_ascii=False)


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _epoch(read: Read) -> float:
    return _moment(read).timestamp()


def _iso(read: Read) -> str:
    return _moment(read).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(read: Read) -> datetime:
    """The time that the line told, in any of the forms; a fixed one where it told none."""
    told = read.time
    if isinstance(told, int | float) and not isinstance(told, bool):
        return datetime.fromtimestamp(told / 1000 if told > 1e11 else told, UTC)
    try:
        parsed = datetime.fromisoformat(str(told).replace(",", "."))
    except ValueError:
        return datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
