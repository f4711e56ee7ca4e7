"""Reads a synthesised template in the words of the tests: functions, and what each may do."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Resource = dict[str, Any]


@dataclass(frozen=True)
class Permission:
    """One allowed action on one resource, whose references are written `<LogicalId>`."""

    action: str
    resource: str


class Deployment:
    """One stack's template."""

    def __init__(self, folder: Path, stack: str) -> None:
        self.folder = folder
        self.stack = stack
        self.template_file = folder / f"{stack}.template.json"
        self.template: Resource = json.loads(self.template_file.read_text())

    def of_type(self, kind: str) -> dict[str, Resource]:
        """The resources of one CloudFormation type, by logical id."""
        return {
            logical_id: resource
            for logical_id, resource in self.template["Resources"].items()
            if resource["Type"] == kind
        }

    def only(self, kind: str, of: str = "") -> Resource:
        """The properties of the one resource of its type, in the capability `of` if one is named:
        logical ids begin with it.
        """
        (resource,) = (
            resource
            for logical_id, resource in self.of_type(kind).items()
            if logical_id.startswith(of)
        )
        properties: Resource = resource["Properties"]
        return properties

    @cached_property
    def functions(self) -> dict[str, Resource]:
        """The properties of every function of Casebook's, by the name of its folder."""
        functions = self.of_type("AWS::Lambda::Function")
        return {name: functions[logical_id]["Properties"] for logical_id, name in self.ids.items()}

    @cached_property
    def ids(self) -> dict[str, str]:
        """The folder's name of every function, by logical id."""
        return {
            logical_id: name_of(resource["Properties"], self.stack)
            for logical_id, resource in self.of_type("AWS::Lambda::Function").items()
            # The CDK's own, which copies the console's files, has no name.
            if "FunctionName" in resource["Properties"]
        }

    @cached_property
    def permissions(self) -> dict[str, set[Permission]]:
        """What every function's role allows, by the name of its folder."""
        return {
            name: self.permissions_of(properties["Role"]["Fn::GetAtt"][0])
            for name, properties in self.functions.items()
        }

    def permissions_of(self, role: str) -> set[Permission]:
        """What a role, named by its logical id, allows."""
        return {
            Permission(action, written(resource))
            for policy in self.of_type("AWS::IAM::Policy").values()
            if {"Ref": role} in policy["Properties"]["Roles"]
            for statement in policy["Properties"]["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Allow"
            for action in as_list(statement["Action"])
            for resource in as_list(statement["Resource"])
        }

    def who_may(self, *actions: str) -> set[str]:
        """The functions that may do any of these actions, on whatever resource."""
        return {
            name
            for name, permissions in self.permissions.items()
            if any(permission.action in actions for permission in permissions)
        }

    def who_carries(self, layer: str) -> set[str]:
        """The functions that have the layer, or read it where it was built."""
        return {
            name
            for name, each in self.functions.items()
            if any(layer.title() in carried["Ref"] for carried in each.get("Layers", []))
            or f"/{layer}/python" in self.environment(name).get("PYTHONPATH", "")
        }

    def environment(self, function: str) -> dict[str, str]:
        """A function's environment, its references written `<LogicalId>`."""
        variables = self.functions[function]["Environment"]["Variables"]
        return {name: written(value) for name, value in variables.items()}

    def output(self, name: str) -> str:
        return written(self.template["Outputs"][name]["Value"])


def name_of(function: Resource, stack: str) -> str:
    """`Casebook-prod-log-agent` is the handler in `functions/log_agent`."""
    full: str = function["FunctionName"]
    return full.removeprefix(f"{stack}-").replace("-", "_")


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def written(value: Any) -> str:
    """A value as one line: references become `<LogicalId>` or `<LogicalId.Attribute>`."""
    if isinstance(value, dict):
        ((intrinsic, argument),) = value.items()
        if intrinsic == "Fn::Join":
            return str(argument[0]).join(written(part) for part in argument[1])
        return f"<{'.'.join(as_list(argument))}>"
    return str(value)
