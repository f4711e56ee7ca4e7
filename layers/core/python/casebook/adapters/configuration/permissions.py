"""What an IAM role may do, one setting an action, so that a difference names the very action."""

import json
from collections.abc import Iterator
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.values import Settings, digest

# A policy such as ReadOnlyAccess has thousands; of more than these only a digest is told.
_MOST_ACTIONS = 100


class RolePermissions:
    """Reads roles, with a memory of managed policies: a version of one never changes.

    IAM bills nothing, but throttles the whole account. A look costs two calls, one for each inline
    and each attached policy, and one for each version of an attached one that is new here.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._versions: dict[tuple[str, str], Settings] = {}

    def of(self, role: str | None) -> Settings:
        """`permissions.<policy>.<Allow|Deny> <action>` -> the resources it is for. A policy that is
        attached stands under `permissions.attached.<name>`, which itself has its ARN.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
        """
        settings: Settings = {}
        if not role:
            return settings
        for name in self._pages("list_role_policies", "PolicyNames", role):
            policy = self._clients.call("iam", "get_role_policy", RoleName=role, PolicyName=name)
            told = _actions(policy["PolicyDocument"])
            settings |= {f"permissions.{name}.{path}": value for path, value in told.items()}
        for attached in self._pages("list_attached_role_policies", "AttachedPolicies", role):
            path, arn = f"permissions.attached.{attached['PolicyName']}", attached["PolicyArn"]
            settings[path] = arn
            settings |= {f"{path}.{each}": value for each, value in self._managed(arn).items()}
        return settings

    def _managed(self, arn: str) -> Settings:
        """The actions of the version that is in force."""
        version = self._clients.call("iam", "get_policy", PolicyArn=arn)["Policy"][
            "DefaultVersionId"
        ]
        if (arn, version) not in self._versions:
            answer = self._clients.call(
                "iam", "get_policy_version", PolicyArn=arn, VersionId=version
            )
            self._versions[arn, version] = _actions(answer["PolicyVersion"]["Document"])
        return self._versions[arn, version]

    def _pages(self, operation: str, key: str, role: str) -> Iterator[Any]:
        marker: dict[str, str] = {}
        while True:
            page = self._clients.call("iam", operation, RoleName=role, **marker)
            yield from page[key]
            if not page.get("IsTruncated"):
                return
            marker = {"Marker": page["Marker"]}


def _actions(document: dict[str, Any]) -> Settings:
    told = _statements(document)
    if len(told) > _MOST_ACTIONS:
        text = json.dumps({path: sorted(told[path]) for path in sorted(told)})
        return {"actions": f"{len(told)} (digest {digest(text)[:12]})"}
    return {path: ", ".join(sorted(resources)) for path, resources in told.items()}


def _statements(document: dict[str, Any]) -> dict[str, set[str]]:
    """Each `effect action` with the resources of every statement that has it."""
    allowed: dict[str, set[str]] = {}
    for statement in _listed(document.get("Statement", [])):
        resources = _listed(statement.get("Resource", statement.get("NotResource", "*")))
        if "NotResource" in statement:
            resources = [f"not {each}" for each in resources]
        if condition := statement.get("Condition"):
            resources = [f"{each} if {json.dumps(condition, sort_keys=True)}" for each in resources]
        verb = "" if "Action" in statement else "not "
        for action in _listed(statement.get("Action", statement.get("NotAction", []))):
            path = f"{statement.get('Effect', 'Allow')} {verb}{action}"
            allowed.setdefault(path, set()).update(resources)
    return allowed


def _listed(value: Any) -> list[Any]:
    """IAM writes a list of one as the one."""
    return value if isinstance(value, list) else [value]
