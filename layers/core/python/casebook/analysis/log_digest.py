"""Many log lines in few words: each kind of line once, with how often it came.

For whoever has to read what a workload has been saying. Errors are all kept, however rare; of the
rest, what is most frequent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from casebook.analysis.error_lines import essence, is_error
from casebook.analysis.log_patterns import Line
from casebook.analysis.templates import Group, TemplateMiner

_MOST_OTHERS = 12
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class KindOfLine:
    """`template` has `<*>` where lines of this kind differ; `example` is the newest of them, and
    only there where the template leaves something out."""

    template: str
    example: str
    count: int
    is_error: bool
    log_group: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class LogDigest:
    """`kinds`: errors first, then the rest, each the most frequent first. `left_out` counts the
    lines of the kinds that are not told."""

    kinds: tuple[KindOfLine, ...]
    lines: int
    left_out: int


@dataclass(slots=True)
class _Seen:
    group: Group
    is_error: bool
    lines: list[Line]


def digest(lines: Iterable[Line]) -> LogDigest:
    """Fold the lines."""
    miner = TemplateMiner()
    listed = list(lines)
    groups = miner.add_all(essence(line.message) for line in listed)
    miner.settle()
    seen: dict[tuple[str, int, bool], _Seen] = {}
    for line, group in zip(listed, (group.settled for group in groups), strict=True):
        failed = is_error(line.message)
        key = (line.log_group, id(group), failed)
        seen.setdefault(key, _Seen(group, failed, [])).lines.append(line)
    ranked = sorted(map(_kind, seen.values()), key=lambda kind: -kind.count)
    errors = [each for each in ranked if each.is_error]
    others = [each for each in ranked if not each.is_error][:_MOST_OTHERS]
    told = sum(each.count for each in (*errors, *others))
    return LogDigest((*errors, *others), len(listed), len(listed) - told)


def _kind(seen: _Seen) -> KindOfLine:
    times = [line.at for line in seen.lines]
    newest = max(seen.lines, key=lambda line: line.at)
    template = _cut(seen.group.template)
    says_more = seen.is_error and "<*>" in template
    return KindOfLine(
        template=template,
        example=_cut(essence(newest.message)) if says_more else "",
        count=len(seen.lines),
        is_error=seen.is_error,
        log_group=newest.log_group,
        first_at=min(times),
        last_at=max(times),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def of_newest(lines: Sequence[Line], limit: int) -> LogDigest:
    """The digest of the newest lines."""
    return digest(sorted(lines, key=lambda line: line.at)[-limit:])
