"""How many lines there were, of whom, and how many errors when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from casebook.analysis.error_counts import error_counts
from casebook.analysis.log_owners import LogOwners
from casebook.domain.window import Window
from casebook.ports.logs import LogLine, LogPage
from casebook.tools.results.logs import ErrorCounts, LogVolume


def counts_of(
    errors: Iterable[tuple[datetime, str]], pages: Mapping[Window, Sequence[LogPage | None]]
) -> tuple[ErrorCounts, ...]:
    """By period; unknown before the oldest line of a page that holds the newest of more."""
    whole = Window(start=min(each.start for each in pages), end=max(each.end for each in pages))
    left_out = [
        Window(start=read.start, end=page.lines[0].at)
        for read, found in pages.items()
        for page in found
        if page and page.truncated and page.lines
    ]
    return tuple(
        ErrorCounts(**counts._asdict()) for counts in error_counts(errors, whole, left_out)
    )


def volumes_of(
    log_group: str, owners: LogOwners, now: LogPage | None, earlier: LogPage | None
) -> Iterator[LogVolume]:
    """How much each of those wrote who write into the group, and others whom it names."""
    inside, before = (_by_owner(page, owners) for page in (now, earlier))
    for resource in dict.fromkeys((*owners.of_group(log_group), *inside, *before)):
        lines, earlier_lines = inside.get(resource, []), before.get(resource, [])
        yield LogVolume(
            log_group=log_group,
            resource=resource,
            lines=len(lines),
            baseline_lines=len(earlier_lines),
            last_at=max((line.at for line in (*lines, *earlier_lines)), default=None),
        )


def _by_owner(page: LogPage | None, owners: LogOwners) -> dict[str, list[LogLine]]:
    written: dict[str, list[LogLine]] = defaultdict(list)
    for line in page.lines if page else ():
        written[owners.of(line)].append(line)
    return written
