"""SQS queues.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html
"""

import json
from datetime import UTC, datetime
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.rules import Rules
from casebook.adapters.configuration.values import Seen, digest, latest, number, present
from casebook.analysis.configuration import DEAD_LETTERS, DEAD_LETTERS_OF, LAST_MODIFIED
from casebook.errors import AwsCallFailed, NotFound


def read_queue(clients: Clients, name: str, rules: Rules) -> Seen:
    url = clients.call("sqs", "get_queue_url", QueueName=name)["QueueUrl"]
    answer = clients.call("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])
    found: dict[str, str] = answer.get("Attributes", {})
    redrive = json.loads(found.get("RedrivePolicy", "{}"))
    modified = found.get("LastModifiedTimestamp")
    settings = {
        "visibilityTimeoutSeconds": number(found.get("VisibilityTimeout")),
        "retentionSeconds": number(found.get("MessageRetentionPeriod")),
        "delaySeconds": number(found.get("DelaySeconds")),
        "receiveWaitSeconds": number(found.get("ReceiveMessageWaitTimeSeconds")),
        "mostBytes": number(found.get("MaximumMessageSize")),
        "redrive.deadLetterQueue": redrive.get("deadLetterTargetArn"),
        "redrive.mostReceives": number(redrive.get("maxReceiveCount")),
        "key": found.get("KmsMasterKeyId"),
        "permissions.policySha256": digest(found["Policy"]) if "Policy" in found else None,
        LAST_MODIFIED: latest(datetime.fromtimestamp(float(modified), UTC)) if modified else None,
    }
    health = {
        "messages.waiting": number(found.get("ApproximateNumberOfMessages")),
        "messages.inFlight": number(found.get("ApproximateNumberOfMessagesNotVisible")),
        "messages.delayed": number(found.get("ApproximateNumberOfMessagesDelayed")),
    }
    letters = _dead_letters(clients, url, redrive)
    targeting = rules.of(found.get("QueueArn"))
    return Seen(
        {**present(settings), **targeting.settings, **letters.settings},
        {**present(health), **targeting.health, **letters.health},
    )


def _dead_letters(clients: Clients, url: str, redrive: dict[str, Any]) -> Seen:
    """Whose dead letters the queue takes, and how many of its own wait elsewhere. Neither is a
    setting, so what cannot be read is only shown."""
    try:
        sources = clients.call("sqs", "list_dead_letter_source_queues", QueueUrl=url)
        waiting = _waiting(clients, redrive.get("deadLetterTargetArn"))
    except (NotFound, AwsCallFailed) as error:
        return Seen({}, {"deadLetters.unread": error.detail})
    names = [str(each).rpartition("/")[2] for each in sources.get("queueUrls", [])]
    return Seen(present({DEAD_LETTERS_OF: names}), present({DEAD_LETTERS: waiting}))


def _waiting(clients: Clients, queue: str | None) -> int | None:
    """How many messages wait in the queue of that ARN, which may be another account's."""
    if queue is None:
        return None
    account, name = queue.split(":")[-2:]
    url = clients.call("sqs", "get_queue_url", QueueName=name, QueueOwnerAWSAccountId=account)
    depth = "ApproximateNumberOfMessages"
    answer = clients.call(
        "sqs", "get_queue_attributes", QueueUrl=url["QueueUrl"], AttributeNames=[depth]
    )
    return number(answer.get("Attributes", {}).get(depth))
