"""A bare clone on disk, read by the `git` program.

Lambda's runtimes have no git: there, GitHub's REST API is the way (adapters/github.py). Nothing of
a repository is trusted: its configuration could name programs to run (a pager, a diff tool, a
monitor), so each command switches those off, sees no configuration but its own, and no GIT_
variable.
"""

import os
import re
import shutil
import subprocess
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

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
from casebook.errors import InvalidRequest, NotFound, Unavailable

_SECONDS = 8.0
_MOST_BYTES = 2 * 1024 * 1024
_PATCH_CHARACTERS = 30_000
_MESSAGE_CHARACTERS = 4_000
_LINE_CHARACTERS = 600
_SHA = re.compile(r"[0-9a-f]{7,40}")
_NO_PROGRAMS = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"),
    *("-c", "protocol.allow=never", "-c", "log.showSignature=false"),
)
_NO_DIFF_PROGRAMS = ("--no-ext-diff", "--no-textconv", "--no-color")
# Fields end with a NUL, which no field can hold.
_SUMMARY = "%H%x00%an%x00%ct%x00%s%x00"


class BareRepository:
    """Reads one branch of a bare repository."""

    def __init__(self, path: Path, branch: str = "HEAD", git: str | None = None) -> None:
        """`git` is the program; the one on the path when it is not given.

        Raises:
            Unavailable: there is no git here.
        """
        program = git or shutil.which("git")
        if program is None:
            raise Unavailable(
                "there is no git here (Lambda has none); register the repository at GitHub instead"
            )
        self._path = path
        self._branch = branch
        self._command = [program, "--no-pager", f"--git-dir={path}", *_NO_PROGRAMS]
        self._command += ["-c", f"safe.directory={path}"]

    def search(self, text: str, path: str | None, limit: int) -> CodeHits:
        found, cut = self._run(
            *("grep", "-n", "-z", "-I", "--full-name", "--no-color", "--no-textconv"),
            *("--fixed-strings", f"--max-count={limit}", "-e", text, self._branch),
            *_paths(path),
            none_found=1,
        )
        hits = [hit for each in found.splitlines() if (hit := self._hit(each))]
        return CodeHits(hits=tuple(hits[:limit]), truncated=cut or len(hits) > limit)

    def commits(self, window: Window, path: str | None, limit: int) -> Commits:
        found, _ = self._run(
            *("log", f"--max-count={limit + 1}", f"--format={_SUMMARY}"),
            *(f"--since={iso(window.start)}", f"--until={iso(window.end)}", "--no-color"),
            self._branch,
            *_paths(path),
        )
        summaries = _summaries(found)
        return Commits(commits=tuple(summaries[:limit]), truncated=len(summaries) > limit)

    def commit(self, sha: str) -> Commit:
        if not _SHA.fullmatch(sha):
            raise InvalidRequest(f"{sha!r} is no commit's id: 7 to 40 characters of 0-9 and a-f")
        head, _ = self._run(
            "show", "--no-patch", f"--format={_SUMMARY}%B", f"{sha}^{{commit}}", "--"
        )
        fields = head.split("\0")
        diff = ("diff-tree", "-r", "-M", "--root", "-m", "--first-parent", "--no-commit-id")
        numbers, _ = self._run(*diff, "--numstat", "-z", "--no-renames", fields[0], "--")
        patch, cut = self._run(*diff, *_NO_DIFF_PROGRAMS, "--patch", fields[0], "--")
        (summary,) = _summaries(head.rpartition("\0")[0] + "\0")
        return Commit(
            sha=summary.sha,
            author=summary.author,
            at=summary.at,
            message=fields[4].strip()[:_MESSAGE_CHARACTERS],
            files=_files(numbers),
            patch=patch[:_PATCH_CHARACTERS],
            truncated=cut or len(patch) > _PATCH_CHARACTERS,
        )

    def _hit(self, line: str) -> CodeHit | None:
        """`branch:path NUL line NUL text`, as `-n -z` writes it."""
        place, _, rest = line.partition("\0")
        number, _, text = rest.partition("\0")
        if not number.isdigit():
            return None  # the rest of a line that the cut left half
        path = place.removeprefix(f"{self._branch}:")
        return CodeHit(path=path, line=int(number), text=text[:_LINE_CHARACTERS])

    def _run(self, *arguments: str, none_found: int = 0) -> tuple[str, bool]:
        """What git says, and whether its end was cut off. `none_found` is another good exit status.

        Raises:
            NotFound: there is no such repository, branch, commit or path.
            Unavailable: git took too long.
        """
        with tempfile.TemporaryFile() as complaints:
            process = subprocess.Popen(
                [*self._command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=_environment(),
                cwd="/",
            )
            timer = threading.Timer(_SECONDS, process.kill)
            timer.start()
            try:
                assert process.stdout is not None
                said = process.stdout.read(_MOST_BYTES + 1)
                cut = len(said) > _MOST_BYTES
                if cut:
                    process.kill()
                process.stdout.close()
                status = process.wait()
                timed_out = not timer.is_alive() and status < 0 and not cut
            finally:
                timer.cancel()
            complaints.seek(0)
            why = complaints.read(500).decode(errors="replace").strip()
        if timed_out:
            raise Unavailable(f"git {arguments[0]} did not end within {_SECONDS:g} s")
        if not cut and status not in (0, none_found):
            raise NotFound(f"git {arguments[0]}: {why or f'status {status}'}")
        return said[:_MOST_BYTES].decode(errors="replace"), cut


def _paths(path: str | None) -> tuple[str, ...]:
    return ("--", path) if path else ("--",)


def _environment() -> dict[str, str]:
    """What git sees: nothing that a repository or a caller could have set."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": "/nonexistent",
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",  # `:(top)` and the like are names, as they stand
    }


def _summaries(text: str) -> list[CommitSummary]:
    fields = text.split("\0")
    return [
        CommitSummary(
            sha=sha.strip(),
            author=author,
            at=datetime.fromtimestamp(int(seconds), UTC),
            subject=subject[:300],
        )
        for sha, author, seconds, subject in zip(
            fields[0::4], fields[1::4], fields[2::4], fields[3::4], strict=False
        )
    ]


def _files(numbers: str) -> tuple[ChangedFile, ...]:
    """From `--numstat -z`; binary files have `-` for numbers."""
    counted = (line.split("\t", 2) for line in numbers.split("\0") if line.count("\t") >= 2)
    return tuple(
        ChangedFile(path=path, status="changed", additions=_count(more), deletions=_count(less))
        for more, less, path in counted
    )


def _count(number: str) -> int:
    return int(number) if number.isdigit() else 0
