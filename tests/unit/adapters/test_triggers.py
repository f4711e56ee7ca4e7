"""What hands a resource its work, from answers that the services' own models allow."""

import secrets
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.adapters.configuration import AwsConfiguration
from casebook.analysis.configuration import changes_between
from casebook.domain.workload import Resource, ResourceType
from casebook.ports.changes import Observation
from local.memory.clock import FakeClock
from tests.fakes.aws_models import Answer, ModelledClients
from tests.fakes.shop import NOW

AWS = "us-east-1:123456789012"
FUNCTION = f"arn:aws:lambda:{AWS}:function:orders"
UUID = "0f14d0ab-9605-4a62-a9e4-5ed26688389b"
Answers = dict[str, Answer]


NONE: Answers = {
    "list_dead_letter_source_queues": {"queueUrls": []},
    "list_schedules": {"Schedules": []},
}


def mapping(source: str, **given: Any) -> dict[str, Any]:
    arn = {"EventSourceArn": f"arn:aws:{source}"} if source else {}
    found = {"UUID": UUID, "State": "Enabled", "LastModified": NOW - timedelta(days=9), **arn}
    return {**found, **given}


def function(*mappings: dict[str, Any], **others: Answer) -> Answers:
    return {
        "get_function_configuration": {"FunctionName": "orders", "FunctionArn": FUNCTION},
        "list_event_source_mappings": {"EventSourceMappings": list(mappings)},
        **others,
    }


def observed(answers: Answers, type_: ResourceType = "lambda", minutes: float = 0) -> Observation:
    clients, clock = ModelledClients(NONE | answers), FakeClock(NOW + timedelta(minutes=minutes))
    found = AwsConfiguration(clients, clock).observe(Resource(name="orders", type=type_))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("found", "name"),
    [
        (mapping(f"sqs:{AWS}:jobs.fifo"), "jobs.fifo"),
        (mapping(f"kinesis:{AWS}:stream/clicks"), "clicks"),
        (mapping(f"dynamodb:{AWS}:table/carts/stream/2026-01-01T00:00:00.000"), "carts"),
        (mapping(f"kafka:{AWS}:cluster/log/8a-1"), "log"),
        (mapping(f"mq:{AWS}:broker:post:b-1"), "post"),
        (mapping("", Topics=["prices"]), "prices"),
        (mapping(""), UUID),
    ],
)
def test_an_event_source_mapping_is_named_by_its_source(found: dict[str, Any], name: str) -> None:
    settings = observed(function(found)).settings

    assert settings[f"trigger[{name}].enabled"] is True


def test_two_mappings_of_one_source_are_two() -> None:
    pair = [mapping(f"sqs:{AWS}:jobs", UUID=UUID[:-1] + end) for end in "ba"]

    settings = observed(function(*pair)).settings

    assert [path for path in settings if path.endswith(".enabled")] == [
        "trigger[jobs].enabled",
        f"trigger[jobs/{UUID}].enabled",
    ]


@pytest.mark.parametrize(
    ("state", "enabled"),
    [("Creating", True), ("Enabling", True), ("Enabled", True), ("Updating", True),
     ("Disabling", False), ("Disabled", False)],
)  # fmt: skip
def test_only_where_it_comes_to_rest_is_a_setting(state: str, enabled: bool) -> None:
    seen = observed(function(mapping(f"sqs:{AWS}:jobs", State=state)))

    assert seen.settings["trigger[jobs].enabled"] is enabled
    assert seen.health["trigger[jobs].state"] == state


def test_a_mapping_that_was_switched_off_is_a_change_at_the_time_that_lambda_says() -> None:
    at = NOW + timedelta(minutes=3)
    on = mapping(f"sqs:{AWS}:jobs")
    off = {**on, "State": "Disabled", "LastModified": at, "StateTransitionReason": "User action"}

    (change,) = changes_between(observed(function(on)), observed(function(off), minutes=5))

    assert (change.kind, change.at, change.not_before) == ("configuration", at, None)
    assert change.summary == "orders: trigger[jobs].enabled: true → false"


def test_what_was_closed_is_no_change_when_it_is_opened_and_hides_nothing_else() -> None:
    closed = observed(function(list_event_source_mappings="AccessDeniedException"))
    opened = observed(function(mapping(f"sqs:{AWS}:jobs")))

    assert changes_between(closed, opened) == changes_between(opened, closed) == []
    assert "AccessDeniedException" in str(closed.health["trigger.unread"])
    assert closed.settings.keys() - {"state.unread.trigger"} <= opened.settings.keys()


@given(st.integers(0, 900))
def test_a_filter_is_bounded_and_without_secrets_and_every_change_of_it_shows(before: int) -> None:
    secret = f"Zq8{secrets.token_urlsafe(18)}"
    filters = [f'{{"x": "{"y" * before}", "password": "{secret}{end}"}}' for end in ("", "z")]
    looks = [
        observed(
            function(mapping(f"sqs:{AWS}:jobs", FilterCriteria={"Filters": [{"Pattern": text}]}))
        )
        for text in filters
    ]

    shown = [str(look.settings["trigger[jobs].filter"]) for look in looks]
    assert all(secret[:8] not in text and len(text) < 600 for text in shown)
    assert before < 600 or shown[0] != shown[1]


RULE = {"Name": "paid", "State": "ENABLED", "EventPattern": '{"source": ["shop"]}'}
RULES: Answers = {
    "list_event_buses": {"EventBuses": [{"Name": "default"}]},
    "list_rule_names_by_target": {"RuleNames": ["paid"]},
    "describe_rule": RULE,
}


def scheduled(target: str = FUNCTION, **given: Any) -> Answers:
    summary = {"Name": "hourly", "GroupName": "default", "Target": {"Arn": target}}
    return {
        "list_schedules": {"Schedules": [summary]},
        "get_schedule": {"State": "ENABLED", "ScheduleExpression": "rate(1 hour)", **given},
    }


@pytest.mark.parametrize(
    ("type_", "answers"),
    [
        ("lambda", function()),
        ("sqs", {
            "get_queue_url": {"QueueUrl": "https://queue"},
            "get_queue_attributes": {"Attributes": {"QueueArn": f"arn:aws:sqs:{AWS}:orders"}},
        }),
        ("stepfunctions", {
            "list_state_machines": {"stateMachines": [{
                "name": "orders", "stateMachineArn": f"arn:aws:states:{AWS}:stateMachine:orders",
                "type": "STANDARD", "creationDate": NOW}]},
            "describe_state_machine": {
                "name": "orders", "stateMachineArn": f"arn:aws:states:{AWS}:stateMachine:orders",
                "definition": "{}", "roleArn": f"arn:aws:iam::{AWS[-12:]}:role/orders",
                "type": "STANDARD", "creationDate": NOW, "status": "ACTIVE"},
            "list_role_policies": {"PolicyNames": []},
            "list_attached_role_policies": {"AttachedPolicies": []},
        }),
    ],
)  # fmt: skip
def test_a_rule_that_was_switched_off_or_picks_out_other_events_is_a_change_of_its_target(
    type_: ResourceType, answers: Answers
) -> None:
    before = observed({**answers, **RULES}, type_)
    other = {"State": "DISABLED", "EventPattern": '{"source": ["shop2"]}'}
    after = observed({**answers, **RULES, "describe_rule": {**RULE, **other}}, type_, minutes=5)

    (change,) = changes_between(before, after)

    assert [(each.path, each.after) for each in change.diff] == [
        ("rule[default/paid].enabled", False),
        ("rule[default/paid].pattern", '{"source": ["shop2"]}'),
    ]


@pytest.mark.parametrize("target", [FUNCTION, f"{FUNCTION}:live"])
def test_a_schedule_that_was_switched_off_is_a_change_when_scheduler_says(target: str) -> None:
    at = NOW + timedelta(minutes=2)
    before = observed(function(**scheduled(target)))
    off = scheduled(target, State="DISABLED", LastModificationDate=at)

    (change,) = changes_between(before, observed(function(**off), minutes=5))

    assert (change.at, change.summary) == (
        at,
        "orders: schedule[default/hourly].enabled: true → false",
    )


@pytest.mark.parametrize(
    "answers",
    [scheduled(f"{FUNCTION}2"), scheduled(ScheduleExpression="at(2026-11-22T10:00:00)"),
     {**scheduled(), "get_schedule": "ResourceNotFoundException"},
     {**RULES, "describe_rule": "ResourceNotFoundException"}],
)  # fmt: skip
def test_what_is_anothers_runs_once_or_went_in_between_is_no_setting(answers: Answers) -> None:
    assert observed(function(**answers)).settings == observed(function()).settings


@given(
    st.sampled_from(sorted({*RULES, *scheduled(), "list_event_source_mappings"})),
    st.sampled_from(["AccessDeniedException", "ThrottlingException", "InternalFailure", "Odd"]),
)
def test_whatever_cannot_be_read_hides_nothing_else_and_is_no_change(
    operation: str, code: str
) -> None:
    answers = function(mapping(f"sqs:{AWS}:jobs"), **RULES, **scheduled())
    whole = observed(answers)
    partly = observed({**answers, operation: code})

    assert changes_between(whole, partly) == changes_between(partly, whole) == []
    assert sum(path.endswith(".enabled") for path in partly.settings) == 2
    assert sum(path.startswith("state.unread.") for path in partly.settings) == 1


def test_the_lists_of_an_account_are_read_once_for_many_resources() -> None:
    clients = ModelledClients(function(**RULES, **scheduled()))
    source = AwsConfiguration(clients, FakeClock(NOW))

    for name in ("orders", "orders-2", "orders-3"):
        source.observe(Resource(name=name, type="lambda"))

    asked = [operation for operation, _ in clients.asked]
    assert asked.count("scheduler:ListSchedules") == asked.count("events:ListEventBuses") == 1


def test_a_field_that_nobody_knew_changes_nothing() -> None:
    answers = function(mapping(f"sqs:{AWS}:jobs"), **RULES, **scheduled())
    clients = ModelledClients(answers, unknown=True)

    seen = AwsConfiguration(clients, FakeClock(NOW)).observe(Resource(name="orders", type="lambda"))

    assert seen is not None
    assert seen.settings == observed(answers).settings
