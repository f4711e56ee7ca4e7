"""The tool that lists what was committed before an incident began."""

from collections.abc import Callable
from datetime import timedelta

from pydantic import Field

from casebook.domain.model import iso
from casebook.domain.outside import Commits, CommitSummary
from casebook.domain.window import Window
from casebook.domain.workload import Workload
from casebook.ports.repositories import SourceRepository
from casebook.tools.search_code import FILE_PATH
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool


class Request(Parameters):
    """Which commits to list."""

    path: str | None = Field(
        None,
        pattern=FILE_PATH,
        max_length=300,
        description="Only commits that touched this file or folder, e.g. the one of an error's "
        "stack frame.",
    )
    lookback_hours: int = Field(
        72, ge=1, le=720, description="How long before the incident began to look, in hours."
    )
    limit: int = Field(20, ge=1, le=100, description="How many commits at most; the newest.")


class ListCommits(Tool[Request, Commits]):
    """A commit is no deployment: what it changed runs when it was deployed, which list_changes
    tells."""

    name = "list_commits"
    description = (
        "Commits to the workload's repository before the incident began, newest first; with a "
        "path, those that touched it. Read one with read_commit. list_changes tells when it was "
        "deployed."
    )
    timeout_seconds = 12.0
    parameters = Request
    data = Commits
    connection = "repository"

    def __init__(self, opened: Callable[[Workload], SourceRepository]) -> None:
        self._opened = opened

    def run(self, parameters: Request, scope: Scope) -> Found[Commits] | NoData:
        start = scope.window.start - timedelta(hours=parameters.lookback_hours)
        window = Window(start=start, end=scope.window.reaching(scope.now).end)
        repository = self._opened(scope.workload)
        found = repository.commits(window, parameters.path, parameters.limit)
        query = parameters.model_dump(mode="json")
        where = f" that touched {parameters.path}" if parameters.path else ""
        if not found.commits:
            return NoData(f"No commits{where} since {iso(start)}.", query, window)
        more = " (there are older ones)" if found.truncated else ""
        head = f"{len(found.commits)} commits{where} since {iso(start)}{more}"
        return Found(found, "\n".join([head, *map(_line, found.commits)]), query, window)


def _line(commit: CommitSummary) -> str:
    return f"{iso(commit.at)} {commit.sha[:12]} {commit.author}: {commit.subject}"
