import json
from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.permissions import RolePermissions

TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def document(*actions: str, resource: str = "*") -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": statement})


@pytest.fixture
def policy(clients: Clients) -> str:
    """The ARN of a policy that is attached to `checkout-role`."""
    clients.call("iam", "create_role", RoleName="checkout-role", AssumeRolePolicyDocument=TRUST)
    made = clients.call(
        "iam", "create_policy", PolicyName="Orders", PolicyDocument=document("dynamodb:PutItem")
    )
    arn = str(made["Policy"]["Arn"])
    clients.call("iam", "attach_role_policy", RoleName="checkout-role", PolicyArn=arn)
    return arn


def test_an_attached_policy_is_told_action_by_action(clients: Clients, policy: str) -> None:
    assert RolePermissions(clients).of("checkout-role") == {
        "permissions.attached.Orders": policy,
        "permissions.attached.Orders.Allow dynamodb:PutItem": "*",
    }


def test_a_new_version_of_a_policy_shows(clients: Clients, policy: str) -> None:
    permissions = RolePermissions(clients)
    permissions.of("checkout-role")
    clients.call(
        "iam",
        "create_policy_version",
        PolicyArn=policy,
        PolicyDocument=document("dynamodb:GetItem"),
        SetAsDefault=True,
    )

    assert "permissions.attached.Orders.Allow dynamodb:GetItem" in permissions.of("checkout-role")


def test_a_version_is_read_once(
    clients: Clients, policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    call = clients.call

    def counted(service: str, operation: str, **given: Any) -> dict[str, Any]:
        asked.append(operation)
        return call(service, operation, **given)

    monkeypatch.setattr(clients, "call", counted)
    permissions = RolePermissions(clients)
    for _ in range(3):
        permissions.of("checkout-role")

    assert (asked.count("get_policy"), asked.count("get_policy_version")) == (3, 1)


def test_a_policy_of_thousands_of_actions_is_told_by_its_digest(clients: Clients) -> None:
    clients.call("iam", "create_role", RoleName="r", AssumeRolePolicyDocument=TRUST)
    many = [f"s3:Get{n}" for n in range(500)]
    clients.call(
        "iam", "put_role_policy", RoleName="r", PolicyName="wide", PolicyDocument=document(*many)
    )

    settings = RolePermissions(clients).of("r")

    assert list(settings) == ["permissions.wide.actions"]
    assert str(settings["permissions.wide.actions"]).startswith("500 (digest ")


def test_without_a_role_nothing_is_asked(clients: Clients) -> None:
    assert RolePermissions(clients).of(None) == {}
