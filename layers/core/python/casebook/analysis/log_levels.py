"""How loggers, runtimes and platforms mark a line as a failure.

A line is a failure because of its level or its form, not because the word stands in it: "0 errors",
"error rate back to normal" and `"level": "INFO"` are none.
"""

import re
from collections.abc import Mapping

_FAILING = frozenset(
    {
        "error", "err", "eror", "critical", "crit", "crt", "fatal", "ftl", "severe", "alert",
        "emergency", "emerg", "panic", "fail", "dpanic",
    }
)  # fmt: skip
_WARNING = frozenset({"warn", "warning", "wrn"})
# Loggers disagree about the name of the level's field. AWS Lambda's own JSON logs say `level`, its
# runtime `log_level`; Powertools says `level`; OpenTelemetry `severityText`; Elastic `log.level`;
# Serilog's compact JSON `@l` (https://clef-json.org).
_LEVEL_FIELDS = (
    "level", "log_level", "levelname", "severity", "severityText", "log.level", "lvl", "loglevel",
    "@l", "Level", "Severity", "LogLevel",
)  # fmt: skip
# A number as level, as bunyan and pino write it: 50 is error, 60 fatal.
# https://github.com/pinojs/pino/blob/main/docs/api.md#logger-level
_NUMERIC_ERROR, _NUMERIC_WARNING = 50, 40
# OpenTelemetry counts to 24, and 17 is where errors begin; others write syslog's 0 to 7, downwards.
# https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
_SERVER_ERROR = 500
_STATUS_FIELDS = (
    "status", "statusCode", "status_code", "http.status_code", "responseCode", "res.statusCode",
    "response.status", "http.response.status_code",
)  # fmt: skip

_LEVEL_REACH = 160
# A line that has not said by then that it failed does not say it.
_REACH = 8_000
_LEVEL = re.compile(
    r"(?<![\w-])(?:\[?(?P<upper>TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SEVERE|"
    r"PANIC|EMERGENCY|ALERT)\]?(?![\w-])|\[(?P<bracket>trace|debug|info|notice|warn(?:ing)?|error|"
    r"crit(?:ical)?|fatal|alert|emerg)\]|"
    # Serilog's three letters, after the time or by themselves.
    r"(?:\[|\[?\d\d:\d\d:\d\d(?:[.,]\d+)? )(?P<short>VRB|DBG|INF|WRN|ERR|FTL|CRT)\]|"
    r"\b(?:level|lvl|severity|loglevel)[\"']?[=:]\s?[\"']?(?P<named>\w+))"
)
# .NET's console logger: `fail: Orders.Api.Controllers[0]`; Kubernetes' klog: `E0314 09:26:08.12`.
_PREFIX = re.compile(r"^(?:(?P<dotnet>trce|dbug|info|warn|fail|crit): [\w.`+]+\[\d+\]"
                     r"|(?P<klog>[IWEF])\d{4} \d\d:\d\d:\d\d\.)")  # fmt: skip
_KLOG = {"I": "info", "W": "warn", "E": "error", "F": "fatal"}

# How Lambda itself speaks of a function that failed.
# https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html
_LAMBDA_FAILURE = re.compile(
    r"Task timed out after [\d.]+ seconds|Runtime exited (?:with error|without providing a reason)|"
    r"Process exited before completing request|Runtime\.(?:ExitError|ImportModuleError|"
    r"HandlerNotFound|UserCodeSyntaxError|UnhandledPromiseRejection)|Status: (?:timeout|error)\b"
)
# What ECS, the kernel and a web server say of a failure without giving it a level.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
_PLATFORM_FAILURE = re.compile(
    r"^\(service [^)]+\).{0,80}(?:was unable to|failed|is unhealthy|unhealthy in)|"
    r"Task failed ELB health checks|OutOfMemoryError: Container killed|"
    r"Essential container in task exited|(?:Out of memory|oom-kill\w*):? .{0,40}\bKill|"
    r"\bsegfault at |Segmentation fault|\bHTTP/\d(?:\.\d)?\" 5\d\d\b"
)
# One of these stands in whatever matches the two above; looking for them takes a third of the time.
_FAILURES_BEGIN = (
    "Task ", "Runtime", "Process exited", "Status: ", "(service ", "OutOfMemoryError: ",
    "Essential container", "ut of memory", "oom-kill", "segfault at ", "Segmentation fault",
    "HTTP/",
)  # fmt: skip
# A program that ends by itself says why in its first words.
_LAST_WORDS = re.compile(
    r"^(?:Caused by: |Exception in thread \"[^\"]*\" |Uncaught |Unhandled (?:exception\.? )?)?"
    r"(?:[A-Za-z_$][\w$]*\.)*(?:[A-Z][\w$]*)?(?:Error|Exception|Failure|Fault)(?::\s|$)"
    r"|^panic: |^fatal error: |^thread '[^']*' (?:\(\d+\) )?panicked at "
)
_TRACEBACK = "Traceback (most recent call last)"


def text_fails(message: str) -> bool:
    """Whether a line of text reports a failure."""
    message = message[:_REACH]
    if any(each in message for each in _FAILURES_BEGIN) and (
        _LAMBDA_FAILURE.search(message) or _PLATFORM_FAILURE.search(message)
    ):
        return True
    if level := _level_of(message):
        return level.lower() in _FAILING
    # A traceback that was printed line by line: its last line says what it was, and matches.
    return bool(_LAST_WORDS.match(message)) or (_TRACEBACK in message and "\n" in message)


def text_warns(message: str) -> bool:
    """Whether a line of text is a warning by its level."""
    level = _level_of(message[:_REACH])
    return level is not None and level.lower() in _WARNING


def entry_warns(entry: Mapping[str, object]) -> bool:
    """Whether a JSON log entry is a warning by its level."""
    level = field(entry, _LEVEL_FIELDS)
    return (isinstance(level, str) and level.lower() in _WARNING) or level == _NUMERIC_WARNING


def entry_fails(entry: Mapping[str, object]) -> bool | None:
    """Whether a JSON log entry reports a failure; None if neither its level nor its HTTP status
    tells. A 5xx is a failure at whatever level it was logged."""
    status = field(entry, _STATUS_FIELDS)
    if str(status).isdecimal() and _SERVER_ERROR <= int(str(status)) < _SERVER_ERROR + 100:
        return True
    level = field(entry, _LEVEL_FIELDS)
    if isinstance(level, Mapping):
        level = level.get("name") or level.get("levelStr")
    if isinstance(level, int) and not isinstance(level, bool):
        return level >= _NUMERIC_ERROR
    if isinstance(level, str) and level:
        return level.lower() in _FAILING
    return None


def field(entry: Mapping[str, object], names: tuple[str, ...]) -> object:
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


def _level_of(message: str) -> str | None:
    if prefix := _PREFIX.match(message):
        return prefix["dotnet"] or _KLOG[prefix["klog"]]
    found = _LEVEL.search(message[:_LEVEL_REACH])
    return next(word for word in found.groups() if word) if found else None
