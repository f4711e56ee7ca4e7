"""The tool that finds what failed in the logs."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from casebook import threads
from casebook.analysis.error_lines import JudgedLines
from casebook.analysis.log_owners import LogOwners
from casebook.analysis.log_patterns import error_patterns
from casebook.analysis.memory_reports import full_memories
from casebook.domain.finding import ErrorPattern
from casebook.domain.model import Json, iso
from casebook.domain.window import Window
from casebook.errors import NotFound
from casebook.ports.logs import LogLine, LogPage, LogSource
from casebook.tools.boundary import log_groups_within
from casebook.tools.field_contrasts import field_contrasts
from casebook.tools.log_volumes import counts_of, volumes_of
from casebook.tools.nearest import nearest_log_groups
from casebook.tools.order import in_order
from casebook.tools.results.logs import BASELINE, LogPatterns, LogVolume, MemoryUse, RuntimeSwitch
from casebook.tools.runtime_switches import runtime_switches
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool
from casebook.tools.warnings import new_warnings

_SIDE_BY_SIDE = 4
# All lines are held at once, to put them in order and fold them: 200,000 are some 150 MB, and most
# of the time that the tool has.
_MOST_LINES, _MOST_OF_A_READ = 200_000, 10_000
_ENOUGH_LINES = 20


class Request(Parameters):
    """Which logs to look at."""

    log_groups: tuple[str, ...] = Field(
        (), description="Log groups of the workload to look at; none means all of them."
    )


class GetLogPatterns(Tool[Request, LogPatterns]):
    """Folds the error lines of the window and of the hour before."""

    name = "get_log_patterns"
    description = (
        "Error lines of the incident window, folded into templates and ranked: those that are new "
        "or suddenly frequent against the hour before come first. Start here."
    )
    timeout_seconds = 20.0
    parameters = Request
    data = LogPatterns

    def __init__(self, logs: LogSource) -> None:
        self._logs = logs

    def run(self, parameters: Request, scope: Scope) -> Found[LogPatterns] | NoData:
        asked = log_groups_within(scope, parameters.log_groups)
        groups = nearest_log_groups(scope, asked)
        window = scope.window.reaching(scope.now)
        baseline = window.before(BASELINE)
        now, earlier = self._pages(groups, window, baseline)
        lines = [line for page in (*now, *earlier) if page for line in page.lines]
        lines.sort(key=in_order)
        owners = LogOwners(scope.workload)
        judged = JudgedLines(line.message for line in lines)
        patterns = error_patterns(lines, window, baseline, owners.of, judged.is_error)
        result = LogPatterns(
            patterns=patterns,
            warnings=new_warnings(lines, window, baseline, owners.of, judged.hints_at_trouble),
            volumes=tuple(
                volume
                for group, *pages in zip(groups, now, earlier, strict=True)
                for volume in volumes_of(group, owners, *pages)
            ),
            total_lines=sum(len(page.lines) for page in now if page),
            truncated=any(page.truncated for page in now if page),
            known_since=_known_since(lines, patterns),
            runtimes=runtime_switches(self._logs, lines, patterns, baseline, owners.of),
            memory=tuple(
                MemoryUse(
                    resource=name,
                    since=peak.full_since,
                    size_mb=peak.most.size_mb,
                    used_mb=peak.most.used_mb,
                    before_mb=peak.before_mb,
                )
                for name, peak in full_memories(lines, window, owners.of)
            ),
            error_counts=counts_of(
                ((line.at, owners.of(line)) for line in lines if judged.is_error(line.message)),
                {window: now, baseline: earlier},
            ),
            contrasts=tuple(field_contrasts(lines, window, owners.of, judged.is_error)),
            groups_left_out=len(asked) - len(groups),
        )
        missing = [group for group, page in zip(groups, now, strict=True) if page is None]
        query: Json = {"log_groups": list(groups), "baseline_minutes": 60}
        text = _text(result, groups, missing)
        if not any(each.lines or each.baseline_lines for each in result.volumes):
            return NoData(text, query, window)
        return Found(result, text, query, window)

    def _pages(
        self, groups: Sequence[str], window: Window, baseline: Window
    ) -> tuple[list[LogPage | None], list[LogPage | None]]:
        """Two reads a group: a flood in the window must not push the baseline out of the page."""
        limit = min(_MOST_OF_A_READ, _MOST_LINES // (2 * len(groups) or 1))
        with threads.pool(_SIDE_BY_SIDE) as pool:
            now, earlier = (
                list(pool.map(lambda group, of=of: self._read(group, of, limit), groups))
                for of in (window, baseline)
            )
        return now, earlier

    def _read(self, group: str, window: Window, limit: int) -> LogPage | None:
        """None when there is no such log group: a function that never ran has none yet."""
        try:
            return self._logs.search(group, window, limit=limit)
        except NotFound:
            return None


def _known_since(lines: Sequence[LogLine], patterns: Sequence[ErrorPattern]) -> datetime | None:
    """When the first line of all came, where enough of them are no errors: before it there is no
    silence, only nothing known. None where hardly anything but errors is logged."""
    ordinary = len(lines) - sum(each.count + each.baseline_count for each in patterns)
    return lines[0].at if ordinary >= _ENOUGH_LINES else None


def _text(result: LogPatterns, groups: Sequence[str], missing: Sequence[str]) -> str:
    head = (
        f"{len(result.patterns)} error patterns in {result.total_lines} lines of "
        f"{', '.join(groups) or 'no log group'}"
    )
    notes = [f"There is no log group {group}." for group in missing]
    if result.groups_left_out:
        notes.append(
            f"{result.groups_left_out} more log groups, farther from the alarm, were not read."
        )
    if result.truncated:
        notes.append("There were more lines than could be read; the newest were looked at.")
    told = [each for each in result.volumes if each.log_group not in missing]
    in_group = Counter(each.log_group for each in told)
    volumes = [_counted(each, is_shared=in_group[each.log_group] > 1) for each in told]
    warnings = ["New warnings:", *map(_described, result.warnings)] if result.warnings else []
    patterns = map(_described, result.patterns)
    runtimes, memory = map(_switched, result.runtimes), map(_used, result.memory)
    return "\n".join([head, *patterns, *warnings, *runtimes, *memory, *volumes, *notes])


def _switched(switch: RuntimeSwitch) -> str:
    return (
        f"- {switch.resource}: its environments start with runtimeVersion {switch.after} since"
        f" {iso(switch.at)}; with {switch.before} up to {iso(switch.before_at)}"
    )


def _used(memory: MemoryUse) -> str:
    before = "no report" if memory.before_mb is None else f"at most {memory.before_mb} MB"
    return (
        f"- {memory.resource}: its invocations used up to {memory.used_mb} MB of {memory.size_mb}"
        f" MB, nearly all since {iso(memory.since)}; {before} in the hour before"
    )


def _counted(volume: LogVolume, *, is_shared: bool) -> str:
    whose = f" of {volume.resource}" if is_shared else ""
    newest = f", the newest at {iso(volume.last_at)}" if volume.last_at else ""
    return (
        f"- {volume.log_group}{whose}: {volume.lines} lines in the window,"
        f" {volume.baseline_lines} in the hour before{newest}"
    )


def _described(pattern: ErrorPattern) -> str:
    before = f"{pattern.baseline_count} in the hour before" if pattern.baseline_count else "new"
    return (
        f"- {pattern.resource}: {pattern.count} times ({before}), "
        f"from {iso(pattern.first_at)} to {iso(pattern.last_at)}{_began(pattern)}\n"
        f"  template: {pattern.template}\n"
        f"  example: {pattern.example}"
    )


def _began(pattern: ErrorPattern) -> str:
    """Since when, where that lies before the window or is not the first of them."""
    if pattern.onset in (None, pattern.first_at):
        return ""
    since = f"; far more often since {iso(pattern.onset)}" if pattern.onset else ""
    last = f", after {iso(pattern.not_before)}" if pattern.not_before else ""
    return since + last
