"""Which log lines are errors or warnings, and what each of them says."""

import re
from collections.abc import Iterable

from casebook.analysis.log_entry import essence_of, severity_of
from casebook.knowledge.log_fields import Severity

_LONGEST = 1_000
_REACH, _HEAD = 2_000, 240
# In a line below an error, or without a level, these tell that something did not work: in the past
# tense, for settings speak of timeouts and limits too. Letters' case does not count.
_TROUBLE = (
    r"refused|denied|timed out|rejected|not permitted|throttled|exhausted|deadlock|no space left"
    r"|too many (?:open|conn|requests|clients)|toomanyrequests|throttlingexception|out of memory"
    r"|still waiting for|limit (?:was )?reached|unreachable|unable to|no route to host"
    r"|(?:limit|timeout|deadline|quota|size|retries|throughput) ?(?:was )?exceeded"
    r"|econnreset|etimedout|enotfound|emfile|exec format error|executable file not found"
)
# One of these stands in whatever the pattern matches, and few lines have one: five times as fast.
_ANY_TROUBLE = (
    "refused", "denied", "timed", "rejected", "permitted", "throttl", "exhausted", "deadlock",
    "no space", "too many", "toomany", "of memory", "waiting for", "reached", "reachable", "unable",
    "no route", "exceeded", "econn", "enotfound", "emfile",
    "exec format", "executable file",
)  # fmt: skip
# What is told as INFO may have been dealt with, or count what never happened.
_DEALT_WITH = (
    r"handled|recovered|succeeded|resolved|as expected|no longer"
    r"|\b(?:0|no|none|never|not|without)\b"
    r"[^.;:,]{0,24}(?:refused|denied|timed out|rejected|throttled|exhausted|exceeded|reached)"
    r"|(?:refused|denied|timed out|rejected|throttled|exceeded)\W{1,4}(?:0|none|false)\b"
)
_DETAIL = r"\b(?:DEBUG|TRACE|VERBOSE|DBG|VRB|debug|trace|verbose)\b"


def is_error(message: str) -> bool:
    """Whether a log line reports that something failed."""
    return severity_of(message) is Severity.ERROR


def is_warning(message: str) -> bool:
    """Whether a log line warns, and reports no failure."""
    return severity_of(message) is Severity.WARNING


def tells_of_trouble(message: str) -> bool:
    """Whether a line that reports no failure warns of one, or tells of one without a level of its
    own: databases log refusals and lock waits as `LOG`."""
    return _tells_of_trouble(message, severity_of(message))


def informs_of_trouble(message: str) -> bool:
    """Whether a line at the level of information tells that something did not work, and not that it
    was dealt with. Many a program knows no other level."""
    return _informs_of_trouble(message, severity_of(message))


class JudgedLines:
    """Lines that are asked both questions: how bad a line is is read once, which is most of the
    work of finding the few that matter."""

    def __init__(self, messages: Iterable[str]) -> None:
        self._severities = {message: severity_of(message) for message in messages}

    def is_error(self, message: str) -> bool:
        """As `is_error`, for one of the lines."""
        return self._severities[message] is Severity.ERROR

    def hints_at_trouble(self, message: str) -> bool:
        """Whether one of the lines tells of trouble, or informs of it."""
        severity = self._severities[message]
        return _tells_of_trouble(message, severity) or _informs_of_trouble(message, severity)


def _tells_of_trouble(message: str, severity: Severity) -> bool:
    if severity is Severity.WARNING:
        return True
    has_no_level = severity is Severity.UNKNOWN or (
        severity is Severity.OTHER and "LOG:  " in message[:_HEAD]
    )
    return has_no_level and _speaks_of_trouble(message)


def _informs_of_trouble(message: str, severity: Severity) -> bool:
    return (
        severity is Severity.OTHER
        and _speaks_of_trouble(message)
        and not re.search(_DETAIL, message[:_HEAD])
        and not re.search(_DEALT_WITH, message[:_REACH].lower())
    )


def _speaks_of_trouble(message: str) -> bool:
    text = message[:_REACH].lower()
    return any(word in text for word in _ANY_TROUBLE) and re.search(_TROUBLE, text) is not None


def essence(message: str) -> str:
    """What the line says, without times, request ids and stack frames; one line of text."""
    return essence_of(message) or " ".join(message.split())[:_LONGEST]
