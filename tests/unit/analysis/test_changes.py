from datetime import datetime, timedelta

import pytest

from casebook.analysis.changes import is_mutation, with_calls
from casebook.domain.change import Change, FieldChange
from casebook.ports.changes import TrailEvent
from tests.fakes.shop import NOW

OWNERS = {"checkout-fn": ["checkout-fn"], "role/checkout-role": ["checkout-fn"]}


def call(
    name: str, at: datetime, resource: str = "checkout-fn", parameters: str = "{}"
) -> TrailEvent:
    return TrailEvent(
        event_id=f"{name}@{at.isoformat()}",
        at=at,
        name=name,
        source="x.amazonaws.com",
        actor="alice",
        resources=(resource,),
        parameters=parameters,
    )


def change(path: str, kind: str = "configuration", since: datetime | None = None) -> Change:
    return Change.model_validate(
        {
            "change_id": f"chg_{path}",
            "at": NOW,
            "not_before": since,
            "kind": kind,
            "resource": "checkout-fn",
            "summary": path,
            "diff": (FieldChange(path=path, before=1, after=2),),
            "source": "observed",
        }
    )


def seconds(number: float) -> datetime:
    return NOW + timedelta(seconds=number)


def test_a_call_tells_who_made_a_change_whose_time_is_known() -> None:
    (told,) = with_calls(
        [change("environment.URL")], [call("UpdateFunctionConfiguration", seconds(-1))], OWNERS
    )

    assert (told.actor, told.at, told.source) == ("alice", NOW, "observed")


def test_a_call_tells_when_a_change_was_made_whose_time_is_not_known() -> None:
    permission = change("permissions.p.Allow x:Y", "permission", seconds(-300))
    made = call("DeleteRolePolicy", seconds(-100), "role/checkout-role")

    (told,) = with_calls([permission], [made], OWNERS)

    assert (told.actor, told.at, told.not_before) == ("alice", seconds(-100), None)


def test_of_several_calls_in_the_interval_the_last_left_what_was_seen() -> None:
    permission = change("permissions.p.Allow x:Y", "permission", seconds(-300))
    calls = [call("PutRolePolicy", seconds(at), "role/checkout-role") for at in (-200, -50)]

    (told,) = with_calls([permission], calls, OWNERS)

    assert told.at == seconds(-50)


def test_a_call_right_after_the_look_is_preferred_to_none_but_to_no_earlier_one() -> None:
    limit = change("concurrency.reserved", "scaling", seconds(-300))
    lowered = call("PutFunctionConcurrency", seconds(-20))
    put_back = call("PutFunctionConcurrency", seconds(1.5))

    (first,) = with_calls([limit], [lowered, put_back], OWNERS)
    (second,) = with_calls([limit], [put_back], OWNERS)

    assert first.at == seconds(-20)
    assert second.at == seconds(1.5)


def test_a_call_of_another_kind_does_not_explain_a_change() -> None:
    permission = change("permissions.p.Allow x:Y", "permission", seconds(-300))
    other = call("UpdateFunctionConfiguration", seconds(-100))

    own, told = with_calls([permission], [other], OWNERS)

    assert told.actor is None
    assert (own.source, own.kind, own.actor) == ("cloudtrail", "configuration", "alice")


def test_concurrency_is_explained_by_calls_about_concurrency_alone() -> None:
    reserved = change("concurrency.reserved", "scaling", seconds(-300))
    calls = [call("PutFunctionConcurrency", seconds(-9)), call("UpdateFunctionCode", seconds(-5))]

    told = with_calls([reserved], calls, OWNERS)

    assert [(each.source, each.at) for each in told] == [
        ("observed", seconds(-9)),
        ("cloudtrail", seconds(-5)),
    ]


def test_a_mutation_that_explains_nothing_is_a_change_of_its_own() -> None:
    (own,) = with_calls([], [call("UpdateFunctionCode", NOW, parameters='{"a": 1}')], OWNERS)

    assert (own.kind, own.actor, own.source) == ("deployment", "alice", "cloudtrail")
    assert own.summary == 'UpdateFunctionCode on checkout-fn with {"a": 1}'


def test_a_call_on_what_is_not_the_workloads_is_no_change() -> None:
    assert with_calls([], [call("UpdateFunctionCode", NOW, "other-fn")], OWNERS) == []


def test_a_change_that_two_observers_told_of_is_there_once() -> None:
    twice = [change("a"), change("a").model_copy(update={"at": seconds(1)})]

    (once,) = with_calls(twice, [], OWNERS)

    assert once.at == NOW


def test_a_role_shared_by_two_functions_changes_both() -> None:
    owners = {"role/shared": ["checkout-fn", "refund-fn"]}

    told = with_calls([], [call("DeleteRolePolicy", NOW, "role/shared")], owners)

    assert {each.resource for each in told} == {"checkout-fn", "refund-fn"}
    assert len({each.change_id for each in told}) == 2


@pytest.mark.parametrize(
    "name",
    ["UpdateFunctionConfiguration", "UpdateFunctionCode", "PutFunctionConcurrency", "UpdateTable",
     "DeleteRolePolicy", "AttachRolePolicy", "SetQueueAttributes", "CreateEventSourceMapping"],
)  # fmt: skip
def test_what_changes_how_something_works_is_a_mutation(name: str) -> None:
    assert is_mutation(name)


@pytest.mark.parametrize(
    "name",
    ["GetFunction", "ListTables", "DescribeTable", "Invoke", "InvokeFunction", "PutItem", "Query",
     "UpdateItem", "BatchWriteItem", "SendMessage", "ReceiveMessage", "DeleteMessage", "Publish",
     "PutMetricData", "PutLogEvents", "AssumeRole", "POST.lambda", "TagResource", ""],
)  # fmt: skip
def test_reads_and_traffic_are_none(name: str) -> None:
    assert not is_mutation(name)
