"""Which log lines are errors or warnings, and what each of them says."""

import re

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
    severity = severity_of(message)
    if severity is Severity.WARNING:
        return True
    has_no_level = severity is Severity.UNKNOWN or (
        severity is Severity.OTHER and "LOG:  " in message[:_HEAD]
    )
    return has_no_level and _TROUBLE.search(message[:_REACH]) is not None


def essence(message: str) -> str:
    """What the line says, without times, request ids and stack frames; one line of text."""
    return essence_of(message) or " ".join(message.split())[:_LONGEST]
