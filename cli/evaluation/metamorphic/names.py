"""Resources get other names, with the characters that AWS allows for their type.

A name is replaced as a whole word wherever it stands: workload, dimensions, log groups, lines,
changes, alarm, runbooks, and what is expected. A name that is part of a host's name gets a form
that a host's name may have.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.scenario import Resource, Runbook, Scenario

Shape = Callable[[str, random.Random], str]
_LONGEST = 60


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^A-Za-z0-9]+", name) if word] or ["x"]


def dotted(name: str, chance: random.Random) -> str:
    return ".".join(_words(name)) + f".v{chance.randint(2, 9)}"


def underscored(name: str, chance: random.Random) -> str:
    return "_".join(word.title() for word in _words(name)) + f"_{chance.randint(2, 9)}"


def capitals(name: str, chance: random.Random) -> str:
    return "".join(word.title() for word in _words(name)) + f"{chance.choice('ABCDEF')}Fn"


def with_path(name: str, chance: random.Random) -> str:
    return f"prod/{'/'.join(_words(name))}"


def managed(name: str, chance: random.Random) -> str:
    """As RDS names the secrets that it manages."""
    return f"rds!cluster-{'-'.join(_words(name)).lower()}-{chance.randint(100, 999)}"


def numbered(name: str, chance: random.Random) -> str:
    return f"{'-'.join(_words(name))}#{chance.randint(2, 9)}"


def hyphened(name: str, chance: random.Random) -> str:
    return f"{'-'.join(_words(name)).lower()}-eu1-{chance.randint(2, 9)}"


# What AWS allows: functions and services take letters, digits, hyphens and underscores; tables,
# streams and buckets dots too; what has no type of its own takes what it likes.
_ALLOWED: Mapping[str, tuple[Shape, ...]] = {
    "lambda": (underscored, capitals, hyphened),
    "ecs": (underscored, capitals, hyphened),
    # Kubernetes gives the parts of a cluster names by rules of its own: lower case and hyphens.
    "eks-workload": (hyphened,),
    "eks-node": (),
    "dynamodb": (dotted, underscored, capitals),
    "sqs": (underscored, capitals, hyphened),
    "sns": (underscored, capitals, hyphened),
    "kinesis": (dotted, underscored, capitals),
    "stepfunctions": (underscored, capitals, hyphened),
    "apigateway": (dotted, underscored, with_path),
    "secret": (managed, with_path, dotted),
    "rds": (hyphened,),
    "elasticache": (hyphened,),
    "s3": (hyphened,),
}
_OTHER: tuple[Shape, ...] = (dotted, underscored, capitals, with_path, managed, numbered, hyphened)


def renamed(scenario: Scenario, chance: random.Random) -> Variant | None:
    names = new_names(scenario, chance)
    return Variant("", with_names(scenario, names)) if names else None


def new_names(scenario: Scenario, chance: random.Random) -> dict[str, str]:
    """A new name for each resource of the workload, but hosts that are not ours."""
    text = _everything(scenario)
    names: dict[str, str] = {}
    for resource in scenario.workload.resources:
        if "." in resource.name:
            continue  # somebody else's host
        made = _shape(resource, scenario.workload.name, text, chance)(resource.name, chance)[
            :_LONGEST
        ]
        if made not in names.values() and made not in text:
            names[resource.name] = made
    return names


def with_suffix(scenario: Scenario, suffix: str) -> Scenario:
    """Every resource and log group under a name with a suffix; for two incidents in one account."""
    names = {resource.name: f"{resource.name}{suffix}" for resource in scenario.workload.resources}
    groups = {line.group for line in scenario.lines}
    groups |= {group for known in scenario.workload.resources for group in known.log_groups}
    return with_names(scenario, names | {group: f"{group}{suffix}" for group in groups})


def with_names(scenario: Scenario, names: Mapping[str, str]) -> Scenario:
    replaced = _Replacing(names)
    return replace(
        scenario,
        workload=replaced.model(scenario.workload),
        alarm=replaced.model(scenario.alarm),
        expected=replaced.model(scenario.expected),
        lines=tuple(
            line.model_copy(
                update={
                    "group": replaced.text(line.group),
                    "stream": replaced.text(line.stream),
                    "message": replaced.text(line.message),
                }
            )
            for line in scenario.lines
        ),
        data=tuple(
            datum.model_copy(update={"dimensions": replaced.value(datum.dimensions)})
            for datum in scenario.data
        ),
        changes=tuple(map(replaced.model, scenario.changes)),
        platform=tuple(map(replaced.model, scenario.platform)),
        runbooks=tuple(
            Runbook(name=book.name, text=replaced.text(book.text)) for book in scenario.runbooks
        ),
    )


Replaced = TypeVar("Replaced", bound=BaseModel)
# Fields whose values are AWS' words, never a resource's name.
_FIXED = frozenset({"namespace", "Namespace", "MetricName", "type", "kind", "category", "verdict",
                    "unit", "actor", "project", "source"})  # fmt: skip


class _Replacing:
    """Replaces names as whole words: neither a letter, digit, underscore nor hyphen beside them."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        longest_first = sorted(map(re.escape, names), key=len, reverse=True)
        self._any = re.compile(rf"(?<![\w-])(?:{'|'.join(longest_first)})(?![\w-])")

    def text(self, text: str) -> str:
        return self._any.sub(lambda match: self._names[match[0]], text)

    def value(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case dict():
                return {
                    key: inner if key in _FIXED else self.value(inner)
                    for key, inner in value.items()
                }
            case list() | tuple():
                return [self.value(inner) for inner in value]
            case _:
                return value

    def model(self, model: Replaced) -> Replaced:
        dumped = model.model_dump(mode="json", by_alias=True)
        return type(model).model_validate(self._metrics_kept(dumped))

    def _metrics_kept(self, value: Any) -> Any:
        """A metric keeps its name: it is the one object that has a namespace and a name."""
        if isinstance(value, dict):
            kept = _FIXED | ({"name"} if "namespace" in value else frozenset())
            return {
                key: inner if key in kept else self._metrics_kept(inner)
                for key, inner in value.items()
            }
        if isinstance(value, list):
            return [self._metrics_kept(inner) for inner in value]
        return self.text(value) if isinstance(value, str) else value


def _shape(resource: Resource, workload: str, text: str, chance: random.Random) -> Shape:
    name = re.escape(resource.name)
    if re.search(rf"(?:://|@|\b){name}\.[a-z]|(?://|@){name}[:/]", text):
        return hyphened
    shapes = _ALLOWED.get(resource.type, _OTHER)
    if any(resource.name in group for group in resource.log_groups):
        shapes = tuple(shape for shape in shapes if shape is not managed)  # no ! in a log group
    if resource.name == workload:  # which is Casebook's own name, with characters of its own
        shapes = tuple(shape for shape in shapes if shape not in (managed, numbered))
    return chance.choice(shapes or (hyphened,))


def _everything(scenario: Scenario) -> str:
    parts = [line.message for line in scenario.lines]
    parts += [json.dumps(change.model_dump(mode="json")) for change in scenario.changes]
    parts += [event.message for event in scenario.platform]
    parts += [scenario.workload.model_dump_json(), scenario.alarm.model_dump_json()]
    return "\n".join(parts)
