"""What the endpoints of workloads, changes and alarms take and give."""

import re
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from casebook.domain.alarm import Alarm
from casebook.domain.change import Change, FieldChange
from casebook.domain.connections import secret_id
from casebook.domain.model import Instant, Model
from casebook.domain.workload import Connections, Resource, Workload

Name = Annotated[str, StringConstraints(pattern=r"^[\w][\w .:/-]*$", max_length=128)]

# `PAYMENTS_URL: a -> b`, one setting a line, is what pipelines find easy to write.
_DIFF_LINE = re.compile(
    r"^\s*(?P<path>[\w.\[\]/:-]+)\s*[:=]\s*(?P<before>.*?)\s*(?:->|→|=>)\s*(?P<after>.*?)\s*$"
)


class DescribeWorkload(Connections):
    """A workload as its team describes it, to register it or to change it."""

    name: Name
    project: Name
    resources: tuple[Resource, ...] = Field(min_length=1, max_length=200)
    calls: tuple[tuple[str, str], ...] = Field((), max_length=2000)
    alarms: tuple[str, ...] = Field((), max_length=200)

    @model_validator(mode="after")
    def _resources_have_different_names(self) -> Self:
        names = [each.name for each in self.resources]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"resources are named twice: {', '.join(sorted(twice))}")
        return self

    @model_validator(mode="after")
    def _calls_are_between_resources(self) -> Self:
        known = {each.name for each in self.resources}
        if unknown := {name for call in self.calls for name in call} - known:
            raise ValueError(f"calls name unknown resources: {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def _connections_can_be_used(self) -> Self:
        for name in self.secrets:
            secret_id(self.project, name)  # raises for a project that can have none
        names = [each.name for each in self.mcp]
        if len(set(names)) < len(names):
            raise ValueError("mcp: servers have different names; two have the same")
        if self.search:
            needed = {"none": (), "sigv4": ("region",)}.get(self.search.auth, ("secret",))
            for field in needed:
                if getattr(self.search, field) is None:
                    raise ValueError(f"search: auth {self.search.auth!r} needs a {field}")
        return self


class WorkloadPage(Model):
    workloads: tuple[Workload, ...]


class ReportChange(Model):
    """A change, as a team's pipeline reports it.

    `diff` is a list of settings with `before` and `after`, an object of the same by path, or text:
    lines such as `PAYMENTS_URL: old -> new`, or a unified diff.
    """

    at: Instant
    kind: str = Field(max_length=64)
    resource: Name
    actor: str | None = Field(None, max_length=256)
    summary: str = Field("", max_length=2000)
    diff: tuple[FieldChange, ...] | dict[str, JsonValue] | str | None = None
    url: str | None = Field(None, max_length=2000)

    @field_validator("diff")
    @classmethod
    def _diff_is_not_huge(cls, diff: object) -> object:
        if isinstance(diff, str) and len(diff) > 50_000:
            raise ValueError("at most 50,000 characters; link to the rest with url")
        return diff

    def fields(self) -> tuple[FieldChange, ...]:
        """The diff as settings, as far as it can be read as such."""
        match self.diff:
            case None:
                return ()
            case str():
                lines = map(_DIFF_LINE.match, self.diff.splitlines())
                return tuple(FieldChange(**line.groupdict()) for line in lines if line)
            case dict():
                return tuple(_field(path, value) for path, value in self.diff.items())
            case _:
                return self.diff


class ChangePage(Model):
    changes: tuple[Change, ...]


class UnmatchedAlarmView(Model):
    alarm: Alarm
    received_at: Instant
    why: str


class UnmatchedAlarmPage(Model):
    """Newest first."""

    alarms: tuple[UnmatchedAlarmView, ...]


class ObserveRequest(BaseModel):
    """What the observer's function is invoked with; a schedule's event names no workload."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")

    workload_id: str | None = None


def _field(path: str, value: JsonValue) -> FieldChange:
    if isinstance(value, dict) and value.keys() <= {"before", "after"} and value:
        return FieldChange(path=path, before=value.get("before"), after=value.get("after"))
    if isinstance(value, list) and len(value) == 2:
        return FieldChange(path=path, before=value[0], after=value[1])
    return FieldChange(path=path, after=value)
