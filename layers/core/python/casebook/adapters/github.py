"""A repository at GitHub, by its REST API.

https://docs.github.com/en/rest/search/search#search-code
https://docs.github.com/en/rest/commits/commits
"""

from typing import Any
from urllib.parse import quote, urlencode

from casebook.adapters.outside import Outside
from casebook.domain.model import iso
from casebook.domain.outside import (
    ChangedFile,
    CodeHit,
    CodeHits,
    Commit,
    Commits,
    CommitSummary,
)
from casebook.domain.window import Window
from casebook.errors import Forbidden, Unavailable

_VERSION = "2022-11-28"
_PATCH_CHARACTERS = 30_000
_MESSAGE_CHARACTERS = 4_000
_FRAGMENT_CHARACTERS = 600


class GitHub:
    """Reads one repository, and of its code only the default branch, which is what GitHub searches.

    Its search is one of words: `a.b(c)` finds files with a, b and c next to each other.
    """

    def __init__(self, server: Outside, repository: str, token: str = "") -> None:
        self._server = server
        self._repository = repository
        self._headers = {"user-agent": "casebook", "x-github-api-version": _VERSION}
        if token:
            self._headers["authorization"] = f"Bearer {token}"

    def search(self, text: str, path: str | None, limit: int) -> CodeHits:
        if "authorization" not in self._headers:
            raise Forbidden("GitHub searches code for those alone who have a token; register one")
        # In quotation marks everything is text: a `repo:` in it would lead to another repository.
        literal = text.replace("\\", " ").replace('"', " ")
        asked = f'"{literal}" repo:{self._repository}'
        if path:
            asked += f' path:"{path}"'
        answer = self._get(
            "/search/code",
            {"q": asked, "per_page": limit},
            accept="application/vnd.github.text-match+json",
        )
        mine = [each for each in answer["items"] if self._is_mine(each)]
        hits = tuple(hit for each in mine for hit in _code_hits(each))
        truncated = len(hits) > limit or answer["total_count"] > len(answer["items"])
        return CodeHits(hits=hits[:limit], truncated=truncated)

    def commits(self, window: Window, path: str | None, limit: int) -> Commits:
        asked = {"since": iso(window.start), "until": iso(window.end), "per_page": limit}
        if path:
            asked["path"] = path
        answer = self._get(f"{self._base}/commits", asked)
        return Commits(commits=tuple(map(_summary, answer)), truncated=len(answer) >= limit)

    def commit(self, sha: str) -> Commit:
        answer = self._get(f"{self._base}/commits/{quote(sha, safe='')}", {})
        files = answer.get("files") or []
        patch = "\n".join(_patch(each) for each in files)
        message, summary = str(answer["commit"]["message"]), _summary(answer)
        return Commit(
            sha=summary.sha,
            author=summary.author,
            at=summary.at,
            message=message[:_MESSAGE_CHARACTERS],
            files=tuple(map(_file, files)),
            patch=patch[:_PATCH_CHARACTERS],
            truncated=len(patch) > _PATCH_CHARACTERS,
        )

    @property
    def _base(self) -> str:
        return f"/repos/{self._repository}"

    def _is_mine(self, item: Any) -> bool:
        return str(item["repository"]["full_name"]).lower() == self._repository.lower()

    def _get(self, path: str, query: dict[str, Any], accept: str = "application/json") -> Any:
        target = path + (f"?{urlencode(query)}" if query else "")
        answer = self._server.json("GET", target, {**self._headers, "accept": accept})
        if not isinstance(answer, dict | list):
            raise Unavailable("the answer is not that of GitHub's REST API")
        return answer


def _code_hits(item: Any) -> list[CodeHit]:
    """One hit for each line that GitHub shows; the file alone when it shows none."""
    path = str(item["path"])
    fragments = [str(each["fragment"]) for each in item.get("text_matches") or []]
    texts = fragments or [""]
    return [CodeHit(path=path, line=None, text=text[:_FRAGMENT_CHARACTERS]) for text in texts]


def _summary(commit: Any) -> CommitSummary:
    written = commit["commit"]
    return CommitSummary(
        sha=str(commit["sha"]),
        author=str((written.get("author") or {}).get("name") or "unknown"),
        at=written["committer"]["date"],
        subject=(str(written["message"]).splitlines() or [""])[0][:300],
    )


def _file(changed: Any) -> ChangedFile:
    return ChangedFile(
        path=str(changed["filename"]),
        status=str(changed["status"]),
        additions=int(changed["additions"]),
        deletions=int(changed["deletions"]),
    )


def _patch(changed: Any) -> str:
    """GitHub gives no patch for binary files and for very long ones."""
    name, patch = changed["filename"], changed.get("patch")
    return f"--- {name}\n{patch}" if patch else f"--- {name}\n(no patch is shown)"
