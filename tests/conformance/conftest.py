"""Every test here runs twice: on the fake that unit tests use, and on DynamoDB's adapter.

The adapter speaks HTTP, so moto runs as a server on a free port of this machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.dynamodb.alarms import DynamoAlarmStore
from casebook.adapters.dynamodb.connections import DynamoConnectionStore
from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.feedback import DynamoFeedbackStore
from casebook.adapters.dynamodb.history import DynamoObservationStore
from casebook.adapters.dynamodb.ledger import DynamoLedger
from casebook.adapters.dynamodb.limits import DynamoRecheckLimit
from casebook.adapters.dynamodb.ownership import DynamoOwnershipStore
from casebook.adapters.dynamodb.sessions import DynamoSessionStore
from casebook.adapters.dynamodb.table import Table
from casebook.adapters.dynamodb.team_knowledge import DynamoTeamDocumentStore
from casebook.adapters.dynamodb.tool_grants import DynamoToolGrantStore
from casebook.adapters.dynamodb.usage import DynamoUsageStore
from casebook.adapters.dynamodb.workloads import DynamoWorkloadStore
from casebook.domain.diagnosis_queue import Caps
from local.memory.clock import FakeClock
from local.memory.connections import MemoryConnectionStore
from local.memory.diagnoses import MemoryDiagnosisStore, MemoryFeedbackStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryObservationStore
from local.memory.ledger import MemoryLedger, MemoryUsageStore
from local.memory.ownership import MemoryOwnershipStore
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.workloads import MemoryAlarmStore, MemoryWorkloadStore
from tests.fakes.sessions import MemorySessionStore
from tests.fakes.tool_grants import MemoryRecheckLimit, MemoryToolGrantStore

SESSIONS_PER_HOUR = 3
RECHECKS_PER_HOUR = 2
CAPS = Caps(account=5, project=3)


@dataclass
class Stores:
    """One world of stores that share a log and a clock."""

    clock: FakeClock
    log: Any
    sessions: Any
    diagnoses: Any
    feedback: Any
    workloads: Any
    alarms: Any
    connections: Any
    observations: Any
    tool_grants: Any
    recheck_limit: Any
    ledger: Any
    usage: Any
    team_documents: Any
    ownerships: Any


@pytest.fixture(scope="session")
def moto_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def table(moto_endpoint: str) -> Iterator[Table]:
    client = boto3.client(
        "dynamodb",
        endpoint_url=moto_endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    create_table(client, "casebook")
    aws = Aws("us-east-1", Credentials("test", "test"), moto_endpoint)
    yield Table(aws, "casebook")
    client.delete_table(TableName="casebook")


def create_table(client: Any, name: str) -> None:
    """The table as infra/storage.py declares it; tests/infra holds the two together."""
    text = [{"AttributeName": each, "AttributeType": "S"} for each in _KEYS]
    client.create_table(
        TableName=name,
        AttributeDefinitions=text,
        KeySchema=_schema("pk", "sk"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": name,
                "KeySchema": _schema(f"{name}pk", f"{name}sk"),
                "Projection": {"ProjectionType": "ALL"},
            }
            for name in ("gsi1", "gsi2")
        ],
        BillingMode="PAY_PER_REQUEST",
    )


_KEYS = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk")


def _schema(partition: str, order: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": order, "KeyType": "RANGE"},
    ]


@pytest.fixture(params=["memory", "dynamodb"])
def stores(request: pytest.FixtureRequest) -> Stores:
    clock = FakeClock()
    if request.param == "memory":
        log = MemoryEventLog(clock)
        return Stores(
            clock,
            log,
            MemorySessionStore(log, SESSIONS_PER_HOUR),
            diagnoses := MemoryDiagnosisStore(log, CAPS),
            MemoryFeedbackStore(diagnoses),
            MemoryWorkloadStore(),
            MemoryAlarmStore(),
            MemoryConnectionStore(clock),
            MemoryObservationStore(),
            MemoryToolGrantStore(),
            MemoryRecheckLimit(RECHECKS_PER_HOUR),
            ledger := MemoryLedger(),
            MemoryUsageStore(ledger),
            MemoryTeamDocumentStore(),
            MemoryOwnershipStore(),
        )
    table = request.getfixturevalue("table")
    durable = DynamoEventLog(table, clock, keep_days=90, delta_days=1)
    return Stores(
        clock,
        durable,
        DynamoSessionStore(table, durable, keep_days=90, per_hour=SESSIONS_PER_HOUR),
        DynamoDiagnosisStore(
            table, durable, keep_days=90, per_day=5, longest_seconds=1800, caps=CAPS
        ),
        DynamoFeedbackStore(table, keep_days=90),
        DynamoWorkloadStore(table),
        DynamoAlarmStore(table, keep_days=90),
        DynamoConnectionStore(table, clock),
        DynamoObservationStore(table),
        DynamoToolGrantStore(table),
        DynamoRecheckLimit(table, RECHECKS_PER_HOUR),
        DynamoLedger(table, keep_days=90, usage_days=400),
        DynamoUsageStore(table, usage_days=400),
        DynamoTeamDocumentStore(table, clock, keep_days=90),
        DynamoOwnershipStore(table),
    )
