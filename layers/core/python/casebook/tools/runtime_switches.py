"""Which functions start with another runtime than before, as their own first lines say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from casebook.analysis.runtimes import JSON_START, TEXT_START, Start, Switch, start_in, switch_in
from casebook.domain.finding import ErrorPattern
from casebook.domain.window import Window
from casebook.ports.logs import LogLine, LogSource
from casebook.tools.results.logs import RuntimeSwitch

# A busy function's environments live for some hours; then each says anew what it starts with.
_LOOKBACK = timedelta(hours=6)
_NEWEST = 50
_SOON = timedelta(minutes=5)
_MOST_LOOKUPS = 4


def runtime_switches(
    logs: LogSource,
    lines: Sequence[LogLine],
    patterns: Sequence[ErrorPattern],
    baseline: Window,
    owner: Callable[[LogLine], str],
) -> tuple[RuntimeSwitch, ...]:
    """The switches in these lines. Of a function whose errors began when the first environment of
    all that are known had started, it is looked up what it started with before."""
    lookups = _MOST_LOOKUPS
    found = []
    for (resource, group), own in _starts(lines, owner).items():
        known, first = own, min(own, key=lambda start: start.at)
        is_asked = any(_follows(each, resource, first) for each in patterns)
        if lookups and is_asked and len({start.version for start in own}) == 1:
            lookups -= 1
            known = [*_earlier(logs, group, resource, baseline, owner, first), *own]
        if switch := switch_in(known):
            found.append(_told(resource, switch))
    return tuple(found)


def _follows(pattern: ErrorPattern, resource: str, first: Start) -> bool:
    """True if the errors began soon after the start."""
    began = pattern.began or pattern.first_at
    return pattern.resource == resource and first.at <= began <= first.at + _SOON


def _starts(
    lines: Iterable[LogLine], owner: Callable[[LogLine], str]
) -> dict[tuple[str, str], list[Start]]:
    starts: dict[tuple[str, str], list[Start]] = defaultdict(list)
    for line in lines:
        if start := start_in(line):
            starts[owner(line), line.log_group].append(start)
    return starts


def _earlier(
    logs: LogSource,
    group: str,
    resource: str,
    baseline: Window,
    owner: Callable[[LogLine], str],
    like: Start,
) -> Iterator[Start]:
    pattern = JSON_START if like.is_json else TEXT_START
    page = logs.search(group, baseline.before(_LOOKBACK), pattern, _NEWEST)
    for line in page.lines:
        if owner(line) == resource and (start := start_in(line)):
            yield start


def _told(resource: str, switch: Switch) -> RuntimeSwitch:
    before, after = switch.before, switch.after
    by_version = before.version != after.version
    return RuntimeSwitch(
        resource=resource,
        at=after.at,
        before_at=before.at,
        before=before.version if by_version else before.arn,
        after=after.version if by_version else after.arn,
        is_update=switch.is_update,
    )
