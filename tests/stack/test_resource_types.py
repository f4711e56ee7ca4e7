"""What a tool reads of each kind of resource, with the layers and the roles that are deployed."""

from __future__ import annotations

import json
import time
from typing import Any, get_args

import pytest

from casebook.adapters.configuration.rules import _REMEMBERED
from casebook.domain.workload import ResourceType
from cli.client import Client
from local.state import Stack

UNTIL_CONCLUDED = 60.0


@pytest.fixture(scope="module")
def assorted(stack: Stack, client: Client) -> str:
    """A workload with a resource of every kind that there is. A service, an API and a queue exist,
    the others do not."""
    ecs, api = stack.aws.client("ecs"), stack.aws.client("apigatewayv2")
    ecs.create_cluster(clusterName="assorted")
    container = {"name": "app", "image": "app:1", "memory": 128, "environment": []}
    task = ecs.register_task_definition(family="assorted", containerDefinitions=[container])
    ecs.create_service(
        cluster="assorted",
        serviceName="assorted-ecs",
        taskDefinition=task["taskDefinition"]["taskDefinitionArn"],
        desiredCount=0,
    )
    api.create_api(Name="assorted-apigateway", ProtocolType="HTTP")
    stack.aws.client("sqs").create_queue(QueueName="assorted-sqs")
    _send_work_to(stack, "assorted-sqs")
    resources = [{"name": f"assorted-{each}", "type": each} for each in get_args(ResourceType)]
    return client.register_workload({"name": "assorted", "project": "shop", "resources": resources})


def _send_work_to(stack: Stack, queue: str) -> None:
    """A rule that is switched off, and a schedule."""
    sqs, events = stack.aws.client("sqs"), stack.aws.client("events")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    arn = found["Attributes"]["QueueArn"]
    events.put_rule(Name="assorted-rule", EventPattern='{"source": ["shop"]}', State="DISABLED")
    events.put_targets(Rule="assorted-rule", Targets=[{"Id": "1", "Arn": arn}])
    stack.aws.client("scheduler").create_schedule(
        Name="assorted-schedule",
        ScheduleExpression="rate(1 hour)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": arn, "RoleArn": "arn:aws:iam::000000000000:role/assorted"},
    )


@pytest.fixture(scope="module")
def evidence(client: Client, assorted: str) -> list[dict[str, Any]]:
    return looked_at(client, assorted)


def looked_at(client: Client, assorted: str) -> list[dict[str, Any]]:
    """What a diagnosis found."""
    diagnosis = client.start_diagnosis(assorted)
    deadline = time.monotonic() + UNTIL_CONCLUDED
    while client.diagnosis(diagnosis)["status"] != "concluded":
        assert time.monotonic() < deadline, client.diagnosis(diagnosis)
        time.sleep(0.5)
    return client.evidence_of(diagnosis)


def test_every_tool_gets_an_answer(evidence: list[dict[str, Any]]) -> None:
    assert {"get_workload_state", "list_changes", "get_log_patterns"} <= {
        e["tool"] for e in evidence
    }
    assert not [each for each in evidence if each["outcome"] == "error"], json.dumps(evidence)


def test_what_exists_is_described_and_what_does_not_is_said_to_be_gone(
    evidence: list[dict[str, Any]],
) -> None:
    told = "\n".join(e["excerpt"] for e in evidence if e["tool"] == "get_workload_state")

    assert "could not be read" not in told
    gone = [line for line in told.splitlines() if "does not exist" in line]
    for name in ("assorted-ecs", "assorted-apigateway", "assorted-sqs"):
        assert name in told
        assert not [line for line in gone if name in line], told
    assert [line for line in gone if "assorted-rds" in line], told


def test_what_sends_a_queue_its_work_is_told(client: Client, assorted: str) -> None:
    """Lists of what an account has may be some seconds old in a function that was asked before."""
    time.sleep(_REMEMBERED.total_seconds())
    evidence = looked_at(client, assorted)
    told = "\n".join(e["excerpt"] for e in evidence if e["tool"] == "get_workload_state")

    assert "rule[default/assorted-rule].enabled = False" in told
    assert "schedule[default/assorted-schedule].expression = rate(1 hour)" in told
    assert "rule.unread" not in told
    assert "schedule.unread" not in told
