"""The tool that tells what a workload has been saying lately, errors or not."""

from collections.abc import Iterator

from pydantic import Field

from casebook import threads
from casebook.analysis.log_digest import KindOfLine, LogDigest, of_newest
from casebook.domain.model import Instant, Model
from casebook.domain.window import Window
from casebook.errors import NotFound
from casebook.ports.logs import LogLine, LogSource
from casebook.tools.boundary import log_groups_within
from casebook.tools.keeper import EXCERPT_CHARACTERS
from casebook.tools.order import in_order
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

_SIDE_BY_SIDE = 4
# How many characters of a kind of line, and whether an example stands beside it.
_SHORTER_AND_SHORTER = ((160, True), (160, False), (110, False), (70, False), (40, False))


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
        with threads.pool(_SIDE_BY_SIDE) as pool:
            pages = pool.map(
                lambda group: self._newest(group, window, parameters.lines),
                log_groups_within(scope, ()),
            )
            lines = sorted((line for page in pages for line in page), key=in_order)
        query = parameters.model_dump(mode="json")
        if not lines:
            return NoData("The workload has logged nothing in this time.", query, window)
        found = of_newest(lines, parameters.lines)
        return Found(_data(found), _text(found), query, window)

    def _newest(self, group: str, window: Window, lines: int) -> tuple[LogLine, ...]:
        try:
            return self._logs.search(group, window, limit=lines).lines
        except NotFound:  # a function that never ran has no log group yet
            return ()


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
    """As much of each kind as lets all kinds of errors be told: they come first, and examples and
    the ends of long lines go before any kind of error does."""
    for longest, with_examples in _SHORTER_AND_SHORTER:
        text = "\n".join(_told(found, longest, with_examples=with_examples))
        if len(text) <= EXCERPT_CHARACTERS:
            break
    return text


def _told(found: LogDigest, longest: int, *, with_examples: bool) -> Iterator[str]:
    yield f"The newest {found.lines} lines, each kind once:"
    for is_error, title in ((True, "Errors"), (False, "Other lines")):
        kinds = [each for each in found.kinds if each.is_error is is_error]
        for group in dict.fromkeys(each.log_group for each in kinds):
            yield f"{title} of {group}:"
            yield from (
                _described(each, longest, with_example=with_examples)
                for each in kinds
                if each.log_group == group
            )
    if found.left_out:
        yield f"{found.left_out} lines of rarer kinds without errors are left out."


def _described(kind: KindOfLine, longest: int, *, with_example: bool) -> str:
    until = f"–{kind.last_at:%H:%M:%S}" if kind.count > 1 else ""
    said = kind.template if len(kind.template) <= longest else f"{kind.template[: longest - 1]}…"
    example = f" e.g. {kind.example}" if kind.example and with_example else ""
    return f"- {kind.count}× {kind.first_at:%H:%M:%S}{until} {said}{example}"
