"""Bad requests are answered plainly, over real HTTP."""

from __future__ import annotations

import pytest

from cli import shop
from cli.client import Client
from cli.errors import ApiError


def refusal(client: Client, method: str, path: str, body: dict[str, object] | None) -> ApiError:
    with pytest.raises(ApiError) as refused:
        client.request(method, path, body)
    return refused.value


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/workloads/wkl_unknown", None),
        ("POST", "/api/workloads/wkl_unknown/agent/start", {}),
        ("POST", "/api/workloads/wkl_unknown/diagnoses", {}),
        ("GET", "/api/workloads/wkl_unknown/diagnoses", None),
        ("GET", "/api/diagnoses/dgn_unknown", None),
        ("GET", "/api/diagnoses/dgn_unknown/events", None),
    ],
)
def test_what_does_not_exist_is_404(
    client: Client, method: str, path: str, body: dict[str, object] | None
) -> None:
    assert refusal(client, method, path, body).status == 404


@pytest.mark.parametrize(
    ("method", "rest", "body"),
    [
        ("GET", "", None),
        ("POST", "/agent/start", {}),
        ("POST", "/diagnoses", {}),
        ("GET", "/diagnoses", None),
        ("GET", "/changes", None),
    ],
)
def test_a_workload_of_another_project_looks_as_if_it_did_not_exist(
    stranger: Client, workload: str, method: str, rest: str, body: dict[str, object] | None
) -> None:
    assert refusal(stranger, method, f"/api/workloads/{workload}{rest}", body).status == 404


def test_a_list_leaves_out_what_belongs_to_other_projects(
    client: Client, stranger: Client, workload: str
) -> None:
    assert workload in [each["workloadId"] for each in client.workloads()]
    assert stranger.workloads() == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"project": "shop", "resources": []}, "name"),
        (shop.WORKLOAD | {"colour": "red"}, "colour"),
        (shop.WORKLOAD | {"resources": [{"name": "x", "type": 5}]}, "type"),
    ],
)
def test_a_malformed_body_is_answered_with_the_field(
    client: Client, body: dict[str, object], field: str
) -> None:
    refused = refusal(client, "POST", "/api/workloads", body)

    assert refused.status == 400
    assert field in refused.detail
    assert refused.problem["retryable"] is False
