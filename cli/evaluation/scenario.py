"""A scenario: what it consists of, and what is expected of a report about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
)
from pydantic.alias_generators import to_camel


def _as_list(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Text = Annotated[str, StringConstraints(min_length=1)]
Offset = Annotated[FiniteFloat, Field(description="Seconds from when the alarm fires.")]
OneOrSeveral = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
OneOrNoneOrSeveral = Annotated[tuple[str | None, ...], BeforeValidator(_as_list)]


class _Model(BaseModel):
    """What the loader does not know it leaves alone: the API decides about it."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Metric(_Model):
    """A metric by its full address."""

    namespace: Text
    name: Text
    dimensions: dict[str, str] = Field(default_factory=dict)


class Resource(_Model):
    model_config = ConfigDict(extra="allow")

    name: Text
    type: str = "other"
    log_groups: tuple[Text, ...] = ()
    metrics: tuple[Metric, ...] = ()


class Workload(_Model):
    model_config = ConfigDict(extra="allow")

    name: Text
    project: Text
    resources: tuple[Resource, ...]
    calls: tuple[tuple[str, str], ...] = ()
    alarms: tuple[str, ...] = ()


class Alarm(_Model):
    """The message that CloudWatch publishes; every time in it is an offset."""

    model_config = ConfigDict(extra="allow", alias_generator=None)

    name: Text = Field(alias="AlarmName")

    def message(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True)


class Line(_Model):
    """A log line."""

    group: Text
    stream: Text
    at: Offset
    message: Text


class Datum(Metric):
    """One datapoint."""

    unit: str = "None"
    at: Offset
    value: FiniteFloat


class Change(_Model):
    """An entry of the change feed. Beside `at` it is passed on as it stands."""

    model_config = ConfigDict(extra="allow")

    at: Offset


class PlatformEvent(_Model):
    """What an AWS service says of a resource: an event of RDS, why a task of ECS stopped."""

    model_config = ConfigDict(extra="forbid")

    at: Offset
    resource: Text
    source: Text
    message: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Runbook(_Model):
    name: str
    text: str


class Expected(_Model):
    """What counts as right. A resource of None means that none is to be blamed.

    Two are for transformations alone: `onset`, when the incident began, is derived from the data
    where it is not told; `faults` are other resources with a real fault of their own, which may be
    named when the evidence of the expected one is taken away.
    """

    verdict: OneOrSeveral
    resource: OneOrNoneOrSeveral
    category: OneOrSeveral | None = None
    mentions: tuple[str, ...] = ()
    blames: tuple[str, ...] = ()
    onset: Offset | None = None
    faults: tuple[str, ...] = ()

    @property
    def is_false_alarm(self) -> bool:
        return "healthy" in self.verdict and None in self.resource


@dataclass(frozen=True)
class Scenario:
    """One incident. `part`: the folder of scenarios that it is from. `children` are the alarms that
    a composite alarm is made of, as DescribeAlarms tells them. `beside` is an incident of another
    workload of the same account, at the same time."""

    name: str
    workload: Workload
    alarm: Alarm
    expected: Expected
    lines: tuple[Line, ...] = ()
    data: tuple[Datum, ...] = ()
    changes: tuple[Change, ...] = ()
    platform: tuple[PlatformEvent, ...] = ()
    runbooks: tuple[Runbook, ...] = ()
    part: str = "all"
    children: tuple[Alarm, ...] = ()
    beside: Scenario | None = None
