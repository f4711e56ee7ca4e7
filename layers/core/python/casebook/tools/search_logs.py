"""The tool that reads log lines as they are."""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from casebook import threads
from casebook.analysis.error_lines import is_error
from casebook.analysis.log_owners import LogOwners
from casebook.domain.evidence import Evidence
from casebook.domain.model import Instant, iso
from casebook.domain.window import Window
from casebook.errors import InvalidRequest, NotFound
from casebook.ports.logs import LineMatch, LogLine, LogMatches, LogPage, LogSource
from casebook.tools.boundary import log_groups_within
from casebook.tools.logs_anew import lines_unchanged
from casebook.tools.nearest import nearest_log_groups
from casebook.tools.order import in_order
from casebook.tools.preview import head_and_tail
from casebook.tools.results.logs import LoggedLine, LogLines
from casebook.tools.tool import Answers, Failed, Found, NoData, Parameters, Scope, Tool

_SIDE_BY_SIDE = 4
# Of the newest lines, as much as can be redacted and kept in the time that a tool has.
_MOST_CHARACTERS = 4_000_000
# CloudWatch Logs takes lines of 256 KB and more. An agent that reads a hundred of these reads
# nothing.
_LONGEST_LINE = 16_000


class Request(Parameters):
    """Which lines to read: by a filter pattern, or by texts and a regular expression."""

    pattern: str = Field(
        "",
        max_length=1024,  # CloudWatch Logs' own limit for a filter pattern
        description='A CloudWatch Logs filter pattern, e.g. `"connection refused"`; empty for all.',
    )
    contains: tuple[Annotated[str, StringConstraints(min_length=1, max_length=256)], ...] = Field(
        (),
        max_length=8,
        description="Texts that a line must have, all of them, as they are written. Instead of a "
        "pattern: many log groups are searched at once, and long lines come whole.",
    )
    regex: str = Field(
        "",
        max_length=512,
        description="A regular expression that a line must match, e.g. `(?i)timeout.*payments`. "
        "Instead of a pattern, like `contains`.",
    )
    log_group: str | None = Field(
        None, description="One log group of the workload; none means all."
    )
    limit: int = Field(
        100, ge=1, le=20_000, description="How many lines at most; the newest are kept."
    )
    since: Instant | None = Field(
        None, description="Look only at lines from then on; the incident's beginning if not given."
    )
    until: Instant | None = Field(None, description="Look only at lines up to then.")

    @field_validator("regex")
    @classmethod
    def _regex_is_one(cls, regex: str) -> str:
        try:
            re.compile(regex)
        except re.error as error:
            raise ValueError(f"this is no regular expression: {error}") from error
        return regex

    @model_validator(mode="after")
    def _pattern_stands_alone(self) -> Self:
        if self.pattern and self.match:
            raise ValueError("give a pattern, or contains and regex, not both")
        return self

    @property
    def match(self) -> LineMatch | None:
        """What Insights is asked for; None when lines are read by pattern."""
        if self.contains or self.regex:
            return LineMatch(self.contains, self.regex)
        return None


class SearchLogs(Tool[Request, LogLines]):
    """Reads lines of the log groups of the workload."""

    name = "search_logs"
    description = (
        "Log lines of the workload since the incident began, oldest first, that match a filter "
        "pattern, or that have certain texts or match a regular expression. Use it to read what "
        "stands around an error, or to follow an id through every log group."
    )
    timeout_seconds = 30.0  # Insights takes up to 20, and then stops its queries
    cost = "metered"  # Insights is billed by what it scans; patterns are not
    parameters = Request
    data = LogLines

    def __init__(self, logs: LogSource) -> None:
        self._logs = logs

    def run(self, parameters: Request, scope: Scope) -> Found[LogLines] | NoData | Failed:
        asked = () if parameters.log_group is None else (parameters.log_group,)
        registered = log_groups_within(scope, asked)
        # Insights searches as many as there are at once; a pattern is asked group by group.
        groups = registered if parameters.match else nearest_log_groups(scope, registered)
        window = _slice(scope.window.reaching(scope.now), parameters)
        query = {**parameters.model_dump(mode="json"), "log_groups": list(groups)}
        found = self._found(groups, window, parameters) if groups else LogMatches(())
        kept, truncated = _newest(found, parameters.limit)
        where = f"{_described(parameters)} in {', '.join(groups) or 'no log group'}"
        notes = [f"There is no log group {group}." for group in found.missing]
        if left_out := len(registered) - len(groups):
            notes.append(f"{left_out} more log groups, farther from the alarm, were not read.")
        if found.unfinished:
            notes.append("The search ran out of time and was stopped: lines may be missing.")
        if not kept:
            text = "\n".join([f"No lines {where}.", *notes])
            if found.unfinished:
                return Failed(text, query, window, retryable=True)
            return NoData(text, query, window)
        owners = LogOwners(scope.workload)
        head = f"{len(kept)} lines {where}" + (" (the newest of more)" if truncated else "")
        lines = LogLines(lines=tuple(_logged(line, owners) for line in kept), truncated=truncated)
        return Found(lines, "\n".join([head, *map(_line, kept), *notes]), query, window)

    def still_holds(
        self, then: Evidence, parameters: Request, scope: Scope, answers: Answers
    ) -> bool:
        """True where no line came into the log group, and as much of the time before is asked."""
        begin = _slice(scope.window.reaching(scope.now), parameters).start
        return then.window.start == begin and lines_unchanged(then, parameters.log_group, answers)

    def _found(self, groups: Sequence[str], window: Window, parameters: Request) -> LogMatches:
        if match := parameters.match:
            return self._logs.find(groups, window, match, parameters.limit)

        def read(group: str) -> LogPage | None:
            try:
                return self._logs.search(group, window, parameters.pattern, parameters.limit)
            except NotFound:
                return None

        with threads.pool(_SIDE_BY_SIDE) as pool:
            pages = list(pool.map(read, groups))
        return LogMatches(
            lines=tuple(line for page in pages if page for line in page.lines),
            truncated=any(page.truncated for page in pages if page),
            missing=tuple(g for g, page in zip(groups, pages, strict=True) if page is None),
        )


def _slice(window: Window, parameters: Request) -> Window:
    """The asked part of the window; what came before the incident may be looked at too."""
    start, end = parameters.since or window.start, parameters.until or window.end
    if start > end:
        raise InvalidRequest(f"since ({iso(start)}) is after until ({iso(end)})")
    return Window(start=start, end=end)


def _newest(found: LogMatches, limit: int) -> tuple[list[LogLine], bool]:
    """The newest lines in the order of their times, and whether there were more."""
    lines = sorted(found.lines, key=in_order)
    kept: list[LogLine] = []
    characters = 0
    for line in reversed(lines[-limit:]):
        characters += min(len(line.message), _LONGEST_LINE)
        if characters > _MOST_CHARACTERS and kept:
            break
        kept.append(line)
    kept.reverse()
    return kept, found.truncated or len(kept) < len(lines)


def _described(parameters: Request) -> str:
    if parameters.match is None:
        return f"matching {parameters.pattern!r}"
    asked: Iterable[str] = (
        *(f"with {text!r}" for text in parameters.contains),
        *([f"matching /{parameters.regex}/"] if parameters.regex else []),
    )
    return " and ".join(asked)


def _line(line: LogLine) -> str:
    return f"{iso(line.at)} {line.log_group}: {_message(line)}"


def _logged(line: LogLine, owners: LogOwners) -> LoggedLine:
    return LoggedLine(
        at=line.at,
        message=_message(line),
        log_group=line.log_group,
        resource=owners.of(line) if owners.is_shared(line.log_group) else None,
        is_error=is_error(line.message),
    )


def _message(line: LogLine) -> str:
    return head_and_tail(line.message.rstrip(), _LONGEST_LINE)
