"""Which log lines are errors or warnings, and what each of them says."""

from casebook.analysis.log_entry import essence_of, severity_of
from casebook.analysis.log_levels import Severity

_LONGEST = 1_000


def is_error(message: str) -> bool:
    """Whether a log line reports that something failed."""
    return severity_of(message) is Severity.ERROR


def is_warning(message: str) -> bool:
    """Whether a log line warns, and reports no failure."""
    return severity_of(message) is Severity.WARNING


def essence(message: str) -> str:
    """What the line says, without times, request ids and stack frames; one line of text."""
    return essence_of(message) or " ".join(message.split())[:_LONGEST]
