"""What tools read from logs."""

from datetime import timedelta
from typing import Literal

from casebook.domain.finding import ErrorPattern
from casebook.domain.model import Instant, Model, Said

BASELINE = timedelta(hours=1)
"""How far before the window error lines are looked for that are usual."""


class LogLines(Model):
    """Lines as they stand in the log, redacted, oldest first."""

    lines: tuple["LoggedLine", ...]
    truncated: bool


class LoggedLine(Model):
    """`resource` wrote the line, where several write into its log group; None in a group of one.
    `is_error`: it reports a failure; None in evidence from before that was kept."""

    at: Instant
    message: Said
    log_group: str
    resource: str | None = None
    is_error: bool | None = None

    def is_of(self, resource: str) -> bool:
        """Whether the resource wrote it, as far as the log group's lines can be told apart."""
        return self.resource in (None, resource)


class LogVolume(Model):
    """How many lines a log group had in the window and in the hour before, errors or not, and when
    the newest of them came."""

    log_group: str
    resource: str
    lines: int
    baseline_lines: int
    last_at: Instant | None


class ErrorCounts(Model):
    """How many error lines a resource had in each period from `start` on, from the hour before the
    window to its end. None where there were more lines than were read."""

    resource: str
    start: Instant
    period_seconds: int
    values: tuple[int | None, ...]


class FieldValue(Model):
    """How many of the failing have it, and how many of the others."""

    value: Said
    failing: int
    others: int


class ComparedField(Model):
    """`values` are those that the failing have far more often, `distinct` how many there are.
    `unshared` of the failing have values of it that no other has."""

    name: Said
    values: tuple[FieldValue, ...]
    distinct: int
    unshared: int = 0


class LeftOutField(Model):
    """A field that cannot be compared: times, numbers that only grow, ids."""

    name: Said
    reason: Literal["time", "grows", "mostly-unique"]


class FieldContrast(Model):
    """A resource's requests that failed in the window, by the fields of their lines, against those
    that did not, in the window and the hour before. Lines count alone where they name no request
    (`by`). The fields that differ most come first."""

    resource: str
    by: Literal["request", "line"]
    failing: int
    others: int
    fields: tuple[ComparedField, ...]
    left_out: tuple[LeftOutField, ...] = ()


class RuntimeSwitch(Model):
    """Since `at` a function's environments start with another runtime than up to `before_at`.

    `is_update`: another version of the same runtime, which Lambda puts in by itself."""

    resource: str
    at: Instant
    before_at: Instant
    before: str
    after: str
    is_update: bool


class MemoryUse(Model):
    """A function took `used_mb` of its `size_mb` at most in the window, nearly all of it since
    `since`; in the hour before at most `before_mb`, None if no invocation was reported there."""

    resource: str
    since: Instant
    size_mb: int
    used_mb: int
    before_mb: int | None


class LogPatterns(Model):
    """The error lines of the incident window folded into templates, against the hour before.

    `patterns` are ranked: new or suddenly frequent ones first. `total_lines` counts every line read
    in the window, errors or not; `volumes` say how many each log group had. `warnings` are patterns
    of lines that only warn, those alone that are new.
    """

    patterns: tuple[ErrorPattern, ...]
    warnings: tuple[ErrorPattern, ...] = ()
    volumes: tuple[LogVolume, ...] = ()
    total_lines: int
    truncated: bool
    known_since: Instant | None = None
    """When the first line of all that were read came: of what was before nothing is known."""
    runtimes: tuple[RuntimeSwitch, ...] = ()
    """Functions whose environments start with another runtime than before."""
    memory: tuple[MemoryUse, ...] = ()
    """Functions whose invocations took nearly all of their memory."""
    error_counts: tuple[ErrorCounts, ...] = ()
    """Of those that had errors, most first."""
    contrasts: tuple[FieldContrast, ...] = ()
    """Of those that had most errors, where their lines have fields."""
    groups_left_out: int = 0
    """How many log groups were not read, since there are more than a run may ask for."""
