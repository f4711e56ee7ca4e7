"""What an IAM role may do, one setting an action, so that a difference names the very action."""

import json
from collections.abc import Iterator
from typing import Any

from casebook.adapters.clients import Clients
from casebook.analysis.configuration import Value


def permissions_of(role: str, clients: Clients) -> dict[str, Value]:
    """`permissions.<policy>.<Allow|Deny> <action>` -> the resources it is for; attached policies by
    name and ARN (what stands in them is not read).

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
    """
    settings: dict[str, Value] = {}
    for name in _pages(clients, "list_role_policies", "PolicyNames", role):
        policy = clients.call("iam", "get_role_policy", RoleName=role, PolicyName=name)
        for path, resources in _statements(policy["PolicyDocument"]).items():
            settings[f"permissions.{name}.{path}"] = ", ".join(sorted(resources))
    for attached in _pages(clients, "list_attached_role_policies", "AttachedPolicies", role):
        settings[f"permissions.attached.{attached['PolicyName']}"] = attached["PolicyArn"]
    return settings


def _pages(clients: Clients, operation: str, key: str, role: str) -> Iterator[Any]:
    marker: dict[str, str] = {}
    while True:
        page = clients.call("iam", operation, RoleName=role, **marker)
        yield from page[key]
        if not page.get("IsTruncated"):
            return
        marker = {"Marker": page["Marker"]}


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
