"""What the endpoints of workloads and changes take and give."""

import re
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from casebook.domain.change import Change, FieldChange
from casebook.domain.connections import secret_id
from casebook.domain.model import Instant, Model
from casebook.domain.workload import Connections, Resource, Workload

Name = Annotated[str, StringConstraints(pattern=r"^[\w][\w .:/-]*$", max_length=128)]


def _as_aws_names(name: str) -> str:
    """A name as AWS takes one: any printable characters. Not what could not be told from its
    neighbours, as blanks around it or a control character within."""
    if name != name.strip():
        raise ValueError("must not begin or end with a space")
    if not name.isprintable():
        raise ValueError("must have printable characters only")
    return name


ResourceName = Annotated[
    str, StringConstraints(min_length=1, max_length=2048), AfterValidator(_as_aws_names)
]
"""A resource's name or ARN: `rds!cluster-1a2b`, `/aws/lambda/x`, `svc#2`, `arn:aws:iam::…:role/x`.
An ARN has up to 2,048 characters."""


# Lines of a unified diff are no settings, whatever they hold.
_UNIFIED = ("+", "-", "@@", "diff ", "index ")
_ARROW = r"(?:->|→|=>)"
_ARROWS = (re.compile(rf"(?:^|\s){_ARROW}(?=\s|$)"), re.compile(_ARROW))
_PATH_ENDS = (re.compile(r"\s*[:=](?=\s|$)"), re.compile(r"\s*[:=]"))


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


class WorkloadsQuery(Model):
    """Without a limit all of them come at once. `next` is what the page before said."""

    limit: int | None = Field(None, ge=1, le=200)
    next: str = Field("", max_length=256)


class WorkloadPage(Model):
    """By project. `next` is there when there is another page: send it back as it is."""

    workloads: tuple[Workload, ...]
    next: str | None = None


class ReportChange(Model):
    """A change, as a team's pipeline reports it.

    `diff` is a list of settings with `before` and `after`, an object of the same by path, or text:
    lines such as `PAYMENTS_URL: old -> new`, or a unified diff.
    """

    at: Instant
    kind: str = Field(max_length=64)
    resource: ResourceName
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
                return tuple(filter(None, map(_line, self.diff.splitlines())))
            case dict():
                return tuple(_field(path, value) for path, value in self.diff.items())
            case _:
                return self.diff


class ChangePage(Model):
    changes: tuple[Change, ...]


class ObserveRequest(BaseModel):
    """What the observer's function is invoked with; a schedule's event names no workload."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore")

    workload_id: str | None = None


def _line(text: str) -> FieldChange | None:
    """`PAYMENTS_URL: a -> b`, one setting a line, is what pipelines find easy to write. The path
    may have spaces, and ends at the first colon or equals sign that a space follows, or else at the
    first of all; so with the arrow."""
    arrow = _first(_ARROWS, text)
    if arrow is None or text.startswith(_UNIFIED):
        return None
    setting = text[: arrow.start()]
    end = _first(_PATH_ENDS, setting)
    if end is None or not (path := setting[: end.start()].strip()):
        return None
    before, after = setting[end.end() :].strip(), text[arrow.end() :].strip()
    return FieldChange(path=path, before=before, after=after)


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    """The first match of the first pattern that has one."""
    return next((found for pattern in patterns if (found := pattern.search(text))), None)


def _field(path: str, value: JsonValue) -> FieldChange:
    if isinstance(value, dict) and value.keys() <= {"before", "after"} and value:
        return FieldChange(path=path, before=value.get("before"), after=value.get("after"))
    if isinstance(value, list) and len(value) == 2:
        return FieldChange(path=path, before=value[0], after=value[1])
    return FieldChange(path=path, after=value)
