"""Which log lines are errors or warnings, and what each of them says."""

import re
from collections.abc import Iterable

from casebook.analysis.log_entry import essence_of, severity_of
from casebook.analysis.log_levels import Severity

_LONGEST = 1_000
_REACH, _HEAD = 2_000, 240
# In a line of any level, or of none, these tell that something did not work: in the past tense, for
# settings speak of timeouts and limits too.
_TROUBLE = re.compile(
    r"refused|denied|timed out|rejected|not permitted|throttled|exhausted|deadlock|no space left"
    r"|too many (?:open|conn|requests|clients)|out of memory|still waiting for"
    r"|limit (?:was )?reached|(?:limit|timeout|deadline|quota|size|retries) (?:was )?exceeded"
    r"|unreachable|unable to"
)


def is_error(message: str) -> bool:
    """Whether a log line reports that something failed."""
    return severity_of(message) is Severity.ERROR


def is_warning(message: str) -> bool:
    """Whether a log line warns, and reports no failure."""
    return severity_of(message) is Severity.WARNING


def tells_of_trouble(message: str) -> bool:
    """Whether a line that reports no failure warns of one, or tells of one without a level of its
    own: databases log refusals and lock waits as `LOG`. What is told as INFO was dealt with."""
    return _tells_of_trouble(message, severity_of(message))


class JudgedLines:
    """Lines that are asked both questions: how bad a line is is read once, which is most of the
    work of finding the few that matter."""

    def __init__(self, messages: Iterable[str]) -> None:
        self._severities = {message: severity_of(message) for message in messages}

    def is_error(self, message: str) -> bool:
        """As `is_error`, for one of the lines."""
        return self._severities[message] is Severity.ERROR

    def tells_of_trouble(self, message: str) -> bool:
        """As `tells_of_trouble`, for one of the lines."""
        return _tells_of_trouble(message, self._severities[message])


def _tells_of_trouble(message: str, severity: Severity) -> bool:
    if severity is Severity.WARNING:
        return True
    has_no_level = severity is Severity.UNKNOWN or (
        severity is Severity.OTHER and "LOG:  " in message[:_HEAD]
    )
    return has_no_level and _TROUBLE.search(message[:_REACH]) is not None


def essence(message: str) -> str:
    """What the line says, without times, request ids and stack frames; one line of text."""
    return essence_of(message) or " ".join(message.split())[:_LONGEST]
