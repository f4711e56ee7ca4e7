"""What AWS Health says, from answers that its own model allows."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.adapters.clients import Clients
from casebook.adapters.platform_events import AwsPlatformEvents
from casebook.domain.window import Window
from casebook.domain.workload import Resource, ResourceType
from casebook.errors import AwsCallFailed
from casebook.knowledge.platform_events import EventKind, platform_event
from casebook.ports.platform_events import Said
from tests.fakes.aws_models import Answer, ModelledClients
from tests.fakes.shop import NOW

WINDOW = Window(start=NOW - timedelta(hours=24), end=NOW)
ISSUE = "arn:aws:health:us-east-1::event/DYNAMODB/AWS_DYNAMODB_OPERATIONAL_ISSUE/x"
TEXT = "We are investigating increased error rates."


def answers(*entities: str, text: str = TEXT, service: str = "DYNAMODB") -> dict[str, Answer]:
    issue = {"arn": ISSUE, "service": service, "startTime": NOW - timedelta(minutes=9),
             "statusCode": "open", "eventTypeCode": "AWS_DYNAMODB_OPERATIONAL_ISSUE"}  # fmt: skip
    details = [{"event": issue, "eventDescription": {"latestDescription": text}}]
    return {
        "describe_events": {"events": [issue]},
        "describe_event_details": {"successfulSet": details},
        "describe_affected_entities": {
            "entities": [{"eventArn": ISSUE, "entityValue": each} for each in entities]
        },
    }


def said(clients: Clients, name: str = "orders", type_: ResourceType = "dynamodb") -> Said:
    return AwsPlatformEvents(clients).of(Resource(name=name, type=type_), WINDOW, NOW)


def test_an_issue_of_its_service_is_a_witness_for_a_resource() -> None:
    (event,) = said(ModelledClients(answers())).events

    assert event.summary == f"AWS Health reports an issue of DYNAMODB, open: {TEXT}"
    assert (row := platform_event(event.summary)) is not None
    assert row.kind is EventKind.WITNESS


@pytest.mark.parametrize(
    ("entities", "is_told"),
    [
        ((), True),
        (("orders",), True),
        (("arn:aws:dynamodb:us-east-1:123456789012:table/orders",), True),
        (("arn:aws:dynamodb:us-east-1:123456789012:table/reorders", "refunds"), False),
    ],
)
def test_an_issue_that_names_others_is_none_of_ours(
    entities: tuple[str, ...], is_told: bool
) -> None:
    assert bool(said(ModelledClients(answers(*entities))).events) is is_told


def test_an_issue_of_another_service_is_none_of_ours() -> None:
    assert said(ModelledClients(answers(service="SQS"))).events == []


def test_an_account_without_such_a_plan_has_no_issues_and_no_gap() -> None:
    clients = ModelledClients({"describe_events": "SubscriptionRequiredException"})

    assert said(clients) == Said([], ())


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "Odd"])
def test_it_is_asked_once_for_all_resources_even_where_it_fails(code: str) -> None:
    for told, failures in ((answers(), 0), ({"describe_events": code}, 1)):
        clients = ModelledClients(told)
        source, failed = AwsPlatformEvents(clients), 0
        for name in ("orders", "refunds", "carts"):
            try:
                source.of(Resource(name=name, type="dynamodb"), WINDOW, NOW)
            except AwsCallFailed:
                failed += 1

        asked = [operation for operation, _ in clients.asked]
        assert asked.count("health:DescribeEvents") == 1
        assert failed == failures


@pytest.mark.parametrize(
    ("region", "home"),
    [("eu-west-1", "us-east-1"), ("cn-north-1", "cn-northwest-1"),
     ("us-gov-east-1", "us-gov-west-1")],
)  # fmt: skip
def test_it_is_asked_at_the_one_address_of_its_partition_for_our_region(
    monkeypatch: pytest.MonkeyPatch, region: str, home: str
) -> None:
    class Where(ModelledClients):
        def call(
            self, service: Any, operation: str, *, region: str | None = None, **asked: Any
        ) -> dict[str, Any]:
            homes.add(region)
            return super().call(service, operation, **asked)

    monkeypatch.setenv("AWS_REGION", region)
    homes = set[str | None]()
    clients = Where(answers())

    said(clients)

    assert homes == {home}
    assert clients.asked[0][1]["filter"]["regions"] == [region]


@given(st.integers(0, 1200))
def test_a_description_is_bounded_and_holds_no_secret(before: int) -> None:
    secret = f"Zq8{secrets.token_urlsafe(18)}"
    text = f"{'x ' * before}password={secret}"

    (event,) = said(ModelledClients(answers(text=text))).events

    assert secret[:8] not in event.summary
    assert len(event.summary) <= 1000


def test_what_stands_in_for_aws_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    clients = ModelledClients(answers())

    assert said(clients) == Said([], ())
    assert not [asked for asked, _ in clients.asked if asked.startswith("health:")]
