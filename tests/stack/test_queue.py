"""More alarms and requests than may be under way: they wait, are seen to wait, and all conclude."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from cli.client import Client, sign_in
from cli.errors import ApiError
from local.state import Stack
from tests.stack.people import as_person
from tests.stack.test_receiving_alarms import alarm, eventually, publish

AT_ONCE, PROJECT_AT_ONCE = 2, 1
SECONDS = 240
CAP, PROJECT_CAP = "CASEBOOK_DIAGNOSES_AT_ONCE", "CASEBOOK_PROJECT_DIAGNOSES_AT_ONCE"


@pytest.fixture(scope="module")
def neighbour(stack: Stack) -> Client:
    """The API as somebody of a project calls it that no other test looks at."""
    nia = as_person(stack, "nia", "next-door")
    return Client(nia.casebook.http_api_url, sign_in(nia))


@pytest.fixture(scope="module")
def capped(stack: Stack, client: Client) -> Iterator[None]:
    """Until these tests end, two diagnoses are under way at most, and one of a project."""
    functions = stack.aws.client("lambda")
    pages = functions.get_paginator("list_functions").paginate()
    found = [function for page in pages for function in page["Functions"]]
    starting = {
        function["FunctionName"]: function["Environment"]["Variables"]
        for function in found
        if CAP in function.get("Environment", {}).get("Variables", {})
    }
    lower = {CAP: str(AT_ONCE), PROJECT_CAP: str(PROJECT_AT_ONCE)}
    for name, told in starting.items():
        functions.update_function_configuration(
            FunctionName=name, Environment={"Variables": told | lower}
        )
    workload = register(client, "shop", 9)
    warm_up(stack, client, workload)
    yield
    for name, told in starting.items():
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": told})
    warm_up(stack, client, workload)


def warm_up(stack: Stack, client: Client, workload: str) -> None:
    """The functions have new processes, which the local AWS starts one by one."""
    started = client.post(f"/api/workloads/{workload}/diagnoses", {})
    with suppress(ApiError):  # it may have concluded by now
        client.post(f"/api/diagnoses/{started['diagnosisId']}/cancel", {})
    publish(stack, alarm("queued-nobody"))
    heard = eventually(lambda: "queued-nobody" in json.dumps(client.get("/api/alarms")))
    assert heard


def register(client: Client, project: str, number: int) -> str:
    """A workload with an alarm of its own."""
    name = f"queued-{project}-{number}"
    resources = [{"name": f"{name}-fn", "type": "lambda"}]
    described = {"name": name, "project": project, "resources": resources, "alarms": [name]}
    return client.register_workload(described)


def under_way(stack: Stack) -> list[str]:
    """What has a place at this moment."""
    table = stack.aws.client("dynamodb")
    key = {"pk": {"S": "QUEUE"}, "sk": {"S": "UNDERWAY"}}
    item = table.get_item(TableName=stack.casebook.table_name, Key=key).get("Item", {})
    return list(item.get("under_way", {}).get("SS", []))


def newest(client: Client, workloads: list[str]) -> list[dict[str, Any]]:
    found = [client.get(f"/api/workloads/{each}/diagnoses")["diagnoses"] for each in workloads]
    return [diagnosis for page in found for diagnosis in page]


def test_alarms_and_requests_beyond_the_caps_wait_in_a_queue_and_all_conclude(
    stack: Stack, client: Client, neighbour: Client, capped: None
) -> None:
    shop = [register(client, "shop", number) for number in range(3)]
    next_door = [register(neighbour, "next-door", number) for number in range(2)]

    for number in range(3):
        publish(stack, alarm(f"queued-shop-{number}"))
    started = [
        neighbour.post(f"/api/workloads/{each}/diagnoses", {"mode": "complex"})
        for each in next_door
    ]

    places: dict[str, set[int]] = {}
    seen: list[dict[str, Any]] = []
    most = 0
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        most = max(most, len(under_way(stack)))
        seen = newest(client, shop) + newest(neighbour, next_door)
        for each in seen:
            if each["status"] == "queued":
                places.setdefault(each["diagnosisId"], set()).add(each["queuePlace"])
        if len(seen) == 5 and all(each["status"] == "concluded" for each in seen):
            break
        time.sleep(0.2)
    assert [each["status"] for each in seen] == ["concluded"] * 5
    assert most == AT_ONCE
    assert under_way(stack) == []
    assert [each["queued"] for each in started] == [False, True]
    assert started[1]["diagnosisId"] in places
    assert len(places) >= 3 - PROJECT_AT_ONCE


def test_a_diagnosis_is_cancelled_while_it_waits(
    stack: Stack, client: Client, capped: None
) -> None:
    first, second = (register(client, "shop", number) for number in (7, 8))
    client.post(f"/api/workloads/{first}/diagnoses", {"mode": "complex"})
    waits = client.post(f"/api/workloads/{second}/diagnoses", {"mode": "complex"})
    diagnosis = waits["diagnosisId"]

    client.post(f"/api/diagnoses/{diagnosis}/cancel", {})

    assert waits["queued"]
    assert client.get(f"/api/diagnoses/{diagnosis}")["status"] == "cancelled"
    executions = stack.aws.client("stepfunctions").list_executions(
        stateMachineArn=stack.casebook.state_machine_arn
    )["executions"]
    assert diagnosis not in {each["name"] for each in executions}
