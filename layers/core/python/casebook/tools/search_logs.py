"""The tool that reads log lines as they are."""

from pydantic import Field

from casebook.domain.model import iso
from casebook.errors import NotFound
from casebook.ports import LogLine, LogSource
from casebook.tools.boundary import log_groups_within
from casebook.tools.keeper import head_and_tail
from casebook.tools.order import in_order
from casebook.tools.results import LoggedLine, LogLines
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

# CloudWatch Logs takes lines of 256 KB and more. An agent that reads a hundred of these reads
# nothing.
_LONGEST_LINE = 16_000


class Request(Parameters):
    """Which lines to read."""

    pattern: str = Field(
        "",
        max_length=1024,  # CloudWatch Logs' own limit for a filter pattern
        description='A CloudWatch Logs filter pattern, e.g. `"connection refused"`; empty for all.',
    )
    log_group: str | None = Field(
        None, description="One log group of the workload; none means all."
    )
    limit: int = Field(
        100, ge=1, le=1000, description="How many lines at most; the newest are kept."
    )


class SearchLogs(Tool[Request, LogLines]):
    """Reads lines of the log groups of the workload."""

    name = "search_logs"
    description = (
        "Log lines of the workload since the incident began, oldest first, that match a filter "
        "pattern. Use it to read what stands around an error."
    )
    timeout_seconds = 15.0
    parameters = Request
    data = LogLines

    def __init__(self, logs: LogSource) -> None:
        self._logs = logs

    def run(self, parameters: Request, scope: Scope) -> Found[LogLines] | NoData:
        asked = () if parameters.log_group is None else (parameters.log_group,)
        groups = log_groups_within(scope, asked)
        window = scope.window.reaching(scope.now)
        lines: list[LogLine] = []
        missing, truncated = [], False
        for group in groups:
            try:
                page = self._logs.search(group, window, parameters.pattern, parameters.limit)
            except NotFound:
                missing.append(f"There is no log group {group}.")
            else:
                lines += page.lines
                truncated |= page.truncated
        lines.sort(key=in_order)
        kept = lines[-parameters.limit :]
        truncated |= len(kept) < len(lines)
        query = {**parameters.model_dump(mode="json"), "log_groups": list(groups)}
        where = f"matching {parameters.pattern!r} in {', '.join(groups) or 'no log group'}"
        if not kept:
            return NoData("\n".join([f"No lines {where}.", *missing]), query, window)
        head = f"{len(kept)} lines {where}" + (" (the newest of more)" if truncated else "")
        text = "\n".join([head, *map(_line, kept), *missing])
        return Found(
            LogLines(lines=tuple(map(_logged, kept)), truncated=truncated), text, query, window
        )


def _line(line: LogLine) -> str:
    return f"{iso(line.at)} {line.log_group}: {_message(line)}"


def _logged(line: LogLine) -> LoggedLine:
    return LoggedLine(at=line.at, message=_message(line), log_group=line.log_group)


def _message(line: LogLine) -> str:
    return head_and_tail(line.message.rstrip(), _LONGEST_LINE)
