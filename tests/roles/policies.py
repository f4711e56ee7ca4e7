"""Evaluates the policies of a synthesised template as IAM does: within one account, allowed by
identity policies alone (https://docs.aws.amazon.com/IAM/latest/UserGuide/
reference_policies_evaluation-logic.html). What it does not know it refuses to guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from tests.infra.deployment import Deployment, Resource, as_list

REGION, ACCOUNT = "us-east-1", "123456789012"
PSEUDO = {
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::URLSuffix": "amazonaws.com",
}
# What a resource's ARN is made of, where a policy names it by `Fn::GetAtt: Arn`, or by `Ref`.
ARNS = {
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/%s",
    "AWS::S3::Bucket": "arn:aws:s3:::%s",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:%s",
    "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:%s",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:%s:*",
    "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:%s",
    "AWS::StepFunctions::StateMachine": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:%s",
}
REFERRED_BY_ARN = {"AWS::SNS::Topic", "AWS::StepFunctions::StateMachine"}
NAMES = ("FunctionName", "LogGroupName", "StateMachineName")


class Policies:
    """The policies of every role of a template, with its references resolved."""

    def __init__(self, deployment: Deployment) -> None:
        self._resources: dict[str, Resource] = deployment.template["Resources"]
        self.statements = {role: self._of(role) for role in deployment.of_type("AWS::IAM::Role")}

    def allows(self, role: str, action: str, arn: str, context: Mapping[str, str]) -> bool:
        """Whether the role, by its logical id, may do the action on the resource, where the request
        has these condition keys."""
        found = [s for s in self.statements[role] if _applies(s, action, arn, context)]
        effects = {statement["Effect"] for statement in found}
        return "Allow" in effects and "Deny" not in effects

    def _of(self, role: str) -> list[Resource]:
        """The statements of a role's policies: those that lie beside it, and its own."""
        inline = self._resources[role]["Properties"].get("Policies", [])
        documents = [policy["PolicyDocument"] for policy in inline] + [
            policy["Properties"]["PolicyDocument"]
            for policy in self._resources.values()
            if policy["Type"] == "AWS::IAM::Policy"
            and {"Ref": role} in policy["Properties"]["Roles"]
        ]
        return [
            statement | {name: self._resolved(statement[name]) for name in RESOLVED & {*statement}}
            for document in documents
            for statement in document["Statement"]
        ]

    def _resolved(self, value: Any) -> list[str]:
        return [self._text(one) for one in as_list(value)]

    def _text(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        ((intrinsic, argument),) = value.items()
        if intrinsic == "Fn::Join":
            return str(argument[0]).join(self._text(part) for part in argument[1])
        if intrinsic == "Ref":
            return PSEUDO.get(argument) or self.physical(argument, by_arn=False)
        if intrinsic == "Fn::GetAtt" and argument[1] == "Arn":
            return self.physical(argument[0], by_arn=True)
        if intrinsic == "Fn::Sub" and isinstance(argument, str):
            return re.sub(r"\$\{(.+?)\}", lambda found: PSEUDO[found[1]], argument)
        raise NotImplementedError(f"{intrinsic} of {argument}")

    def physical(self, logical_id: str, *, by_arn: bool) -> str:
        """The name of a resource, or its ARN. One without a name is called by its logical id."""
        resource = self._resources[logical_id]
        named = resource.get("Properties", {})
        name = next((named[key] for key in NAMES if isinstance(named.get(key), str)), logical_id)
        if by_arn or resource["Type"] in REFERRED_BY_ARN:
            return ARNS[resource["Type"]] % name
        return name


RESOLVED = {"Resource", "NotResource"}
KNOWN = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}


def _applies(statement: Resource, action: str, arn: str, context: Mapping[str, str]) -> bool:
    if unknown := {*statement} - KNOWN:
        raise NotImplementedError(f"statements with {unknown}")
    return (
        _chosen(statement, "Action", action, ignore_case=True)
        and _chosen(statement, "Resource", arn, ignore_case=False)
        and all(
            _meets(operator, key, as_list(wanted), context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def _chosen(statement: Resource, element: str, value: str, *, ignore_case: bool) -> bool:
    """By `Action` or `Resource`, or by their opposites."""
    if element in statement:
        return any(matches(value, one, ignore_case) for one in as_list(statement[element]))
    return not any(matches(value, one, ignore_case) for one in as_list(statement[f"Not{element}"]))


def _meets(operator: str, key: str, wanted: list[str], context: Mapping[str, str]) -> bool:
    for_all, _, plain = operator.rpartition(":")
    if for_all not in ("", "ForAllValues") or plain not in ("StringLike", "StringNotLike"):
        raise NotImplementedError(f"the condition {operator}")
    held = context.get(key)
    if held is None:
        return for_all == "ForAllValues"  # all of none
    return any(matches(held, one) for one in wanted) == (plain == "StringLike")


def matches(value: str, pattern: str, ignore_case: bool = False) -> bool:
    """By IAM's wildcards: `*` is anything, `?` one character."""
    return _compiled(pattern, ignore_case).fullmatch(value) is not None


@cache
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    parts = (".*" if sign == "*" else "." if sign == "?" else re.escape(sign) for sign in pattern)
    return re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else 0))
