"""SQS queues.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
"""

import json
from datetime import UTC, datetime

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.rules import Rules
from casebook.adapters.configuration.values import Seen, digest, latest, number, present
from casebook.analysis.configuration import LAST_MODIFIED


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
    targeting = rules.of(found.get("QueueArn"))
    return Seen(
        {**present(settings), **targeting.settings}, {**present(health), **targeting.health}
    )
