"""What a project owns, on a stack whose roles are enforced: an operator says so over the API, and a
function in the safe mode goes by it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from cli.client import Client, sign_in
from cli.errors import ApiError
from local.state import Stack
from tests.stack.people import as_person

FUNCTION = "Casebook-local-workloads"


@pytest.fixture(scope="module")
def operator(stack: Stack) -> Client:
    olga = as_person(stack, "olga", "casebook-operators")
    return Client(olga.casebook.http_api_url, sign_in(olga))


@pytest.fixture
def by_prefix(stack: Stack) -> Iterator[None]:
    """The function that registers workloads as it is in an account; the others stay as they are."""
    functions = stack.aws.client("lambda")
    found = functions.get_function_configuration(FunctionName=FUNCTION)
    before = found["Environment"]["Variables"]

    def put(variables: dict[str, str]) -> None:
        functions.update_function_configuration(
            FunctionName=FUNCTION, Environment={"Variables": variables}
        )

    put({**before, "CASEBOOK_OWNERSHIP": "by-prefix"})
    yield
    put(before)


def described(project: str, name: str) -> dict[str, Any]:
    return {
        "name": f"owned-{secrets.token_hex(4)}",
        "project": project,
        "resources": [{"name": name, "type": "lambda"}],
    }


def test_members_see_what_their_project_owns_and_operators_say_it(
    client: Client, operator: Client
) -> None:
    path = "/api/projects/shop/ownership"
    seen = client.get(path)
    wanted = {"version": seen["ownership"]["version"], "names": ["shop-*"]}

    with pytest.raises(ApiError, match="casebook-operators") as refused:
        client.request("PUT", path, wanted)
    kept = operator.request("PUT", path, wanted)

    assert refused.value.status == 403
    assert seen["mode"] == "single-tenant"
    assert client.get(path)["ownership"] == kept["ownership"]
    assert kept["ownership"]["writtenBy"] == "olga"
    projects = [each["ownership"]["project"] for each in operator.get("/api/projects")["projects"]]
    assert "shop" in projects


def test_where_ownership_is_asked_for_a_member_registers_what_an_operator_gave(
    stranger: Client, operator: Client, by_prefix: None
) -> None:
    wanted = described("elsewhere", "their-fn")

    with pytest.raises(ApiError, match="casebook projects own elsewhere --name=their-fn"):
        stranger.register_workload(wanted)
    operator.request(
        "PUT", "/api/projects/elsewhere/ownership", {"version": 0, "names": ["their-*"]}
    )

    registered = stranger.register_workload(wanted)
    assert registered in [each["workloadId"] for each in stranger.workloads()]
    stranger.request("DELETE", f"/api/workloads/{registered}")
    assert stranger.workloads() == []
    with pytest.raises(ApiError, match=r"resources\[0\]\.name"):
        stranger.register_workload(described("elsewhere", "checkout-fn"))


def test_casebooks_own_log_groups_are_nobodys(client: Client) -> None:
    with pytest.raises(ApiError, match="never watched"):
        client.register_workload(described("shop", FUNCTION))
