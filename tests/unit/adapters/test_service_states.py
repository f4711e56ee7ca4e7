"""What Application Signals says, from answers that its own model allows."""

from datetime import timedelta

import pytest

from casebook.adapters.platform_events import AwsPlatformEvents
from casebook.domain.window import Window
from casebook.domain.workload import Resource, ResourceType
from casebook.errors import AwsCallFailed
from casebook.knowledge.platform_events import EventKind, platform_event
from casebook.ports.platform_events import Said
from tests.fakes.aws_models import Answer, ModelledClients
from tests.fakes.shop import NOW

WINDOW = Window(start=NOW - timedelta(hours=24), end=NOW)
SINCE = NOW - timedelta(minutes=10)
ARN = "arn:aws:lambda:eu-west-1:123456789012:function"
FUNCTION = {"Type": "AWS::Resource", "ResourceType": "AWS::Lambda::Function",
            "Identifier": "orders-fn"}  # fmt: skip


def answers(
    entity: dict[str, str] = FUNCTION, kind: str = "DEPLOYMENT", minutes: float = 12
) -> dict[str, Answer]:
    change = {
        "Timestamp": NOW - timedelta(minutes=minutes), "AccountId": "123456789012",
        "Region": "eu-west-1", "Entity": entity, "ChangeEventType": kind, "EventId": "e-1",
        "UserName": "deploy-role", "EventName": "UpdateFunctionCode",
    }  # fmt: skip
    state = {"Service": {"Type": "Service", "Name": "orders"}, "LatestChangeEvents": [change]}
    page = {"StartTime": SINCE, "EndTime": NOW, "ServiceStates": [state]}
    return {"list_service_states": page}


def said(clients: ModelledClients, name: str = "orders-fn", type_: ResourceType = "lambda") -> Said:
    return AwsPlatformEvents(clients).of(Resource(name=name, type=type_), WINDOW, SINCE)


@pytest.mark.parametrize("kind", ["DEPLOYMENT", "CONFIGURATION"])
def test_a_change_that_it_saw_is_a_witness(kind: str) -> None:
    (event,) = said(ModelledClients(answers(kind=kind))).events

    assert event.summary.endswith(": UpdateFunctionCode by deploy-role")
    assert event.at == NOW - timedelta(minutes=12)
    assert (row := platform_event(event.summary)) is not None
    assert row.kind is EventKind.WITNESS


@pytest.mark.parametrize(
    ("entity", "is_told"),
    [
        (FUNCTION, True),
        ({**FUNCTION, "Identifier": f"{ARN}:orders-fn"}, True),
        ({"Type": "Service", "Name": "orders-fn", "Environment": "lambda:default"}, True),
        ({**FUNCTION, "Identifier": "reorders-fn"}, False),
        ({"Type": "Service", "Name": "orders"}, False),
        ({}, False),
    ],
)  # fmt: skip
def test_a_change_of_another_is_none_of_ours(entity: dict[str, str], is_told: bool) -> None:
    assert bool(said(ModelledClients(answers(entity))).events) is is_told


def test_what_cloudtrail_has_by_now_is_not_told_again() -> None:
    assert said(ModelledClients(answers(minutes=300))).events == []


def test_a_kind_of_change_that_nobody_knows_is_not_told() -> None:
    assert said(ModelledClients(answers(kind="RENAMING"))).events == []


def test_an_account_or_a_region_without_it_has_no_gap() -> None:
    nothing: Answer = {"StartTime": SINCE, "EndTime": NOW, "ServiceStates": []}

    for answer in (nothing, "EndpointConnectionError"):
        assert said(ModelledClients({"list_service_states": answer})) == Said([], ())


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException", "Odd"])
def test_it_is_asked_once_for_all_and_a_failure_is_told_once(code: str) -> None:
    clients = ModelledClients({"list_service_states": code})
    source, gaps = AwsPlatformEvents(clients), list[str]()
    for name in ("orders-fn", "refunds-fn", "carts-fn"):
        gaps += source.of(Resource(name=name, type="lambda"), WINDOW, SINCE).unread

    assert [gap.partition(":")[0] for gap in gaps] == ["Application Signals"]
    asked = [operation for operation, _ in clients.asked]
    assert asked.count("application-signals:ListServiceStates") == 1


def test_a_service_of_kubernetes_is_asked_for_by_its_name() -> None:
    service = {"Type": "Service", "Name": "cart", "Environment": "eks:shop/web"}
    clients = ModelledClients(answers(service))

    assert said(clients, "cart", "eks-workload").events
    with pytest.raises(AwsCallFailed):
        said(ModelledClients({"list_service_states": "Odd"}), "cart", "eks-workload")


def test_all_pages_up_to_a_bound_are_read() -> None:
    page = answers()["list_service_states"]
    assert isinstance(page, dict)
    clients = ModelledClients({"list_service_states": {**page, "NextToken": "more"}})

    assert len(said(clients).events) == 5
    asked = [asked for operation, asked in clients.asked if operation.startswith("application")]
    assert [each.get("NextToken") for each in asked] == [None, *["more"] * 4]
