"""What sets failing requests apart, by the fields of the lines that were read."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from casebook.analysis.field_counts import FieldCounts, SeenLine, field_counts
from casebook.domain.window import Window
from casebook.ports.logs import LogLine
from casebook.tools.results.logs import ComparedField, FieldContrast, FieldValue, LeftOutField

# Each line is taken apart: a tenth of the time that a tool has, at most.
_MOST_RESOURCES, _MOST_LINES = 4, 1_000


def field_contrasts(
    lines: Sequence[LogLine],
    window: Window,
    owner_of: Callable[[LogLine], str],
    is_error: Callable[[str], bool],
) -> Iterator[FieldContrast]:
    """Of those resources that had most errors in the window; of each the newest lines of the window
    and the newest of before. `lines` are in order of time."""
    failed = Counter(
        owner_of(line) for line in lines if line.at in window and is_error(line.message)
    )
    newest: dict[tuple[str, bool], list[LogLine]] = defaultdict(list)
    for line in reversed(lines):
        owner = owner_of(line)
        kept = newest[owner, line.at in window]
        if owner in failed and len(kept) < _MOST_LINES:
            kept.append(line)
    for resource, _ in failed.most_common(_MOST_RESOURCES):
        written = [*newest[resource, True], *newest[resource, False]]
        seen = (_seen(line, window, is_error) for line in reversed(written))
        if counts := field_counts(seen):
            yield _contrast(resource, counts)


def _seen(line: LogLine, window: Window, is_error: Callable[[str], bool]) -> SeenLine:
    if not is_error(line.message):
        return SeenLine(line.message, failed=False)
    return SeenLine(line.message, failed=True if line.at in window else None)


def _contrast(resource: str, counts: FieldCounts) -> FieldContrast:
    return FieldContrast(
        resource=resource,
        by=counts.by,
        failing=counts.failing,
        others=counts.others,
        fields=tuple(
            ComparedField(
                name=field.name,
                values=tuple(FieldValue(**value._asdict()) for value in field.values),
                distinct=field.distinct,
                unshared=field.unshared,
            )
            for field in counts.fields
        ),
        left_out=tuple(LeftOutField(name=name, reason=reason) for name, reason in counts.left_out),
    )
