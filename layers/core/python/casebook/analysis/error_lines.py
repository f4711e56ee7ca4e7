"""Which log lines are errors or warnings, and what each of them says."""

import re

from casebook.analysis.log_entry import essence_of, severity_of
from casebook.analysis.log_levels import Severity

_LONGEST = 1_000
_REACH = 2_000
# In a line of any level, or of none, these tell that something did not work: in the past tense, for
# settings speak of timeouts and limits too.
_TROUBLE = re.compile(
    r"refused|denied|timed out|rejected|not permitted|throttled|exhausted|deadlock|no space left"
    r"|too many (?:open|conn|requests|clients)|out of memory|still waiting for|limit (?:was )?reached"
    r"|(?:limit|timeout|deadline|quota|size|retries) (?:was )?exceeded|unreachable|unable to"
)


def is_error(message: str) -> bool:
    """Whether a log line reports that something failed."""
    return severity_of(message) is Severity.ERROR


def is_warning(message: str) -> bool:
    """Whether a log line warns, and reports no failure."""
    return severity_of(message) is Severity.WARNING


def tells_of_trouble(message: str) -> bool:
    """Whether a line that reports no failure warns of one, or tells of one at a level that says
    nothing: databases and brokers log refusals and lock waits as `LOG` or `INFO`."""
    severity = severity_of(message)
    if severity is Severity.ERROR:
        return False
    return severity is Severity.WARNING or _TROUBLE.search(message[:_REACH]) is not None


def essence(message: str) -> str:
    """What the line says, without times, request ids and stack frames; one line of text."""
    return essence_of(message) or " ".join(message.split())[:_LONGEST]
