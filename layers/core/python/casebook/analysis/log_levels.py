"""How loggers, runtimes and platforms mark a line as a failure.

A line is a failure because of its level or its form, not because the word stands in it: "0 errors",
"error rate back to normal" and `"level": "INFO"` are none.
"""

import re
from functools import lru_cache

from casebook.analysis.access_logs import access_in
from casebook.analysis.cluster_events import ClusterEvent, event_in, event_of, journal_event
from casebook.analysis.log_fields import Fields, first, first_text, values
from casebook.knowledge.kubernetes import ReasonKind
from casebook.knowledge.log_fields import (
    LogField,
    Severity,
    log_table,
    scales_by_field,
    severity_of_number,
    severity_of_word,
)

_SERVER_STATUS = r"5\d\d"
# https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
_STEP_FAILED = (
    r"(?:Task|Execution|Activity|LambdaFunction|Map(?:Iteration|Run|State)?)"
    r"(?:Failed|TimedOut|Aborted|StartFailed|SubmitFailed|ScheduleFailed)"
)

_BY_KIND = {
    ReasonKind.ROUTINE: Severity.OTHER,
    ReasonKind.STOPPED: Severity.WARNING,
    ReasonKind.GROWN: Severity.WARNING,
}

_LEVEL_REACH = 160
_MOST_DIGITS = 4
_SYSLOG_LEVELS = 8
# A line that has not said by then that it failed does not say it.
_REACH = 8_000
# .NET's console logger: `fail: Orders.Api.Controllers[0]`; Kubernetes' klog: `E0314 09:26:08.12`.
_PREFIX = re.compile(r"^(?:(?P<dotnet>trce|dbug|info|warn|fail|crit): [\w.`+]+\[\d+\]"
                     r"|(?P<klog>[IWEF])\d{4} \d\d:\d\d:\d\d\.)")  # fmt: skip

# How Lambda itself speaks of a function that failed.
# https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-execution.html
_LAMBDA_FAILURE = (
    r"Task timed out after [\d.]+ seconds|Runtime exited (?:with error|without providing a reason)|"
    r"Process exited before completing request|Runtime\.(?:ExitError|ImportModuleError|"
    r"HandlerNotFound|UserCodeSyntaxError|UnhandledPromiseRejection)|Status: (?:timeout|error)\b"
)
# What ECS, the kernel and a web server say of a failure without giving it a level.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
_PLATFORM_FAILURE = (
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
_WINDOWS = r"<Level>([0-5])</Level>"
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
    if len(line) > _REACH:
        line = line[:_REACH]
    if event := event_in(line):
        return severity_of_event(event)
    if _may_tell_of_failure(line) and (
        re.search(_LAMBDA_FAILURE, line) or re.search(_PLATFORM_FAILURE, line)
    ):
        return Severity.ERROR
    if (access := access_in(line)) is not None and access.failed:
        return Severity.ERROR
    if level := _level_of(line):
        return level
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
    status = first(entry, LogField.STATUS)
    if status is not None and re.fullmatch(_SERVER_STATUS, str(status)):
        return Severity.ERROR
    if (level := level_of_fields(entry)) is not Severity.UNKNOWN:
        return level
    if isinstance(record := entry.get("record"), dict):  # platform.report and others
        failed = record.get("status") in ("error", "timeout", "failure")
        return Severity.ERROR if failed else Severity.OTHER
    if isinstance(kind := entry.get("type"), str) and re.fullmatch(_STEP_FAILED, kind):
        return Severity.ERROR
    error = first(entry, LogField.ERROR_TYPE) or first(entry, LogField.ERROR_MESSAGE)
    return Severity.UNKNOWN if error is None else Severity.ERROR


def level_of_fields(entry: Fields) -> Severity:
    """The level that the entry's own fields have, in words or numbers."""
    for level in values(entry, LogField.LEVEL):
        if isinstance(level, str) and not level.isdecimal():
            return severity_of_word(level)
        if (number := _number(level)) is not None:
            return severity_of_number(number, entry)
    scales = scales_by_field()
    if not scales.keys().isdisjoint(entry):
        for name, scale in scales.items():
            if (number := _number(entry.get(name))) is not None:
                return scale.severity(number)
    outcome = first_text(entry, LogField.OUTCOME)
    return severity_of_word(outcome, Severity.UNKNOWN) if outcome else Severity.UNKNOWN


def _number(level: object) -> int | None:
    if isinstance(level, str) and level.isdecimal():
        return int(level[:_MOST_DIGITS])
    return level if isinstance(level, int) and not isinstance(level, bool) else None


def severity_of_event(event: ClusterEvent) -> Severity:
    """How bad Kubernetes' own words are: its table says, for it knows Normal and Warning alone."""
    row = event.row
    if row is None:
        untold = Severity.OTHER if event.type else Severity.UNKNOWN
        return Severity.WARNING if event.type == "Warning" else untold
    return _BY_KIND.get(row.kind, Severity.ERROR)


def _level_of(line: str) -> Severity | None:
    if prefix := _PREFIX.match(line):
        return severity_of_word(prefix["dotnet"] or prefix["klog"])
    if ":  " in line[:240] and (postgres := POSTGRES.match(line)):
        return severity_of_word(postgres["level"])
    if found := _level_form().search(line[:_LEVEL_REACH]):
        return severity_of_word(found[found.lastindex or 0])  # one group stands for each form
    if line[:1] != "<":
        return None
    if syslog := SYSLOG.match(line):
        return scales_by_field()["<PRI>"].severity(int(syslog["priority"]) % _SYSLOG_LEVELS)
    windows = re.search(_WINDOWS, line)
    return scales_by_field()["<Level>"].severity(int(windows[1])) if windows else None


@lru_cache(maxsize=1)
def _level_form() -> re.Pattern[str]:
    """How a level stands in a text: in capitals, in brackets, short after the time, or by name."""
    levels = log_table().levels
    upper = "|".join(word for level in levels for word in level.upper)
    short = "|".join(word for level in levels for word in level.short)
    words = "|".join(
        spelled
        for level in levels
        for word in level.words
        # Thrice as fast as the flag that letters' case does not count.
        for spelled in (word, word.capitalize(), word.upper())
    )
    return re.compile(
        rf"(?<![\w-])(?:\[?({upper})\]?(?![\w-])|"
        # Apache names the module as well, and counts how much it traces.
        rf"\[(?:\w++:)?({words})\d?\]|"
        # Serilog's three letters, after the time or by themselves.
        rf"(?:\[|\[?\d\d:\d\d:\d\d(?:[.,]\d+)? )({short})\]|"
        r"\b(?:[Ll]evel|lvl|[Ss]everity|loglevel)[\"']?[=:]\s?[\"']?(\w+))"
    )
