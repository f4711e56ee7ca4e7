import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from casebook.adapters.cloudtrail import CloudTrail
from casebook.domain.window import Window
from casebook.ports.changes import TrailEvent
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import NOW

WINDOW = Window(start=NOW - timedelta(hours=1), end=NOW)


def recorded(
    name: str, at: datetime = NOW, read_only: str = "false", error: str | None = None, **more: Any
) -> dict[str, Any]:
    record = {"requestParameters": {}, "errorCode": error, **more}
    return {
        "EventId": f"{name}@{at.isoformat()}",
        "EventName": name,
        "EventTime": at,
        "EventSource": "lambda.amazonaws.com",
        "ReadOnly": read_only,
        "Username": "alice",
        "CloudTrailEvent": json.dumps(record),
    }


def looked_up(events: list[dict[str, Any]], *resources: str) -> list[TrailEvent]:
    clients = ScriptedClients(lambda operation, asked: {"Events": events})
    return CloudTrail(clients, pause=lambda _: None).lookup(resources or ("checkout-fn",), WINDOW)


def test_a_mutation_of_the_resource_is_told_with_its_actor() -> None:
    (event,) = looked_up([recorded("UpdateFunctionConfiguration20150331v2")])

    assert (event.name, event.actor, event.at) == ("UpdateFunctionConfiguration", "alice", NOW)
    assert event.resources == ("checkout-fn",)


@pytest.mark.parametrize(
    "event",
    [
        recorded("GetFunction20150331v2", read_only="true"),
        recorded("Invoke"),
        recorded("PutItem"),
        recorded("UpdateFunctionCode", error="AccessDenied"),
    ],
)
def test_reads_traffic_and_refused_calls_are_left_out(event: dict[str, Any]) -> None:
    assert looked_up([event]) == []


def test_somebody_who_assumed_a_role_is_named_by_role_and_session() -> None:
    arn = "arn:aws:sts::123456789012:assumed-role/DeployRole/github"

    (event,) = looked_up(
        [recorded("UpdateFunctionCode", userIdentity={"type": "AssumedRole", "arn": arn})]
    )

    assert event.actor == "DeployRole/github"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("DeleteRolePolicy", {"roleName": "checkout-role"}),
        ("POST.iam", {"Action": ["DeleteRolePolicy"], "RoleName": ["checkout-role"]}),
        ("POST.iam", {"Action": "DeleteRolePolicy", "RoleName": "checkout-role"}),
    ],
)
def test_a_role_is_found_in_the_events_of_iam(name: str, parameters: dict[str, Any]) -> None:
    events = [
        recorded(name, requestParameters=parameters),
        recorded("PutRolePolicy", requestParameters={"roleName": "another-role"}),
    ]
    clients = ScriptedClients(lambda operation, asked: {"Events": events})

    (event,) = CloudTrail(clients).lookup(["role/checkout-role"], WINDOW)

    assert (event.name, event.resources) == ("DeleteRolePolicy", ("role/checkout-role",))
    assert clients.asked[0]["region"] == "us-east-1"
    assert clients.asked[0]["LookupAttributes"] == [
        {"AttributeKey": "EventSource", "AttributeValue": "iam.amazonaws.com"}
    ]


def test_concurrency_is_told_as_such_whatever_the_recorder_called_it() -> None:
    (event,) = looked_up(
        [recorded("UpdateFunctionCode", requestParameters={"ReservedConcurrentExecutions": 0})]
    )

    assert event.name == "PutFunctionConcurrency"


def test_an_event_that_concerns_two_resources_is_told_once() -> None:
    (event,) = looked_up([recorded("CreateEventSourceMapping")], "checkout-fn", "orders-queue")

    assert event.resources == ("checkout-fn", "orders-queue")


def test_pages_are_followed_by_their_token() -> None:
    def answer(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        if "NextToken" in asked:
            return {"Events": [recorded("UpdateFunctionCode")]}
        return {"Events": [recorded("Invoke")], "NextToken": "more"}

    clients = ScriptedClients(answer)

    assert len(CloudTrail(clients, pause=lambda _: None).lookup(["checkout-fn"], WINDOW)) == 1
    assert len(clients.asked) == 2


def test_a_recorder_without_tokens_is_asked_again_for_what_is_older() -> None:
    traffic = [recorded("Invoke", NOW - timedelta(seconds=n)) for n in range(50)]
    change = recorded("UpdateFunctionCode", NOW - timedelta(minutes=5))

    def answer(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        older = [e for e in [*traffic, change] if e["EventTime"] <= asked["EndTime"]]
        return {"Events": older[:50]}

    clients = ScriptedClients(answer)

    (event,) = CloudTrail(clients, pause=lambda _: None).lookup(["checkout-fn"], WINDOW)

    assert event.name == "UpdateFunctionCode"


def test_it_asks_no_more_than_twice_a_second_and_not_for_ever() -> None:
    waited: list[float] = []
    clients = ScriptedClients(lambda operation, asked: {"Events": [], "NextToken": "more"})

    CloudTrail(clients, most_pages=3, pause=waited.append).lookup(["a", "b"], WINDOW)

    assert len(clients.asked) == 6
    assert len(waited) == 5
    assert waited[-1] == pytest.approx(2.5, abs=0.4)
