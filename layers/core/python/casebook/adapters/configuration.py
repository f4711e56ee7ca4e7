"""How resources are configured, out of the services' own APIs, as flat settings.

What the paths mean is said in casebook/analysis/configuration.py. Counters and queue depths are not
configuration and are left to metrics.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.role_permissions import permissions_of
from casebook.analysis.configuration import LAST_MODIFIED, Value
from casebook.domain.model import iso
from casebook.domain.workload import Resource
from casebook.ports import Clock, Observation
from casebook.redaction import redact

Settings = dict[str, Value]


class AwsConfiguration:
    """Reads functions, tables and queues; of other types AWS is not asked."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock
        self._readers: Mapping[str, Callable[[str], Settings]] = {
            "lambda": self._function,
            "dynamodb": self._table,
            "sqs": self._queue,
        }

    def observe(self, resource: Resource) -> Observation | None:
        read = self._readers.get(resource.type)
        if read is None:
            return None
        # Before the calls: a change that happens between them and now belongs to the next look.
        at = self._clock.now()
        return Observation(resource.name, at, read(resource.name))

    def _function(self, name: str) -> Settings:
        # https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
        call = self._clients.call
        found = call("lambda", "get_function_configuration", FunctionName=name)
        concurrency = call("lambda", "get_function_concurrency", FunctionName=name)
        role = str(found.get("Role", ""))
        role_name = role.rpartition("/")[2]
        return {
            **_present(
                {
                    "code.sha256": found.get("CodeSha256"),
                    "runtime": found.get("Runtime"),
                    "handler": found.get("Handler"),
                    "architecture": ",".join(found.get("Architectures", [])) or None,
                    "layers": ", ".join(each["Arn"] for each in found.get("Layers", [])) or None,
                    "memoryMb": found.get("MemorySize"),
                    "ephemeralStorageMb": found.get("EphemeralStorage", {}).get("Size"),
                    "timeoutSeconds": found.get("Timeout"),
                    "deadLetter": found.get("DeadLetterConfig", {}).get("TargetArn"),
                    "vpc.subnets": ", ".join(found.get("VpcConfig", {}).get("SubnetIds", []))
                    or None,
                    "vpc.securityGroups": ", ".join(
                        found.get("VpcConfig", {}).get("SecurityGroupIds", [])
                    )
                    or None,
                    "concurrency.reserved": concurrency.get("ReservedConcurrentExecutions"),
                    "role": role or None,
                    "related.role": role_name or None,
                    "state.status": found.get("State"),
                    LAST_MODIFIED: _moment(found.get("LastModified")),
                }
            ),
            **_environment(name, found.get("Environment", {}).get("Variables", {})),
            **(permissions_of(role_name, self._clients) if role_name else {}),
        }

    def _table(self, name: str) -> Settings:
        # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
        table = self._clients.call("dynamodb", "describe_table", TableName=name)["Table"]
        throughput = table.get("ProvisionedThroughput", {})
        billing = table.get("BillingModeSummary", {})
        settings = {
            "billingMode": billing.get("BillingMode", "PROVISIONED"),
            "throughput.read": throughput.get("ReadCapacityUnits"),
            "throughput.write": throughput.get("WriteCapacityUnits"),
            "throughput.mostReads": table.get("OnDemandThroughput", {}).get("MaxReadRequestUnits"),
            "throughput.mostWrites": table.get("OnDemandThroughput", {}).get(
                "MaxWriteRequestUnits"
            ),
            "stream": table.get("StreamSpecification", {}).get("StreamViewType"),
            "deletionProtection": table.get("DeletionProtectionEnabled"),
            "tableClass": table.get("TableClassSummary", {}).get("TableClass"),
            "state.status": table.get("TableStatus"),
            LAST_MODIFIED: _latest(
                throughput.get("LastIncreaseDateTime"),
                throughput.get("LastDecreaseDateTime"),
                billing.get("LastUpdateToPayPerRequestDateTime"),
            ),
        }
        for index in table.get("GlobalSecondaryIndexes", []):
            own = index.get("ProvisionedThroughput", {})
            settings |= {
                f"index.{index['IndexName']}.exists": True,
                f"index.{index['IndexName']}.throughput.read": own.get("ReadCapacityUnits"),
                f"index.{index['IndexName']}.throughput.write": own.get("WriteCapacityUnits"),
            }
        return _present(settings)

    def _queue(self, name: str) -> Settings:
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
        call = self._clients.call
        url = call("sqs", "get_queue_url", QueueName=name)["QueueUrl"]
        answer = call("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"])
        found: dict[str, str] = answer.get("Attributes", {})
        redrive = json.loads(found.get("RedrivePolicy", "{}"))
        modified = found.get("LastModifiedTimestamp")
        return _present(
            {
                "visibilityTimeoutSeconds": _number(found.get("VisibilityTimeout")),
                "retentionSeconds": _number(found.get("MessageRetentionPeriod")),
                "delaySeconds": _number(found.get("DelaySeconds")),
                "receiveWaitSeconds": _number(found.get("ReceiveMessageWaitTimeSeconds")),
                "mostBytes": _number(found.get("MaximumMessageSize")),
                "redrive.deadLetterQueue": redrive.get("deadLetterTargetArn"),
                "redrive.mostReceives": _number(redrive.get("maxReceiveCount")),
                "key": found.get("KmsMasterKeyId"),
                "permissions.policySha256": _digest(found["Policy"]) if "Policy" in found else None,
                LAST_MODIFIED: _latest(datetime.fromtimestamp(float(modified), UTC))
                if modified
                else None,
            }
        )


def _environment(function: str, variables: Mapping[str, str]) -> Settings:
    """Environment variables with what is secret in them replaced, hosts and ordinary values left.

    A replaced value is followed by a few digits of a digest, so that a rotated secret still shows
    as a change; they are too few, and salted, to find the secret by.
    """
    settings: Settings = {}
    for name, value in variables.items():
        # The name gives a secret away as often as the value does.
        shown = redact(f"{name}={value}").removeprefix(f"{name}=")
        if shown != value:
            shown += f" (digest {_digest(f'{function}:{name}:{value}')[:6]})"
        settings[f"environment.{name}"] = shown
    return settings


def _present(settings: Mapping[str, Any]) -> Settings:
    return {path: value for path, value in settings.items() if value is not None}


def _moment(text: str | None) -> str | None:
    """Lambda writes `2026-11-21T19:04:11.120+0000`."""
    return iso(datetime.fromisoformat(text)) if text else None


def _latest(*moments: datetime | None) -> str | None:
    known: Iterable[datetime] = (moment for moment in moments if moment)
    latest = max(known, default=None)
    return iso(latest) if latest else None


def _number(text: str | int | None) -> int | None:
    return None if text is None else int(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
