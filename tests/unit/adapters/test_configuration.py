import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.configuration import AwsConfiguration
from casebook.domain.workload import Resource, ResourceType
from casebook.errors import NotFound
from local.memory.clock import FakeClock
from tests.fakes.shop import NOW

TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders-table"


def settings_of(clients: Clients, name: str, type_: ResourceType) -> Mapping[str, Any]:
    found = AwsConfiguration(clients, FakeClock(NOW)).observe(Resource(name=name, type=type_))
    assert found is not None
    assert (found.resource, found.at) == (name, NOW)
    return found.settings


def make_function(clients: Clients, **environment: str) -> None:
    policy = {"Version": "2012-10-17", "Statement": []}
    role = clients.call(
        "iam", "create_role", RoleName="checkout-role", AssumeRolePolicyDocument=json.dumps(policy)
    )["Role"]["Arn"]
    statements = [
        {"Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:GetItem"], "Resource": TABLE},
        {"Effect": "Deny", "Action": "s3:*", "Resource": "*"},
    ]
    clients.call(
        "iam",
        "put_role_policy",
        RoleName="checkout-role",
        PolicyName="orders",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statements}),
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as code:
        code.writestr("handler.py", "def handler(event, context): pass")
    clients.call(
        "lambda",
        "create_function",
        FunctionName="checkout-fn",
        Runtime="python3.13",
        Role=role,
        Handler="handler.handler",
        Code={"ZipFile": archive.getvalue()},
        MemorySize=256,
        Environment={"Variables": environment},
    )


def test_a_function_is_told_with_what_it_runs_how_much_it_may_and_its_role(
    clients: Clients,
) -> None:
    make_function(clients)
    clients.call(
        "lambda",
        "put_function_concurrency",
        FunctionName="checkout-fn",
        ReservedConcurrentExecutions=5,
    )

    settings = settings_of(clients, "checkout-fn", "lambda")

    assert settings["runtime"] == "python3.13"
    assert settings["memoryMb"] == 256
    assert settings["concurrency.reserved"] == 5
    assert settings["code.sha256"]
    assert settings["related.role"] == "checkout-role"
    assert settings["state.lastModified"].endswith("Z")


def test_a_functions_permissions_are_told_action_by_action(clients: Clients) -> None:
    make_function(clients)

    settings = settings_of(clients, "checkout-fn", "lambda")

    assert {path: value for path, value in settings.items() if path.startswith("permissions.")} == {
        "permissions.orders.Allow dynamodb:PutItem": TABLE,
        "permissions.orders.Allow dynamodb:GetItem": TABLE,
        "permissions.orders.Deny s3:*": "*",
    }


def test_hosts_stay_readable_and_secrets_do_not(clients: Clients) -> None:
    make_function(
        clients,
        PAYMENTS_URL="http://payments:8080",
        DB="pg://app:s3cret@db:5432/x",
        API_TOKEN="abc12345",
    )

    settings = settings_of(clients, "checkout-fn", "lambda")

    assert settings["environment.PAYMENTS_URL"] == "http://payments:8080"
    assert settings["environment.DB"].startswith("pg://app:<credentials-1>@db:5432/x (digest ")
    assert settings["environment.API_TOKEN"].startswith("<secret-1> (digest ")


def test_a_secret_that_was_changed_still_shows(clients: Clients) -> None:
    make_function(clients, API_TOKEN="abc12345")
    before = settings_of(clients, "checkout-fn", "lambda")
    clients.call(
        "lambda",
        "update_function_configuration",
        FunctionName="checkout-fn",
        Environment={"Variables": {"API_TOKEN": "xyz98765"}},
    )

    after = settings_of(clients, "checkout-fn", "lambda")

    assert before["environment.API_TOKEN"] != after["environment.API_TOKEN"]


def test_a_table_is_told_with_its_capacity_and_indexes(clients: Clients) -> None:
    capacity = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 7}
    clients.call(
        "dynamodb",
        "create_table",
        TableName="orders-table",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "day", "AttributeType": "S"},
        ],
        ProvisionedThroughput=capacity,
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-day",
                "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
                "ProvisionedThroughput": capacity,
            }
        ],
    )

    settings = settings_of(clients, "orders-table", "dynamodb")

    assert settings["billingMode"] == "PROVISIONED"
    assert (settings["throughput.read"], settings["throughput.write"]) == (5, 7)
    assert settings["index.by-day.throughput.write"] == 7


def test_a_queue_is_told_without_its_depth(clients: Clients) -> None:
    clients.call("sqs", "create_queue", QueueName="dead")
    dead = "arn:aws:sqs:us-east-1:123456789012:dead"
    clients.call(
        "sqs",
        "create_queue",
        QueueName="orders",
        Attributes={
            "VisibilityTimeout": "45",
            "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 3}),
        },
    )

    settings = settings_of(clients, "orders", "sqs")

    assert settings["visibilityTimeoutSeconds"] == 45
    assert settings["redrive.deadLetterQueue"] == dead
    assert settings["redrive.mostReceives"] == 3
    assert not any("pproximate" in path for path in settings)


@pytest.mark.parametrize("type_", ["lambda", "dynamodb", "sqs", "ecs", "rds", "apigateway"])
def test_what_is_not_there_is_not_found(clients: Clients, type_: ResourceType) -> None:
    with pytest.raises(NotFound):
        settings_of(clients, "nothing", type_)


def test_health_is_told_apart_from_what_somebody_set(clients: Clients) -> None:
    clients.call("sqs", "create_queue", QueueName="orders")
    make_function(clients)

    queue, function = (
        AwsConfiguration(clients, FakeClock(NOW)).observe(Resource(name=name, type=type_))
        for name, type_ in (("orders", "sqs"), ("checkout-fn", "lambda"))
    )

    assert queue is not None
    assert queue.health == {
        "messages.waiting": 0,
        "messages.inFlight": 0,
        "messages.delayed": 0,
    }
    assert function is not None
    assert function.health["status"] == "Active"
    assert "status" not in function.settings


def test_of_other_types_aws_is_not_asked(clients: Clients) -> None:
    source = AwsConfiguration(clients, FakeClock(NOW))

    assert source.observe(Resource(name="payments", type="http")) is None
