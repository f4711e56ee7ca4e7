"""Whose dead letters a queue takes, and how many of its own wait elsewhere."""

import json
from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.configuration import AwsConfiguration
from casebook.domain.workload import Resource
from casebook.ports.changes import Observation
from local.memory.clock import FakeClock
from tests.fakes.aws_models import ModelledClients
from tests.fakes.shop import NOW

DEAD = "arn:aws:sqs:us-east-1:123456789012:dead"


def look(clients: Clients, queue: str) -> Observation:
    found = AwsConfiguration(clients, FakeClock(NOW)).observe(Resource(name=queue, type="sqs"))
    assert found is not None
    return found


@pytest.mark.parametrize("waiting", [0, 1, 7])
def test_a_dead_letter_queue_knows_its_sources_and_they_know_its_depth(
    clients: Clients, waiting: int
) -> None:
    redrive = json.dumps({"deadLetterTargetArn": DEAD, "maxReceiveCount": 3})
    url = clients.call("sqs", "create_queue", QueueName="dead")["QueueUrl"]
    for name in ("orders", "refunds"):
        attributes = {"RedrivePolicy": redrive}
        clients.call("sqs", "create_queue", QueueName=name, Attributes=attributes)
    for number in range(waiting):
        clients.call("sqs", "send_message", QueueUrl=url, MessageBody=str(number))

    dead, orders = look(clients, "dead"), look(clients, "orders")

    assert dead.settings["related.deadLettersOf"] == "orders, refunds"
    assert "deadLetters.waiting" not in dead.health
    assert orders.health["deadLetters.waiting"] == waiting
    assert "related.deadLettersOf" not in orders.settings


def test_a_dead_letter_queue_that_is_closed_to_us_hides_nothing_else() -> None:
    class Closed(ModelledClients):
        def call(self, service: Any, operation: str, **asked: Any) -> dict[str, Any]:
            refused = {"get_queue_url": "AccessDenied"} if asked.get("QueueName") == "dead" else {}
            self._answers = {**answers, **refused}
            return super().call(service, operation, **asked)

    redrive = json.dumps({"deadLetterTargetArn": DEAD})
    answers: dict[str, Any] = {
        "get_queue_url": {"QueueUrl": "https://queue"},
        "get_queue_attributes": {"Attributes": {"RedrivePolicy": redrive, "DelaySeconds": "5"}},
        "list_dead_letter_source_queues": {"queueUrls": []},
    }

    seen = look(Closed(answers), "orders")

    assert seen.settings["delaySeconds"] == 5
    assert "AccessDenied" in str(seen.health["deadLetters.unread"])
