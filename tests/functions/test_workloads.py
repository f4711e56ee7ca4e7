"""The endpoints of workloads, changes and unmatched alarms."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.functions.conftest import Handler, body_of, http

SHOP = {
    "name": "shop",
    "project": "shop",
    "resources": [{"name": "checkout", "type": "lambda"}, {"name": "orders", "type": "dynamodb"}],
    "calls": [["checkout", "orders"]],
    "alarms": ["checkout-errors"],
}
Load = Callable[[str], Handler]


def register(load: Load, **fields: Any) -> dict[str, Any]:
    return body_of(load("workloads")(http("POST", "/api/workloads", body={**SHOP, **fields})))  # type: ignore[no-any-return]


def test_a_registered_workload_has_the_standard_telemetry_of_its_resources(load: Load) -> None:
    answer = load("workloads")(http("POST", "/api/workloads", body=SHOP))

    workload = body_of(answer)
    assert answer["statusCode"] == 201
    assert workload["workloadId"].startswith("wkl_")
    assert workload["resources"][0]["logGroups"] == ["/aws/lambda/checkout"]
    assert {m["name"] for m in workload["resources"][0]["metrics"]} >= {"Errors", "Throttles"}


def test_a_workload_is_listed_read_replaced_and_removed(load: Load) -> None:
    workloads = load("workloads")
    path = f"/api/workloads/{register(load)['workloadId']}"

    listed = body_of(workloads(http("GET", "/api/workloads")))
    replaced = workloads(http("PUT", path, body={**SHOP, "name": "shop two"}))
    removed = workloads(http("DELETE", path))

    assert [each["name"] for each in listed["workloads"]] == ["shop"]
    assert body_of(replaced)["name"] == "shop two"
    assert removed["statusCode"] == 204
    assert workloads(http("GET", path))["statusCode"] == 404


def test_workloads_are_paged_for_those_who_say_a_limit(load: Load) -> None:
    for number in range(3):
        register(load, name=f"shop {number}")
    workloads = load("workloads")

    first = body_of(workloads(http("GET", "/api/workloads", query={"limit": "2"})))
    asked = {"limit": "2", "next": first["next"]}
    last = body_of(workloads(http("GET", "/api/workloads", query=asked)))
    everything = body_of(workloads(http("GET", "/api/workloads")))

    assert first["workloads"] + last["workloads"] == everything["workloads"]
    assert len(first["workloads"]) == 2
    assert "next" not in last
    assert "next" not in everything


def test_the_place_of_a_page_opens_no_other_project(load: Load) -> None:
    register(load)
    workloads = load("workloads")

    stranger = http("GET", "/api/workloads", query={"limit": "2", "next": "a"}, groups="[bank]")
    endless = http("GET", "/api/workloads", query={"limit": "0"})

    assert body_of(workloads(stranger)) == {"workloads": []}
    assert workloads(endless)["statusCode"] == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_workload_of_another_project_answers_404(load: Load, method: str) -> None:
    path = f"/api/workloads/{register(load)['workloadId']}"
    body = {**SHOP, "project": "bank"} if method == "PUT" else None

    answer = load("workloads")(http(method, path, body=body, groups="[bank]"))

    assert answer["statusCode"] == 404
    assert answer["headers"]["Content-Type"] == "application/problem+json"


def test_a_workload_is_registered_into_ones_own_projects_only(load: Load) -> None:
    answer = load("workloads")(http("POST", "/api/workloads", body=SHOP, groups="[bank ops]"))

    assert answer["statusCode"] == 403
    assert "bank, ops" in body_of(answer)["detail"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"resources": []}, "resources"),
        ({"resources": [{"name": "x", "type": 5}]}, "resources.0.type"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_malformed_body_is_refused_by_the_field(
    load: Load, wrong: dict[str, Any], field: str
) -> None:
    answer = load("workloads")(http("POST", "/api/workloads", body={**SHOP, **wrong}))

    problem = body_of(answer)
    assert answer["statusCode"] == 400
    assert field in [each["field"] for each in problem["errors"]]
    assert problem["retryable"] is False


def test_a_resource_of_an_unknown_kind_is_watched_all_the_same(load: Load) -> None:
    body = {**SHOP, "resources": [{"name": "cache", "type": "mainframe"}], "calls": []}

    answer = load("workloads")(http("POST", "/api/workloads", body=body))

    assert body_of(answer)["resources"][0]["type"] == "other"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"'])
def test_a_body_that_is_no_object_is_refused(load: Load, text: str) -> None:
    assert load("workloads")(http("POST", "/api/workloads", body=text))["statusCode"] == 400


def test_a_body_that_came_in_base64_is_read(load: Load) -> None:
    event = http("POST", "/api/workloads", body=SHOP)
    event["body"] = base64.b64encode(event["body"].encode()).decode()
    event["isBase64Encoded"] = True

    assert load("workloads")(event)["statusCode"] == 201


def test_calls_name_resources_of_the_workload(load: Load) -> None:
    body = {**SHOP, "calls": [["checkout", "nowhere"]]}

    answer = load("workloads")(http("POST", "/api/workloads", body=body))

    assert "nowhere" in body_of(answer)["detail"]


def test_a_name_is_taken_once(load: Load) -> None:
    register(load)

    answer = load("workloads")(http("POST", "/api/workloads", body=SHOP))

    assert answer["statusCode"] == 409
    assert "already has a workload" in body_of(answer)["detail"]


@pytest.mark.parametrize(
    "diff",
    [
        "PAYMENTS_URL: https://a -> https://b",
        {"PAYMENTS_URL": {"before": "https://a", "after": "https://b"}},
        {"PAYMENTS_URL": ["https://a", "https://b"]},
        [{"path": "PAYMENTS_URL", "before": "https://a", "after": "https://b"}],
    ],
)
def test_a_change_is_reported_with_its_diff_in_any_of_the_usual_forms(
    load: Load, diff: Any
) -> None:
    path = f"/api/workloads/{register(load)['workloadId']}/changes"
    change = {
        "at": "2026-01-01T10:00:00Z",
        "kind": "configuration",
        "resource": "checkout",
        "actor": "dana",
        "summary": "new payments address",
        "diff": diff,
    }

    reported = load("changes")(http("POST", path, body=change))

    assert reported["statusCode"] == 201
    assert body_of(reported)["diff"] == [
        {"path": "PAYMENTS_URL", "before": "https://a", "after": "https://b"}
    ]


def test_a_change_of_what_nobody_registered_is_kept_and_one_of_tomorrow_refused(load: Load) -> None:
    path = f"/api/workloads/{register(load)['workloadId']}/changes"
    change = {"at": "2026-01-01T10:00:00Z", "kind": "deployment", "resource": "checkout"}

    beside = load("changes")(http("POST", path, body={**change, "resource": "sg-shared"}))
    future = load("changes")(http("POST", path, body={**change, "at": "2999-01-01T00:00:00Z"}))

    assert beside["statusCode"] == 201
    assert body_of(future)["errors"][0]["field"] == "at"


def test_a_caller_without_identity_is_refused(load: Load) -> None:
    event = http("GET", "/api/workloads")
    event["requestContext"].pop("authorizer")

    assert load("workloads")(event)["statusCode"] == 403


def test_an_unknown_path_is_a_problem_body_too(load: Load) -> None:
    answer = load("workloads")(http("GET", "/api/nothing"))

    assert answer["statusCode"] == 404
    assert json.loads(answer["body"])["status"] == 404


def test_the_map_has_the_state_of_each_resource(load: Load, aws: Callable[[str], Any]) -> None:
    cloudwatch = aws("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="checkout-errors",
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=[{"Name": "FunctionName", "Value": "checkout"}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
    )
    cloudwatch.set_alarm_state(
        AlarmName="checkout-errors", StateValue="ALARM", StateReason="too many"
    )
    path = f"/api/workloads/{register(load)['workloadId']}/map"

    answer = load("workload_map")(http("GET", path))
    stranger = load("workload_map")(http("GET", path, groups="[bank]"))

    found = body_of(answer)
    assert answer["statusCode"] == 200, found
    assert [each["state"] for each in found["resources"]] == ["alarming", "unknown"]
    assert found["calls"] == [{"caller": "checkout", "callee": "orders"}]
    assert "diagnosis" not in found
    assert stranger["statusCode"] == 404
