"""What was told below the level of an error and began with the incident: many a program says there
why it is going to fail."""

from collections.abc import Callable, Sequence

from casebook.analysis.error_lines import informs_of_trouble
from casebook.analysis.log_entry import read_entry
from casebook.analysis.log_patterns import error_patterns
from casebook.domain.finding import ErrorPattern
from casebook.domain.window import Window
from casebook.ports.logs import LogLine

_MOST_WARNINGS = 10


def new_warnings(
    lines: Sequence[LogLine],
    window: Window,
    baseline: Window,
    owner: Callable[[LogLine], str],
    are_wanted: Callable[[str], bool],
) -> tuple[ErrorPattern, ...]:
    """Warnings, and refusals told without a level, that are new or became far more frequent; and of
    what was told as information, what suddenly came so often that it is no chance. Of the lines,
    those `are_wanted` that hint at trouble. What Kubernetes says comes first: it says it once,
    however long it stays so."""
    found = error_patterns(lines, window, baseline, owner, are_wanted)
    new = [
        pattern
        for pattern in found
        if pattern.onset or (pattern.began and not informs_of_trouble(pattern.example))
    ]
    new.sort(key=lambda pattern: read_entry(pattern.example).event is None)
    return tuple(new[:_MOST_WARNINGS])
