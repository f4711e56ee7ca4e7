"""The tool that finds text in a workload's code."""

from collections.abc import Callable

from pydantic import Field

from casebook.domain.outside import CodeHit, CodeHits
from casebook.domain.workload import Workload
from casebook.ports.repositories import SourceRepository
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

# Parts between slashes, none of which is `..` or begins like an option.
_PART = r"(\.?[\w@+][\w.@+ -]*)"
FILE_PATH = rf"^{_PART}(/{_PART})*/?$"


class Request(Parameters):
    """What to find."""

    text: str = Field(
        min_length=3,
        max_length=200,
        pattern=r"^[^\x00\r\n]*$",
        description="Text as it stands in the code: a function's name, an error's words.",
    )
    path: str | None = Field(
        None, pattern=FILE_PATH, max_length=300, description="A file or folder; none means all."
    )
    limit: int = Field(20, ge=1, le=50, description="How many places at most.")


class SearchCode(Tool[Request, CodeHits]):
    """Searches the one repository that is registered, on the branch that is deployed."""

    name = "search_code"
    description = (
        "Places in the workload's source code that hold a text. Use it to find what an error's "
        "stack frame or message names. The code is as it is now, not as it was at the incident."
    )
    timeout_seconds = 12.0
    parameters = Request
    data = CodeHits
    connection = "repository"

    def __init__(self, opened: Callable[[Workload], SourceRepository]) -> None:
        self._opened = opened

    def run(self, parameters: Request, scope: Scope) -> Found[CodeHits] | NoData:
        repository = self._opened(scope.workload)
        found = repository.search(parameters.text, parameters.path, parameters.limit)
        query = parameters.model_dump(mode="json")
        where = f"{parameters.text!r}" + (f" in {parameters.path}" if parameters.path else "")
        if not found.hits:
            return NoData(f"No code has {where}.", query, scope.window)
        more = " (there are more)" if found.truncated else ""
        head = f"{len(found.hits)} places have {where}{more}"
        return Found(found, "\n".join([head, *map(_line, found.hits)]), query, scope.window)


def _line(hit: CodeHit) -> str:
    line = "" if hit.line is None else f":{hit.line}"
    return f"{hit.path}{line}: {hit.text.strip()}"
