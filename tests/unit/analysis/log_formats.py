# ruff: noqa: E501
"""One message in the shapes that loggers and platforms give it, at a level of their own words."""

import json
from collections.abc import Callable

AT = "2026-03-14T09:26:08.123Z"
ID = "8f507f1c-9a4b-4b4e-8c3a-0d5f5a1b2c3d"

Shape = Callable[[str, str, str], str]
"""Writes a line of a level (`error`, `warning` or `info`), a type of error and a message."""

_BUNYAN = {"error": 50, "warning": 40, "info": 30}
_SHORT = {"error": "ERR", "warning": "WRN", "info": "INF"}
_SERILOG = {"error": "Error", "warning": "Warning", "info": "Information"}
_OTEL = {"error": 17, "warning": 13, "info": 9}
_SYSLOG = {"error": 3, "warning": 4, "info": 6}
_PYTHON = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
_KLOG = {"error": "E", "warning": "W", "info": "I"}
_DOTNET = {"error": "fail", "warning": "warn", "info": "info"}
_POSTGRES = {"error": "ERROR", "warning": "WARNING", "info": "LOG"}
_WINDOWS = {"error": "Error", "warning": "Warning", "info": "Information"}
_NGINX = {"error": "error", "warning": "warn", "info": "info"}
_MYSQL = {"error": "ERROR", "warning": "Warning", "info": "Note"}


def _stack(kind: str, said: str) -> str:
    return f"{kind}: {said}\n    at charge (/app/src/pay.js:7:11)"


def _otel(level: str, kind: str, said: str) -> str:
    attributes = {
        "exception.type": kind,
        "exception.message": said,
        "exception.stacktrace": _stack(kind, said),
    }
    return json.dumps(
        {"body": "request failed", "severityNumber": _OTEL[level], "attributes": attributes}
    )


def _otel_protocol(level: str, kind: str, said: str) -> str:
    attributes = [
        {"key": "exception.type", "value": {"stringValue": kind}},
        {"key": "exception.message", "value": {"stringValue": said}},
    ]
    return json.dumps(
        {
            "severityText": _PYTHON[level],
            "body": {"stringValue": "request failed"},
            "attributes": attributes,
        }
    )


STRUCTURED: dict[str, Shape] = {
    "python-json": lambda level, kind, said: json.dumps(
        {"levelname": _PYTHON[level], "message": f"{kind}: {said}", "asctime": AT}
    ),
    "lambda-json": lambda level, kind, said: json.dumps(
        {
            "timestamp": AT,
            "level": {"warning": "WARN"}.get(level, _PYTHON[level]),
            "message": said,
            "errorType": kind,
            "errorMessage": said,
            "requestId": ID,
        }
    ),
    "structlog": lambda level, kind, said: json.dumps(
        {"event": "request failed", "level": level, "exception": _stack(kind, said)}
    ),
    "structlog-event": lambda level, kind, said: json.dumps(
        {"event": f"{kind}: {said}", "level": level, "timestamp": AT}
    ),
    "structlog-rich": lambda level, kind, said: json.dumps(
        {
            "event": "request failed",
            "level": level,
            "exception": [{"exc_type": kind, "exc_value": said, "frames": []}],
        }
    ),
    "pino": lambda level, kind, said: json.dumps(
        {
            "level": _BUNYAN[level],
            "time": 1773480368123,
            "msg": "request failed",
            "err": {"type": kind, "message": said, "stack": _stack(kind, said)},
        }
    ),
    "bunyan": lambda level, kind, said: json.dumps(
        {
            "name": "shop",
            "level": _BUNYAN[level],
            "msg": said,
            "err": {"name": kind, "message": said, "stack": _stack(kind, said)},
            "v": 0,
        }
    ),
    "winston": lambda level, kind, said: json.dumps(
        {"level": level, "message": said, "stack": _stack(kind, said)}
    ),
    "logstash": lambda level, kind, said: json.dumps(
        {
            "@timestamp": AT,
            "level": {"warning": "WARN"}.get(level, _PYTHON[level]),
            "logger_name": "shop.Pay",
            "message": "request failed",
            "stack_trace": f"{kind}: {said}\n\tat shop.Pay.charge(Pay.java:7)",
        }
    ),
    "logstash-caused": lambda level, kind, said: json.dumps(
        {
            "@timestamp": AT,
            "level": {"warning": "WARN"}.get(level, _PYTHON[level]),
            "message": "request failed",
            "stack_trace": "shop.PayFailed: no\n\tat shop.Pay.charge(Pay.java:7)\n"
            f"Caused by: {kind}: {said}\n\t... 3 more",
        }
    ),
    "serilog": lambda level, kind, said: json.dumps(
        {
            "@t": AT,
            "@l": _SERILOG[level],
            "@m": "request failed",
            "@x": f"{kind}: {said}\n   at Shop.Pay() in /src/Pay.cs:line 7",
        }
    ),
    "serilog-template": lambda level, kind, said: json.dumps(
        {"@t": AT, "@l": _SERILOG[level], "@mt": f"{kind}: {said}"}
    ),
    "zap": lambda level, kind, said: json.dumps(
        {
            "level": {"warning": "warn"}.get(level, level),
            "ts": 1773480368.1,
            "caller": "shop/pay.go:7",
            "msg": "request failed",
            "error": f"{kind}: {said}",
            "stacktrace": "main.charge\n\t/app/pay.go:7",
        }
    ),
    "gcp": lambda level, kind, said: json.dumps(
        {"severity": _PYTHON[level], "message": f"{kind}: {said}"}
    ),
    "ecs": lambda level, kind, said: json.dumps(
        {
            "log.level": level,
            "message": "request failed",
            "error.type": kind,
            "error.message": said,
        }
    ),
    "ecs-nested": lambda level, kind, said: json.dumps(
        {
            "log": {"level": level},
            "message": "request failed",
            "error": {"type": kind, "message": said, "stack_trace": _stack(kind, said)},
        }
    ),
    "otel": _otel,
    "otel-protocol": _otel_protocol,
    "otel-flat": lambda level, kind, said: json.dumps(
        {
            "body": "request failed",
            "severity_text": _PYTHON[level],
            "exception.type": kind,
            "exception.message": said,
        }
    ),
    "gelf": lambda level, kind, said: json.dumps(
        {
            "version": "1.1",
            "host": "shop-1",
            "short_message": f"{kind}: {said}",
            "level": _SYSLOG[level],
        }
    ),
    "journal": lambda level, kind, said: json.dumps(
        {"PRIORITY": str(_SYSLOG[level]), "MESSAGE": f"{kind}: {said}", "_SYSTEMD_UNIT": "shop"}
    ),
    "fluent-bit": lambda level, kind, said: json.dumps(
        {
            "log": f"{AT} {_PYTHON[level]} {kind}: {said}\n",
            "stream": "stderr",
            "kubernetes": {"pod_name": "shop-1", "container_name": "shop"},
        }
    ),
    "fluent-bit-json": lambda level, kind, said: json.dumps(
        {
            "log": json.dumps({"level": level, "msg": f"{kind}: {said}"}),
            "kubernetes": {"pod_name": "shop-1"},
        }
    ),
    "windows": lambda level, kind, said: json.dumps(
        {"LevelDisplayName": _WINDOWS[level], "ProviderName": "Shop", "Message": f"{kind}: {said}"}
    ),
    "dotnet-json": lambda level, kind, said: json.dumps(
        {
            "LogLevel": _SERILOG[level],
            "Category": "Shop.Pay",
            "Message": "request failed",
            "Exception": f"{kind}: {said}    at Shop.Pay.Charge()",
        }
    ),
    "log4j": lambda level, kind, said: json.dumps(
        {
            "level": {"warning": "WARN"}.get(level, _PYTHON[level]),
            "loggerName": "shop.Pay",
            "message": "request failed",
            "thrown": {"name": kind, "message": said},
        }
    ),
    "docker": lambda level, kind, said: json.dumps(
        {"log": f"{_PYTHON[level]} {kind}: {said}\n", "stream": "stderr", "time": AT}
    ),
}

PLAIN: dict[str, Shape] = {
    "python": lambda level, kind, said: f"{AT[:10]} 09:26:08,123 - {_PYTHON[level]} - {kind}: {said}",
    "lambda-python": lambda level, kind, said: f"[{_PYTHON[level]}]\t{AT}\t{ID}\t{kind}: {said}",
    "lambda-node": lambda level, kind, said: (
        f"{AT}\t{ID}\t{ {'warning': 'WARN'}.get(level, _PYTHON[level]) }\t{kind}: {said}"
    ),
    "logback": lambda level, kind, said: (
        f"09:26:08.123 [main] { {'warning': 'WARN'}.get(level, _PYTHON[level]) } shop.Pay --"
        f" {kind}: {said}"
    ),
    "logfmt": lambda level, kind, said: (
        f"ts={AT} level={level} msg={json.dumps('request failed')} err={json.dumps(f'{kind}: {said}')}"
    ),
    "klog": lambda level, kind, said: (
        f"{_KLOG[level]}0314 09:26:08.123456       1 pay.go:114] {kind}: {said}"
    ),
    "syslog": lambda level, kind, said: (
        f"<{16 * 8 + _SYSLOG[level]}>1 {AT} shop-1 pay 71 - - {kind}: {said}"
    ),
    "serilog-console": lambda level, kind, said: f"[09:26:08 {_SHORT[level]}] {kind}: {said}",
    "dotnet-console": lambda level, kind, said: f"{_DOTNET[level]}: Shop.Pay[0]\n      {kind}: {said}",
    "json-in-text": lambda level, kind, said: (
        f"[{_PYTHON[level]}] call failed {json.dumps({'code': kind, 'detail': said})}"
    ),
    "postgres": lambda level, kind, said: (
        f"{AT[:10]} 09:26:08.123 UTC [71] shop@orders {_POSTGRES[level]}:  {kind}: {said}"
    ),
    "windows-text": lambda level, kind, said: (
        f"[System] [{_PYTHON[level]}] [1026] [Shop] [host-1] [{kind}: {said}]"
    ),
    "windows-xml": lambda level, kind, said: (
        f"<Event xmlns='x'><System><Level>{ {'error': 2, 'warning': 3, 'info': 4}[level] }</Level>"
        f"</System><EventData><Data>{kind}: {said}</Data></EventData></Event>"
    ),
    "nginx": lambda level, kind, said: (
        f"2026/03/14 09:26:08 [{_NGINX[level]}] 29#29: *1 {kind}: {said}"
    ),
    "apache": lambda level, kind, said: (
        f"[Sat Mar 14 09:26:08.123456 2026] [proxy:{_NGINX[level]}] [pid 7] {kind}: {said}"
    ),
    "mysql": lambda level, kind, said: (
        f"{AT} 0 [{_MYSQL[level]}] [MY-012345] [Server] {kind}: {said}"
    ),
    "java-caused": lambda level, kind, said: (
        f"{AT} {_PYTHON[level]} request failed\nshop.PayFailed: no\n\tat shop.Pay.charge(Pay.java:7)\n"
        f"Caused by: {kind}: {said}\n\t... 3 more"
    ),
    "python-traceback": lambda level, kind, said: (
        f'[{_PYTHON[level]}] request failed\nTraceback (most recent call last):\n  File "a.py", line 7,'
        f" in charge\n    pay()\n{kind}: {said}"
    ),
}  # fmt: skip

SHAPES: dict[str, Shape] = {**STRUCTURED, **PLAIN}
