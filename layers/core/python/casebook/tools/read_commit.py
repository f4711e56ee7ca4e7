"""The tool that shows one commit."""

from collections.abc import Callable

from pydantic import Field

from casebook.domain.model import iso
from casebook.domain.outside import Commit
from casebook.domain.workload import Workload
from casebook.ports.repositories import SourceRepository
from casebook.tools.tool import Found, Parameters, Scope, Tool

_FILES_SHOWN = 50


class Request(Parameters):
    """Which commit to show."""

    sha: str = Field(
        pattern=r"^[0-9a-f]{7,40}$",
        description="The commit's id, 7 to 40 characters of 0-9 and a-f.",
    )


class ReadCommit(Tool[Request, Commit]):
    """Shows it against its first parent."""

    name = "read_commit"
    description = (
        "A commit of the workload's repository: who made it, when, its message, the files that it "
        "changed and the patch. Ids come from list_commits."
    )
    timeout_seconds = 12.0
    parameters = Request
    data = Commit
    connection = "repository"

    def __init__(self, opened: Callable[[Workload], SourceRepository]) -> None:
        self._opened = opened

    def run(self, parameters: Request, scope: Scope) -> Found[Commit]:
        commit = self._opened(scope.workload).commit(parameters.sha)
        return Found(commit, _described(commit), parameters.model_dump(mode="json"), scope.window)


def _described(commit: Commit) -> str:
    files = [
        f"  {each.path}: +{each.additions} -{each.deletions}"
        for each in commit.files[:_FILES_SHOWN]
    ]
    if left_out := len(commit.files) - len(files):
        files.append(f"  and {left_out} more files")
    end = ["… the rest of the patch is left out …"] if commit.truncated else []
    return "\n".join(
        [
            f"{commit.sha} by {commit.author} at {iso(commit.at)}",
            commit.message,
            *files,
            commit.patch,
            *end,
        ]
    )
