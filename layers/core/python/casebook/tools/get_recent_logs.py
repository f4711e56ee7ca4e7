"""The tool that tells what a workload has been saying lately, errors or not."""

from pydantic import Field

from casebook.analysis.log_digest import KindOfLine, LogDigest, of_newest
from casebook.domain.model import Instant, Model
from casebook.errors import NotFound
from casebook.ports import LogLine, LogSource
from casebook.tools.boundary import log_groups_within
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool


class Request(Parameters):
    """How many lines to look at."""

    lines: int = Field(500, ge=1, le=5_000, description="How many of the newest lines to fold.")


class FoldedLine(Model):
    """Lines of one kind."""

    template: str
    example: str
    count: int
    is_error: bool
    log_group: str
    first_at: Instant
    last_at: Instant


class RecentLogs(Model):
    kinds: tuple[FoldedLine, ...]
    lines: int
    left_out: int


class GetRecentLogs(Tool[Request, RecentLogs]):
    """Reads the newest lines of all log groups and folds what repeats itself."""

    name = "get_recent_logs"
    description = (
        "What the workload has been logging lately, all levels: the newest lines, each kind of line"
        " once with how often it came. For errors against the hour before, use get_log_patterns."
    )
    timeout_seconds = 20.0
    parameters = Request
    data = RecentLogs

    def __init__(self, logs: LogSource) -> None:
        self._logs = logs

    def run(self, parameters: Request, scope: Scope) -> Found[RecentLogs] | NoData:
        window = scope.window.reaching(scope.now)
        lines: list[LogLine] = []
        for group in log_groups_within(scope, ()):
            try:
                lines += self._logs.search(group, window, limit=parameters.lines).lines
            except NotFound:  # a function that never ran has no log group yet
                continue
        query = parameters.model_dump(mode="json")
        if not lines:
            return NoData("The workload has logged nothing in this time.", query, window)
        found = of_newest(lines, parameters.lines)
        return Found(_data(found), _text(found), query, window)


def _data(found: LogDigest) -> RecentLogs:
    kinds = tuple(
        FoldedLine(
            template=each.template,
            example=each.example,
            count=each.count,
            is_error=each.is_error,
            log_group=each.log_group,
            first_at=each.first_at,
            last_at=each.last_at,
        )
        for each in found.kinds
    )
    return RecentLogs(kinds=kinds, lines=found.lines, left_out=found.left_out)


def _text(found: LogDigest) -> str:
    """By log group, so that its name is said once."""
    lines = [f"{found.lines} lines, by kind:"]
    for group in dict.fromkeys(each.log_group for each in found.kinds):
        lines.append(group)
        lines += [_described(each) for each in found.kinds if each.log_group == group]
    if found.left_out:
        lines.append(f"{found.left_out} lines of rarer kinds without errors are left out.")
    return "\n".join(lines)


def _described(kind: KindOfLine) -> str:
    mark = "ERROR " if kind.is_error else ""
    until = f"–{kind.last_at:%H:%M:%S}" if kind.count > 1 else ""
    example = f" e.g. {kind.example}" if kind.example else ""
    return f"  {kind.count}× {mark}{kind.first_at:%H:%M:%S}{until} {kind.template}{example}"
