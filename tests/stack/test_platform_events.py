"""What services say of their own resources, asked with the roles that are deployed."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from cli.client import Client
from local.state import Stack

UNTIL_ENDED = 60.0
BROKEN = {
    "StartAt": "Refuse",
    "States": {"Refuse": {"Type": "Fail", "Error": "Tide", "Cause": "low"}},
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": "states.amazonaws.com"},
        "Action": "sts:AssumeRole",
    },
}


@pytest.fixture(scope="module")
def harbour(stack: Stack, client: Client) -> str:
    """A workload of a database and a cache that were made just now, a service, and a machine
    whose execution failed."""
    stack.aws.client("rds").create_db_instance(
        DBInstanceIdentifier="harbour-db",
        DBInstanceClass="db.t4g.micro",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="harbour",
        ManageMasterUserPassword=True,
    )
    stack.aws.client("elasticache").create_cache_cluster(
        CacheClusterId="harbour-cache",
        CacheNodeType="cache.t4g.micro",
        Engine="redis",
        NumCacheNodes=1,
    )
    _service(stack)
    _failed_execution(stack)
    resources = [
        {"name": "harbour-db", "type": "rds"},
        {"name": "harbour-cache", "type": "elasticache"},
        {"name": "harbour/harbour-api", "type": "ecs"},
        {"name": "harbour-tides", "type": "stepfunctions"},
        {"name": "harbour-nowhere", "type": "stepfunctions"},
    ]
    return client.register_workload({"name": "harbour", "project": "shop", "resources": resources})


def _service(stack: Stack) -> None:
    ecs = stack.aws.client("ecs")
    ecs.create_cluster(clusterName="harbour")
    container = {"name": "app", "image": "app:1", "memory": 128}
    ecs.register_task_definition(family="harbour", containerDefinitions=[container])
    ecs.create_service(
        cluster="harbour", serviceName="harbour-api", taskDefinition="harbour", desiredCount=0
    )


def _failed_execution(stack: Stack) -> None:
    iam, states = stack.aws.client("iam"), stack.aws.client("stepfunctions")
    role = iam.create_role(RoleName="tides", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    machine = states.create_state_machine(
        name="harbour-tides", definition=json.dumps(BROKEN), roleArn=role["Arn"]
    )["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=machine)["executionArn"]
    deadline = time.monotonic() + UNTIL_ENDED
    while states.describe_execution(executionArn=execution)["status"] == "RUNNING":
        assert time.monotonic() < deadline, execution
        time.sleep(0.2)


@pytest.fixture(scope="module")
def told(client: Client, harbour: str) -> str:
    """What `list_changes` told in a diagnosis."""
    diagnosis = client.start_diagnosis(harbour)
    deadline = time.monotonic() + UNTIL_ENDED
    while client.diagnosis(diagnosis)["status"] != "concluded":
        assert time.monotonic() < deadline, client.diagnosis(diagnosis)
        time.sleep(0.5)
    evidence: list[dict[str, Any]] = client.evidence_of(diagnosis)
    return "\n".join(e["excerpt"] for e in evidence if e["tool"] == "list_changes")


def test_no_source_is_closed_to_the_role_that_asks_it(told: str) -> None:
    """RDS among them: the local one tells no event but a reboot's."""
    assert "The events of" not in told, told


def test_a_cache_tells_its_events(told: str) -> None:
    assert "harbour-cache: service-event (service): Cache cluster created" in told, told


def test_a_failed_execution_is_told_with_its_error(told: str) -> None:
    """The state is known where the history says what led to its end, which the local one leaves
    out."""
    assert "harbour-tides: service-event (service): Execution " in told, told
    assert " with Tide: low" in told, told
