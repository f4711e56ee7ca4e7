"""Whether the workload's log groups, read anew, have as many lines as they had."""

from casebook.domain.evidence import Evidence
from casebook.tools.results.logs import LogPatterns, LogVolume
from casebook.tools.tool import Answers

_PATTERNS = "get_log_patterns"
"""The tool that is asked anew in each round, and counts every line of the window."""


def lines_unchanged(then: Evidence, log_group: str | None, answers: Answers) -> bool:
    """True if the lines were counted again since that evidence was found, and the log group (all of
    them for None) has as many in the window as it had, the newest as old."""
    before, now = answers.when(then, _PATTERNS), answers.newest(_PATTERNS)
    if before is None or now is None or now.id == before.id:
        return False
    counted, again = (_volumes(answers.data(e, LogPatterns), log_group) for e in (before, now))
    return bool(counted) and counted == again


def _volumes(patterns: LogPatterns | None, log_group: str | None) -> list[LogVolume]:
    found = patterns.volumes if patterns and not patterns.groups_left_out else ()
    return [volume for volume in found if log_group in (None, volume.log_group)]
