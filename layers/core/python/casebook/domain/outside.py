"""What a workload's connections bring back: search hits, code, commits, rows. All of it is text
that others wrote."""

from casebook.domain.model import Instant, Json, Model


class SearchHit(Model):
    """One document; `document` is its source as JSON text, shortened when it is long."""

    index: str
    id: str
    at: Instant | None
    document: str


class SearchHits(Model):
    """Newest first. `total` counts what matched; with `total_is_exact` false there are more."""

    hits: tuple[SearchHit, ...]
    total: int
    total_is_exact: bool = True
    incomplete: str | None = None
    """Why documents may be missing: the time was up, or a shard had looked at enough."""


class CodeHit(Model):
    """A place in the code. GitHub tells no line numbers."""

    path: str
    line: int | None
    text: str


class CodeHits(Model):
    hits: tuple[CodeHit, ...]
    truncated: bool = False


class CommitSummary(Model):
    sha: str
    author: str
    at: Instant
    """When it was committed, which is when it came to where it is: an author's date may be old."""
    subject: str


class Commits(Model):
    """Newest first."""

    commits: tuple[CommitSummary, ...]
    truncated: bool = False


class ChangedFile(Model):
    path: str
    status: str
    additions: int
    deletions: int


class Commit(Model):
    """A commit against its first parent. `patch` is a unified diff, its end left out when long."""

    sha: str
    author: str
    at: Instant
    message: str
    files: tuple[ChangedFile, ...]
    patch: str
    truncated: bool = False


class Rows(Model):
    """Each row by the names of its columns."""

    rows: tuple[Json, ...]
    truncated: bool = False


class Row(Model):
    """A row as JSON text; None for one that is longer than was asked for."""

    text: str | None
    characters: int
