"""How resources are set, and how they are."""

from pydantic import Field

from casebook.domain.model import Json, Model


class ResourceState(Model):
    """A resource now, as flat path -> value; `exists` is False when it is gone.

    `settings` are what somebody set, `health` how it is: status, running tasks, last events."""

    resource: str
    type: str
    exists: bool
    settings: Json
    health: Json = Field(default_factory=dict)


class WorkloadState(Model):
    resources: tuple[ResourceState, ...]
