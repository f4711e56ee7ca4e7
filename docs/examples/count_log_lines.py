"""A tool that counts log lines."""

from pydantic import Field

from casebook.domain.model import Model
from casebook.ports.logs import LogSource
from casebook.tools.boundary import log_groups_within
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool


class Request(Parameters):
    pattern: str = Field(max_length=1024, description="A CloudWatch Logs filter pattern.")


class Count(Model):
    lines: int


class CountLogLines(Tool[Request, Count]):
    name = "count_log_lines"
    description = "How many log lines since the incident began match a filter pattern."
    parameters = Request
    data = Count

    def __init__(self, logs: LogSource) -> None:
        self._logs = logs

    def run(self, parameters: Request, scope: Scope) -> Found[Count] | NoData:
        window, query = scope.window.reaching(scope.now), parameters.model_dump(mode="json")
        groups = log_groups_within(scope, ())  # raises for what is not the workload's
        lines = sum(
            len(self._logs.search(each, window, parameters.pattern).lines) for each in groups
        )
        if lines == 0:
            return NoData(f"No line matches {parameters.pattern!r}.", query, window)
        return Found(Count(lines=lines), f"{lines} lines match.", query, window)
