"""How loggers, runtimes and platforms mark a line as a failure.

A line is a failure because of its level or its form, not because the word stands in it: "0 errors",
"error rate back to normal" and `"level": "INFO"` are none.
"""

import re
from enum import StrEnum

from casebook.analysis.access_logs import access_in
from casebook.analysis.cluster_events import ClusterEvent, event_in, event_of, journal_event
from casebook.analysis.log_fields import (
    ERROR_MESSAGE,
    ERROR_TYPE,
    LEVEL,
    STATUS,
    Fields,
    first,
)
from casebook.knowledge.kubernetes import ReasonKind


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    OTHER = "other"  # a level that is neither
    UNKNOWN = "unknown"  # the line has no level


_FAILING = frozenset(
    {
        "error", "err", "eror", "critical", "crit", "crt", "fatal", "ftl", "severe", "alert",
        "emergency", "emerg", "panic", "fail", "dpanic",
    }
)  # fmt: skip
_WARNING = frozenset({"warn", "warning", "wrn"})
# A number as level, as bunyan and pino write it: 50 is error, 60 fatal. Syslog's run from 0 to 7,
# downwards, in a journal's PRIORITY and in GELF. OpenTelemetry counts to 24; errors begin at 17.
# https://github.com/pinojs/pino/blob/main/docs/api.md#logger-level
# https://datatracker.ietf.org/doc/html/rfc5424#section-6.2.1
# https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber
_NUMERIC_ERROR, _NUMERIC_WARNING = 50, 40
_SYSLOG_ERROR, _SYSLOG_WARNING, _SYSLOG_LEVELS = 3, 4, 8
_OTEL_ERROR, _OTEL_WARNING = 17, 13
_SERVER_STATUS = re.compile(r"5\d\d")
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
_STEP_FAILED = re.compile(
    r"(?:Task|Execution|Activity|LambdaFunction|Map(?:Iteration|Run|State)?)"
    r"(?:Failed|TimedOut|Aborted|StartFailed|SubmitFailed|ScheduleFailed)"
)

_BY_KIND = {
    ReasonKind.ROUTINE: Severity.OTHER,
    ReasonKind.STOPPED: Severity.WARNING,
    ReasonKind.GROWN: Severity.WARNING,
}

_LEVEL_REACH = 160
# A line that has not said by then that it failed does not say it.
_REACH = 8_000
_LEVEL = re.compile(
    r"(?<![\w-])(?:\[?(?P<upper>TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL|SEVERE|"
    r"PANIC|EMERGENCY|ALERT)\]?(?![\w-])|\[(?P<bracket>trace|debug|info|notice|warn(?:ing)?|error|"
    r"crit(?:ical)?|fatal|alert|emerg|Error|Warning|Note)\]|"
    # Serilog's three letters, after the time or by themselves.
    r"(?:\[|\[?\d\d:\d\d:\d\d(?:[.,]\d+)? )(?P<short>VRB|DBG|INF|WRN|ERR|FTL|CRT)\]|"
    r"\b(?:[Ll]evel|lvl|[Ss]everity|loglevel)[\"']?[=:]\s?[\"']?(?P<named>\w+)|"
    # Apache names the module as well.
    r"\[\w+:(?P<module>trace\d?|debug|info|notice|warn|error|crit|alert|emerg)\])"
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
    r"Essential container in task exited|(?:[Oo]ut of memory|oom-kill\w*):? .{0,40}\b[Kk]ill|"
    # 143 is a container that was asked to end.
    r"terminated with exit code (?!0\b|143\b)\d|\binvoked oom-killer|\boom-kill:constraint=|"
    r"\bsegfault at |Segmentation fault"
)
# A program that ends by itself says why in its first words.
_LAST_WORDS = re.compile(
    r"^(?:Caused by: |Exception in thread \"[^\"]*\" |Uncaught |Unhandled (?:exception\.? )?)?"
    r"(?:[A-Za-z_$][\w$]*\.)*(?:[A-Z][\w$]*)?(?:Error|Exception|Failure|Fault)(?::\s|$)"
    r"|^panic: |^fatal error: |^thread '[^']*' (?:\(\d+\) )?panicked at "
)
# https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-SEVERITY-LEVELS
POSTGRES = re.compile(
    r"^(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [A-Z]{2,4}\b[^\"]{0,160}?)?(?<!\w)"
    r"(?P<level>LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG\d?|STATEMENT|DETAIL|HINT|CONTEXT"
    r"|QUERY):  (?=\S)"
)
# https://datatracker.ietf.org/doc/html/rfc5424#section-6.2.1
SYSLOG = re.compile(r"^<(?P<priority>\d{1,3})>(?:1 )?")
_WINDOWS = re.compile(r"<Level>(?P<level>[0-5])</Level>")
_WINDOWS_ERROR, _WINDOWS_WARNING = 2, 3
TRACEBACK = "Traceback (most recent call last)"


def _may_tell_of_failure(line: str) -> bool:
    """One of these stands in whatever the two patterns match, and few lines have one. Written out,
    since a loop takes five times as long, and half of what judging a line takes."""
    return (
        "Task " in line
        or "Runtime" in line
        or "Process exited" in line
        or "Status: " in line
        or "(service " in line
        or "OutOfMemoryError: " in line
        or "Essential container" in line
        or "ut of memory" in line
        or "oom-kill" in line
        or "egmentation fault" in line
        or "segfault at " in line
        or "terminated with exit code " in line
    )


def severity_of_text(line: str) -> Severity:
    """How bad a line of plain text says that it is."""
    line = line[:_REACH]
    if event := event_in(line):
        return severity_of_event(event)
    if _may_tell_of_failure(line) and (
        _LAMBDA_FAILURE.search(line) or _PLATFORM_FAILURE.search(line)
    ):
        return Severity.ERROR
    if (access := access_in(line)) is not None and access.failed:
        return Severity.ERROR
    if level := _level_of(line):
        return _by_word(level)
    # A traceback that was printed line by line: its last line says what it was, and matches.
    if _LAST_WORDS.match(line) or (TRACEBACK in line and "\n" in line):
        return Severity.ERROR
    return Severity.UNKNOWN


def severity_of_fields(entry: Fields) -> Severity:
    """How bad a structured entry says that it is. A 5xx is a failure at whatever level it was
    logged."""
    event = event_of(entry) or journal_event(entry)
    if event and (event.reason or event.row):
        return severity_of_event(event)
    status = first(entry, STATUS)
    if status is not None and _SERVER_STATUS.fullmatch(str(status)):
        return Severity.ERROR
    if (level := level_of_fields(entry)) is not Severity.UNKNOWN:
        return level
    if isinstance(record := entry.get("record"), dict):  # platform.report and others
        failed = record.get("status") in ("error", "timeout", "failure")
        return Severity.ERROR if failed else Severity.OTHER
    if isinstance(kind := entry.get("type"), str) and _STEP_FAILED.fullmatch(kind):
        return Severity.ERROR
    if first(entry, ERROR_TYPE) is not None or first(entry, ERROR_MESSAGE) is not None:
        return Severity.ERROR
    return Severity.UNKNOWN


def level_of_fields(entry: Fields) -> Severity:
    """The level that the entry's own fields have, in words or numbers."""
    level = first(entry, LEVEL)
    if isinstance(level, dict):
        level = level.get("name") or level.get("levelStr")
    if isinstance(level, str) and level.isdecimal():
        level = int(level[:4])
    if isinstance(level, int) and not isinstance(level, bool):
        if level < _SYSLOG_LEVELS and ("short_message" in entry or "host" in entry):
            return _by_number(-level, -_SYSLOG_ERROR, -_SYSLOG_WARNING)
        return _by_number(level, _NUMERIC_ERROR, _NUMERIC_WARNING)
    if isinstance(level, str):
        return _by_word(level)
    number = entry.get("severityNumber", entry.get("severity_number"))
    if isinstance(number, int) and not isinstance(number, bool):
        return _by_number(number, _OTEL_ERROR, _OTEL_WARNING)
    priority = str(entry.get("PRIORITY", ""))
    if priority.isdecimal():
        return _by_number(-int(priority[:4]), -_SYSLOG_ERROR, -_SYSLOG_WARNING)
    return Severity.UNKNOWN


def severity_of_event(event: ClusterEvent) -> Severity:
    """How bad Kubernetes' own words are: its table says, for it knows Normal and Warning alone."""
    row = event.row
    if row is None:
        untold = Severity.OTHER if event.type else Severity.UNKNOWN
        return Severity.WARNING if event.type == "Warning" else untold
    return _BY_KIND.get(row.kind, Severity.ERROR)


def _by_number(number: int, error: int, warning: int) -> Severity:
    if number >= error:
        return Severity.ERROR
    return Severity.WARNING if number >= warning else Severity.OTHER


def _by_word(level: str) -> Severity:
    level = level.lower()
    if level in _FAILING:
        return Severity.ERROR
    return Severity.WARNING if level in _WARNING else Severity.OTHER


def _level_of(line: str) -> str | None:
    if prefix := _PREFIX.match(line):
        return prefix["dotnet"] or _KLOG[prefix["klog"]]
    if ":  " in line[:240] and (postgres := POSTGRES.match(line)):
        return postgres["level"]
    if found := _LEVEL.search(line[:_LEVEL_REACH]):
        return next(word for word in found.groups() if word)
    if line[:1] != "<":
        return None
    if syslog := SYSLOG.match(line):
        return _of_syslog(int(syslog["priority"]) % _SYSLOG_LEVELS)
    windows = _WINDOWS.search(line)
    return _of_windows(int(windows["level"])) if windows else None


def _of_syslog(level: int) -> str:
    return _by_number(-level, -_SYSLOG_ERROR, -_SYSLOG_WARNING).value


def _of_windows(level: int) -> str:
    # 1 is critical, 2 error, 3 warning; 0 is "always logged".
    return _by_number(-(level or 4), -_WINDOWS_ERROR, -_WINDOWS_WARNING).value
