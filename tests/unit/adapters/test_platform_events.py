"""What services say of a resource, from answers that their own models allow."""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casebook.adapters.platform_events import AwsPlatformEvents
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Metric, Resource
from casebook.errors import AwsCallFailed, NotFound
from casebook.knowledge.platform_events import platform_event
from tests.fakes.aws_models import Answer, ModelledClients
from tests.fakes.shop import NOW

WINDOW = Window(start=NOW - timedelta(hours=24), end=NOW)
ACCOUNT = "123456789012"
CLUSTER = f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/shop"
MACHINE = f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:orders"
EXECUTION = f"arn:aws:states:us-east-1:{ACCOUNT}:execution:orders:"


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def task(number: int, minutes: float, code: str, why: str, **container: Any) -> dict[str, Any]:
    return {
        "taskArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:task/shop/9a0{number}",
        "taskDefinitionArn": f"arn:aws:ecs:us-east-1:{ACCOUNT}:task-definition/orders:8",
        "stoppedAt": ago(minutes),
        "stopCode": code,
        "stoppedReason": why,
        "containers": [{"name": "web", **container}],
    }


def execution(name: str, minutes: float, status: str = "FAILED") -> dict[str, Any]:
    return {
        "executionArn": f"{EXECUTION}{name}",
        "stateMachineArn": MACHINE,
        "name": name,
        "status": status,
        "startDate": ago(minutes + 1),
        "stopDate": ago(minutes),
    }


def mapping(name: str, state: str, reason: str, result: str | None = None) -> dict[str, Any]:
    return {
        "UUID": f"0f14d0ab-9605-4a62-a9e4-{name:->12.12}",
        "EventSourceArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}",
        "State": state,
        "StateTransitionReason": reason,
        "LastModified": ago(7),
        **({"LastProcessingResult": result} if result else {}),
    }


HISTORY = [
    {"timestamp": ago(9), "type": "ExecutionFailed", "id": 9, "previousEventId": 8,
     "executionFailedEventDetails": {"error": "Declined", "cause": "card refused"}},
    {"timestamp": ago(9), "type": "TaskFailed", "id": 8, "previousEventId": 7,
     "taskFailedEventDetails": {"resourceType": "lambda", "resource": "invoke",
                                "error": "Declined", "cause": "card refused"}},
    {"timestamp": ago(9), "type": "TaskStateEntered", "id": 6, "previousEventId": 3,
     "stateEnteredEventDetails": {"name": "Notify"}},
    {"timestamp": ago(9), "type": "TaskScheduled", "id": 7, "previousEventId": 5},
    {"timestamp": ago(9), "type": "TaskStateEntered", "id": 5, "previousEventId": 4,
     "stateEnteredEventDetails": {"name": "Charge"}},
]  # fmt: skip

DATABASE = {"DBInstanceIdentifier": "orders", "DbiResourceId": "db-ABC",
            "PerformanceInsightsEnabled": True}  # fmt: skip


def statement(id: str, sessions: float, text: str = "", *waits: float) -> dict[str, Any]:
    dimensions = {"db.sql_tokenized.id": id, "db.sql_tokenized.statement": text or f"SELECT {id}"}
    return {"Dimensions": dimensions, "Total": sessions, "Partitions": list(waits)}


def loads(*keys: dict[str, Any]) -> dict[str, Any]:
    waits = ("CPU", "IO:DataFileRead", "Lock:tuple")
    named = [{"Dimensions": {"db.wait_event.name": name}} for name in waits]
    return {"PartitionKeys": named, "Keys": list(keys)}


NO_ISSUE: dict[str, Answer] = {"health:describe_events": {"events": []}}
LOADS = loads(statement("a", 6.2, "SELECT * FROM orders WHERE status = ?", 1.1, 5.1, 0))

ANSWERS: dict[str, dict[str, Answer]] = {
    "rds": {
        **NO_ISSUE,
        "describe_events": {
            "Events": [
                {"SourceIdentifier": "orders", "SourceType": "db-instance", "Date": ago(12),
                 "Message": "Multi-AZ instance failover started.", "EventCategories": ["failover"]},
            ]
        },
        "describe_db_instances": {"DBInstances": [DATABASE]},
        "describe_dimension_keys": LOADS,
    },
    "elasticache": {
        **NO_ISSUE,
        "describe_events": {
            "Events": [
                {"SourceIdentifier": "orders", "SourceType": "cache-cluster", "Date": ago(30),
                 "Message": "Recovery completed for cache nodes 0001"},
            ]
        }
    },
    "ecs": {
        "list_clusters": {"clusterArns": [CLUSTER]},
        "describe_services": {
            "services": [
                {"serviceName": "orders", "status": "ACTIVE", "clusterArn": CLUSTER,
                 "events": [{"id": "1", "createdAt": ago(8),
                             "message": "(service orders) has started 1 tasks: (task 9a02)."}]},
            ]
        },
        "list_tasks": {"taskArns": [f"arn:aws:ecs:us-east-1:{ACCOUNT}:task/shop/9a01"]},
        "describe_tasks": {
            "tasks": [
                task(1, 20, "TaskFailedToStart", "CannotPullContainerError: manifest unknown"),
                task(2, 9, "EssentialContainerExited", "Essential container in task exited",
                     exitCode=137, reason="OutOfMemoryError: Container killed due to memory usage"),
                task(3, 5, "ServiceSchedulerInitiated",
                     "Scaling activity initiated by (deployment ecs-svc/1)", exitCode=137),
            ]
        },
    },
    "lambda": {
        "list_event_source_mappings": {
            "EventSourceMappings": [
                mapping("jobs", "Disabled", "EVENT_SOURCE_AUTHZ_ERROR"),
                mapping("switched-off", "Disabled", "User action"),
                mapping("clicks", "Enabled", "User action", "PROBLEM: Function call failed"),
                mapping("well", "Enabled", "User action", "OK"),
                mapping("closed", "Disabling", "ESM_CONFIG_NOT_VALID"),
            ]
        }
    },
    "stepfunctions": {
        "list_state_machines": {
            "stateMachines": [
                {"name": "orders", "stateMachineArn": MACHINE, "type": "STANDARD",
                 "creationDate": ago(9999)},
            ]
        },
        "list_executions": {
            "executions": [execution("newest", 9), execution("between", 10), execution("first", 40)]
        },
        "get_execution_history": {"events": HISTORY},
    },
}  # fmt: skip
"""What each service answers, by resource type and operation."""
TYPES = sorted(ANSWERS)
OPERATIONS = [(type_, operation) for type_ in TYPES for operation in sorted(ANSWERS[type_])]
CODES = (
    "AccessDeniedException",
    "ThrottlingException",
    "InternalFailure",
    "DBInstanceNotFound",
    "StateMachineDoesNotExist",
    "InvalidParameterValue",
    "StateMachineTypeNotSupported",
)


def told(clients: ModelledClients, type_: str, name: str = "orders") -> list[Change]:
    return AwsPlatformEvents(clients).of(Resource(name=name, type=type_), WINDOW, ago(15)).events


def test_a_failover_is_told_as_rds_tells_it() -> None:
    clients = ModelledClients(ANSWERS["rds"])

    events = told(clients, "rds")

    assert {(e.at, e.kind, e.resource, e.source, e.summary) for e in events} == {
        (ago(12), "service-event", "orders", "service", "Multi-AZ instance failover started.")
    }
    kinds = [asked["SourceType"] for _, asked in clients.asked if "SourceType" in asked]
    assert kinds == ["db-instance", "db-cluster"]


class TwoWindows(ModelledClients):
    """Performance Insights before the incident and in it."""

    def __init__(self, before: dict[str, Any], now: dict[str, Any], **others: Answer) -> None:
        super().__init__({**ANSWERS["rds"], "describe_events": {"Events": []}, **others})
        self._loads = {ago(15): before, NOW: now}

    def call(self, service: Any, operation: str, **asked: Any) -> dict[str, Any]:
        if operation == "describe_dimension_keys":
            self._answers = {**self._answers, operation: self._loads[asked["EndTime"]]}
        return super().call(service, operation, **asked)


def test_a_statement_that_takes_more_than_before_is_told_with_its_waits() -> None:
    before = loads(statement("a", 0.4), statement("b", 2.0))

    (event,) = told(TwoWindows(before, loads(*LOADS["Keys"], statement("b", 2.1))), "rds")

    assert event.at == ago(15)
    assert event.summary == (
        "The load of a statement rose from 0.4 to 6.2 average active sessions (IO:DataFileRead,"
        " CPU): SELECT * FROM orders WHERE status = ?"
    )
    assert (row := platform_event(event.summary)) is not None
    assert row.name == "statement-grew"


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), max_size=25))
def test_only_what_doubled_and_takes_half_a_session_more_is_told(
    sessions: list[tuple[float, float]],
) -> None:
    before = loads(*(statement(f"{n}", one) for n, (one, _) in enumerate(sessions)))
    now = loads(*(statement(f"{n}", other) for n, (_, other) in enumerate(sessions)))

    events = told(TwoWindows(before, now), "rds")

    grown = [one for one, other in sessions if other - one >= max(0.5, one)]
    assert len(events) == min(2, len(grown))


def test_one_that_was_not_among_those_that_took_most_took_no_more_than_the_least() -> None:
    before = loads(*(statement(f"{n}", 2.0) for n in range(25)))

    assert told(TwoWindows(before, loads(statement("new", 3.0))), "rds") == []
    assert len(told(TwoWindows(before, loads(statement("new", 4.0))), "rds")) == 1


def test_a_database_without_performance_insights_is_not_asked_for_statements() -> None:
    off = {"DBInstances": [{**DATABASE, "PerformanceInsightsEnabled": False}]}
    clients = ModelledClients({**ANSWERS["rds"], "describe_db_instances": off})

    said = AwsPlatformEvents(clients).of(Resource(name="orders", type="rds"), WINDOW, ago(15))

    assert said.unread == ()
    assert "pi:DescribeDimensionKeys" not in [operation for operation, _ in clients.asked]


@pytest.mark.parametrize("code", ["NotAuthorizedException", "ThrottlingException", "Odd"])
def test_closed_performance_insights_hide_no_event(code: str) -> None:
    clients = ModelledClients({**ANSWERS["rds"], "describe_dimension_keys": code})

    said = AwsPlatformEvents(clients).of(Resource(name="orders", type="rds"), WINDOW, ago(15))

    assert {event.summary for event in said.events} == {"Multi-AZ instance failover started."}
    assert code in said.unread[0]


def test_a_name_of_the_other_kind_of_source_is_no_failure() -> None:
    clients = ModelledClients({**NO_ISSUE, "describe_events": "DBInstanceNotFound"})

    assert told(clients, "rds") == []
    kinds = [asked["SourceType"] for _, asked in clients.asked if "SourceType" in asked]
    assert kinds == ["db-instance", "db-cluster"]


@given(st.integers(1, 9))
def test_pages_are_followed_to_the_newest_event_but_not_for_ever(pages: int) -> None:
    class Paged(ModelledClients):
        def call(self, service: str, operation: str, **asked: Any) -> dict[str, Any]:
            page = int(asked.get("Marker", "1"))
            event = {"Date": ago(60 - page), "Message": f"page {page}"}
            more = {"Marker": str(page + 1)} if page < pages else {}
            self._answers = {**NO_ISSUE, operation: {"Events": [event], **more}}
            return super().call(service, operation, **asked)

    events = told(Paged({}), "elasticache")

    assert {event.summary for event in events} == {f"page {n}" for n in range(1, min(pages, 5) + 1)}


def test_a_stopped_task_says_why_with_its_containers_exit_codes() -> None:
    events = told(ModelledClients(ANSWERS["ecs"]), "ecs")

    rows = [row.name if (row := platform_event(e.summary)) else None for e in events]
    assert rows == ["image-not-pulled", "killed-for-memory", "tasks-moved", "task-replaced"]
    assert events[1].summary == (
        "Task 9a02 of orders:8 stopped (EssentialContainerExited): Essential container in task"
        " exited; container web: exit code 137, OutOfMemoryError: Container killed due to memory"
        " usage"
    )


def test_a_mapping_is_told_if_lambda_switched_it_off_or_cannot_read_it() -> None:
    events = told(ModelledClients(ANSWERS["lambda"]), "lambda")

    rows = {e.summary: row.name if (row := platform_event(e.summary)) else None for e in events}
    assert rows == {
        "Event source mapping of jobs is Disabled by Lambda: EVENT_SOURCE_AUTHZ_ERROR": (
            "source-not-permitted"
        ),
        "Event source mapping of closed is Disabling by Lambda: ESM_CONFIG_NOT_VALID": (
            "source-switched-off"
        ),
        "Event source mapping of clicks PROBLEM: Function call failed": "source-problem",
    }


def test_a_failed_execution_names_the_state_on_its_own_branch_and_the_error() -> None:
    answers = ANSWERS["stepfunctions"]
    clients = ModelledClients(answers)

    events = told(clients, "stepfunctions")

    summaries = {event.summary for event in events}
    assert "Execution first failed in state Charge with Declined: card refused" in summaries
    assert not any("between" in summary for summary in summaries)
    assert {row.name for s in summaries if (row := platform_event(s))} == {"execution-failed"}


def test_a_failure_keeps_its_id_while_more_of_its_kind_follow() -> None:
    answers = ANSWERS["stepfunctions"]
    until = {"executions": [execution("between", 10), execution("first", 40)]}

    earlier = told(ModelledClients({**answers, "list_executions": until}), "stepfunctions")
    later = told(ModelledClients(answers), "stepfunctions")

    first = next(event for event in earlier if "Execution first failed" in event.summary)
    assert first.change_id in {event.change_id for event in later}


@pytest.mark.parametrize(
    "resource",
    [
        Resource(name=MACHINE, type="stepfunctions"),
        Resource(
            name="orders",
            type="stepfunctions",
            metrics=(
                Metric(
                    namespace="AWS/States",
                    name="ExecutionsFailed",
                    dimensions={"StateMachineArn": MACHINE},
                ),
            ),
        ),
    ],
)
def test_a_machine_whose_arn_is_registered_is_not_looked_for(resource: Resource) -> None:
    clients = ModelledClients(ANSWERS["stepfunctions"])

    assert AwsPlatformEvents(clients).of(resource, WINDOW, NOW).events
    assert "stepfunctions:ListStateMachines" not in [operation for operation, _ in clients.asked]


@given(st.sampled_from(OPERATIONS), st.sampled_from(CODES), st.booleans())
def test_whatever_call_fails_however_it_is_an_error_that_is_known(
    where: tuple[str, str], code: str, unknown: bool
) -> None:
    type_, operation = where
    clients = ModelledClients({**ANSWERS[type_], operation: code}, unknown=unknown)

    with suppress(NotFound, AwsCallFailed):
        assert all(event.source == "service" for event in told(clients, type_))


@given(st.sampled_from(TYPES))
def test_a_field_that_nobody_knew_changes_nothing(type_: str) -> None:
    today, tomorrow = (ModelledClients(ANSWERS[type_], unknown=u) for u in (False, True))

    assert told(today, type_) == told(tomorrow, type_)


@given(st.sampled_from(OPERATIONS))
def test_an_empty_answer_is_no_event_or_a_resource_that_is_not_there(
    where: tuple[str, str],
) -> None:
    type_, operation = where
    empty = {name: [] for name in ANSWERS[type_][operation]}
    required = {"list_executions": {"executions": []}, "get_execution_history": {"events": []},
                "list_state_machines": {"stateMachines": []}}  # fmt: skip
    clients = ModelledClients({**ANSWERS[type_], operation: required.get(operation, empty)})

    with suppress(NotFound):
        told(clients, type_)


def test_an_answer_in_another_form_than_its_model_is_a_failed_call() -> None:
    class Odd(ModelledClients):
        def call(self, service: str, operation: str, **asked: Any) -> dict[str, Any]:
            return {"Events": [{"Date": "yesterday"}]}

    said = AwsPlatformEvents(Odd({})).of(Resource(name="orders", type="rds"), WINDOW, ago(15))

    assert said.events == []
    assert "cannot be read" in said.unread[0]


@given(st.sampled_from(TYPES), st.integers(0, 400))
def test_no_secret_is_told_wherever_the_text_is_cut(type_: str, before: int) -> None:
    secret = f"Zq8{secrets.token_urlsafe(18)}"
    words = f"{'x ' * (900 + before // 2)}password={secret}"
    answers: dict[str, dict[str, Answer]] = {
        "rds": {"describe_events": {"Events": [{"Date": ago(3), "Message": words}]}},
        "elasticache": {"describe_events": {"Events": [{"Date": ago(3), "Message": words}]}},
        "ecs": {
            **ANSWERS["ecs"],
            "describe_tasks": {"tasks": [task(1, 3, "UserInitiated", words)]},
        },
        "lambda": {
            "list_event_source_mappings": {
                "EventSourceMappings": [mapping("jobs", "Disabled", words)]
            }
        },
        "stepfunctions": {
            **ANSWERS["stepfunctions"],
            "get_execution_history": {
                "events": [
                    {**HISTORY[0], "executionFailedEventDetails": {"error": "E", "cause": words}}
                ]
            },
        },
    }

    events = told(ModelledClients(NO_ISSUE | answers[type_]), type_)

    assert events
    for event in events:
        assert secret[:8] not in event.summary


@given(st.sampled_from(TYPES))
def test_the_same_event_has_the_same_id_whenever_it_is_read(type_: str) -> None:
    first, again = (told(ModelledClients(ANSWERS[type_]), type_) for _ in range(2))

    assert [event.change_id for event in first] == [event.change_id for event in again]


@pytest.mark.parametrize(
    ("type_", "most"),
    [("rds", 5), ("elasticache", 2), ("ecs", 4), ("lambda", 1), ("stepfunctions", 7)],
)
def test_a_resource_takes_a_handful_of_requests(type_: str, most: int) -> None:
    clients = ModelledClients(ANSWERS[type_])

    told(clients, type_)

    of_all = ("health:", "application-signals:")
    assert sum(not asked.startswith(of_all) for asked, _ in clients.asked) <= most
