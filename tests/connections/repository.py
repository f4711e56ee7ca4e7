"""A real git repository, and GitHub's REST API over the same one."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.connections.http_server import Asked, Said

NAME = "acme/shop"


class Origin:
    """A repository that tests commit to, with a bare clone of it."""

    def __init__(self, folder: Path) -> None:
        self.work, self.bare = folder / "work", folder / "shop.git"
        self.work.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")

    def commit(self, at: datetime, message: str, files: dict[str, str | bytes]) -> str:
        for name, text in files.items():
            path = self.work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "-A")
        when = at.astimezone(UTC).isoformat()
        self.git("commit", "-q", "--cleanup=verbatim", "-m", message, when=when)
        return self.git("rev-parse", "HEAD").strip()

    def publish(self) -> Path:
        """The bare clone, brought up to date."""
        if self.bare.exists():
            self.git("push", "-q", str(self.bare), "main")
        else:
            self.git("clone", "-q", "--bare", str(self.work), str(self.bare))
        return self.bare

    def git(self, *arguments: str, when: str = "") -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@example.com",
            "GIT_COMMITTER_EMAIL": "ada@example.com",
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
        }
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.work,
            env={k: v for k, v in environment.items() if v},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout


class GitHubOver:
    """GitHub's answers about an Origin, as far as Casebook asks."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self.strangers: list[dict[str, Any]] = []

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/search/code":
            return Said(self._found(asked.query["q"]))
        commits = f"/repos/{NAME}/commits"
        if asked.path == commits:
            return Said(self._listed(asked.query))
        sha = asked.path.removeprefix(commits + "/")
        try:
            return Said(self._commit(sha))
        except subprocess.CalledProcessError:
            return Said({"message": f"No commit found for SHA: {sha}"}, 404)

    def _found(self, query: str) -> dict[str, Any]:
        text, _, rest = query.removeprefix('"').partition('" ')
        assert rest.split()[0] == f"repo:{NAME}"
        path = rest.partition(' path:"')[2].rstrip('"')
        try:
            lines = self._origin.git("grep", "-I", "-F", "-e", text, "--", path or ".").splitlines()
        except subprocess.CalledProcessError:
            lines = []
        items = [
            {
                "path": name,
                "repository": {"full_name": NAME},
                "text_matches": [{"fragment": fragment}],
            }
            for name, _, fragment in (line.partition(":") for line in lines)
        ]
        return {"total_count": len(items), "items": items + self.strangers}

    def _listed(self, query: dict[str, str]) -> list[dict[str, Any]]:
        shas = self._origin.git(
            "log",
            "--format=%H",
            f"--since={query['since']}",
            f"--until={query['until']}",
            f"--max-count={query['per_page']}",
            "--",
            query.get("path", "."),
        ).split()
        return [self._commit(sha) for sha in shas]

    def _commit(self, sha: str) -> dict[str, Any]:
        shown = self._origin.git("show", "-s", "--format=%H%x00%an%x00%cI%x00%B", sha)
        full, author, at, message = shown.split("\0")
        numbers = self._origin.git("show", "--numstat", "--format=", full).splitlines()
        return {
            "sha": full,
            "commit": {
                "message": message.strip(),
                "author": {"name": author},
                "committer": {"date": at},
            },
            "files": [self._file(full, *line.split("\t")) for line in numbers],
        }

    def _file(self, sha: str, more: str, less: str, name: str) -> dict[str, Any]:
        patch = self._origin.git("show", "--format=", sha, "--", name).partition("\n@@")
        counts = {"additions": int(more.strip("-") or 0), "deletions": int(less.strip("-") or 0)}
        return {"filename": name, "status": "modified", "patch": "@@" + patch[2], **counts}
