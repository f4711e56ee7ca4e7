"""What was changed: as the team says, as CloudTrail tells it, and as Casebook sees it itself."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from typing import NamedTuple, Protocol

from casebook.domain.change import Change
from casebook.domain.model import Instant, Model
from casebook.domain.window import Window
from casebook.domain.workload import Resource


class ChangeStore(Protocol):
    def add(self, workload_id: str, change: Change) -> None:
        """Idempotent by `change_id`."""
        ...

    def within(self, workload_id: str, window: Window) -> list[Change]:
        """Changes with `at` in the window, oldest first."""
        ...


class Observation(NamedTuple):
    """One resource as Casebook saw it at a moment, as flat path -> value.

    `settings` are what somebody set: a difference between two looks is a change. `health` is how it
    is just now (status, running tasks, last events, limits in use): it moves by itself, so it is
    shown and neither kept nor compared. `edition` counts what the source knew how to read, and how
    values are taken in: a path that is new to it was there before, so looks of two editions are not
    compared.
    """

    resource: str
    at: datetime
    settings: Mapping[str, str | int | float | bool | None]
    health: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    edition: int = 1


class ObservationStore(Protocol):
    def latest(self, workload_id: str) -> dict[str, Observation]:
        """The newest observation of every resource of the workload, by resource name."""
        ...

    def keep(self, workload_id: str, observation: Observation) -> None:
        """Keep what was seen, unless a later look is kept: observers run side by side, and the
        slower one must not put an older look back."""
        ...


class ConfigurationSource(Protocol):
    def observe(self, resource: Resource) -> Observation | None:
        """The resource now; None for a type that AWS keeps no configuration of.

        Values that may be secret (environment variables, say) are redacted, so that a change of
        them still shows. `related.role` names a function's role where there is one.

        Raises:
            NotFound: the resource does not exist (any more).
        """
        ...


class TrailEvent(Model):
    """A management API call, as CloudTrail tells it."""

    event_id: str
    at: Instant
    name: str
    source: str
    actor: str
    resources: tuple[str, ...]
    parameters: str
    """The request's parameters as JSON text. AWS hides some values, e.g. environment variables."""


class ChangeTrail(Protocol):
    def lookup(self, resources: Iterable[str], window: Window) -> list[TrailEvent]:
        """Calls that changed one of the named resources (not reads), oldest first. A role is named
        `role/<name>`."""
        ...
