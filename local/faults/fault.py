"""What a fault is: how it is made and unmade, and what a right diagnosis of it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from local.aws import Aws


@dataclass(frozen=True)
class Target:
    """The shop as the release robot reaches it."""

    aws: Aws
    payments_url: str


@dataclass(frozen=True)
class Expected:
    """What counts as right. `resource` is None for a false alarm."""

    verdicts: tuple[str, ...]
    resource: str | None
    categories: tuple[str, ...]
    mention: str | None = None


class Fault(Protocol):
    """`revert` needs nothing that `inject` left behind: it also cleans up after a crash between."""

    @property
    def name(self) -> str: ...

    @property
    def description(self) -> str: ...

    @property
    def expected(self) -> Expected: ...

    def inject(self, target: Target) -> None: ...

    def revert(self, target: Target) -> None: ...


BLAMED = ("confirmed", "likely")
