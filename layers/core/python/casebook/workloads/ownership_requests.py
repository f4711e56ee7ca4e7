"""What the endpoints of ownership take and give."""

from typing import Literal

from pydantic import Field

from casebook.domain.model import Model
from casebook.domain.ownership import Owned, Ownership

Mode = Literal["by-prefix", "single-tenant"]
"""`by-prefix`: a project may watch what it owns. `single-tenant`: every project may watch
everything, for an account that is one team's."""


class ForeignThing(Model):
    """Something that a workload names and its project does not own: where, and its name."""

    field: str
    name: str


class UnownedWorkload(Model):
    """A workload of which not all is looked at. `command` is what an operator runs to allow it."""

    workload_id: str
    name: str
    foreign: tuple[ForeignThing, ...]
    command: str


class OwnershipView(Model):
    """What the project owns. Version 0: nothing was written yet. `unowned` are its workloads of
    which not all is looked at."""

    mode: Mode
    ownership: Ownership
    unowned: tuple[UnownedWorkload, ...] = ()


class OwnershipPage(Model):
    """By project: the caller's own, or all of them for an operator."""

    projects: tuple[OwnershipView, ...]


class PutOwnership(Owned):
    """`version` is the newest that the writer has seen, so that nobody writes over another's."""

    version: int = Field(ge=0)
