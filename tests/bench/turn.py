"""What one chat turn of 320 deltas asks of DynamoDB, counted at the adapter.

The turn is the real one: its stores on a table in moto, its text streamed to a follower.
"""

import logging
import time
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

from casebook.adapters.aws import Aws, Credentials
from casebook.adapters.dynamodb.connections import DynamoConnectionStore
from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.sessions import DynamoSessionStore
from casebook.adapters.dynamodb.table import Table
from casebook.budget.policy import BudgetPolicy
from casebook.budget.session_account import SessionAccounts
from casebook.chat.exchange import Answer, Delta, Step
from casebook.chat.messages import SendMessage
from casebook.chat.sessions import Chat
from casebook.chat.turn import Speaker, Turns
from casebook.domain.diagnosis_queue import Caps
from casebook.domain.workload import Resource, Workload
from casebook.engine import Engine, EngineChoice
from casebook.ports.connections import Identity
from casebook.settings import Settings
from casebook.streams import Push
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.tools.registry import Toolbox
from casebook.wiring import SystemClock
from local.memory.bookings import free_of_charge
from local.memory.connections import FakeWire
from local.memory.history import MemoryEvidenceStore
from local.memory.ledger import FakeParameters, MemoryLedger
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.work import FakeDispatcher
from local.memory.workloads import MemoryWorkloadStore
from tests.bench.write_units import write_units
from tests.conformance.conftest import create_table

DELTAS = 320
ANN = Identity(user="ann", projects=("shop",))


class CountingAws(Aws):
    """Counts requests and write units, of partitions too."""

    def __init__(self, endpoint: str) -> None:
        super().__init__("us-east-1", Credentials("test", "test"), endpoint)
        self.requests: Counter[str] = Counter()
        self.write_units = 0
        self.units_by_partition: Counter[str] = Counter()

    def json_call(self, service: str, target: str, payload: Any, version: str = "1.0") -> Any:
        operation = target.rpartition(".")[2]
        self.requests[operation] += 1
        for partition, units in write_units(operation, payload):
            self.write_units += units
            self.units_by_partition[partition] += units
        return super().json_call(service, target, payload, version)


def turn_costs(deltas_a_second: float | None) -> dict[str, Any]:
    """Requests and write units of the turn alone; `None` streams as fast as the engine can."""
    with table_in_moto() as endpoint:
        aws = CountingAws(endpoint)
        wire = FakeWire()
        chat, turns, connections = _built(aws, wire, deltas_a_second)
        session = chat.start(ANN, "wkl_1").session_id
        connections.subscribe("c1", session, SystemClock().now() + timedelta(hours=1))
        said = SendMessage(session_id=session, message="why?", client_message_id="c")
        message = chat.send(ANN, "wkl_1", said).message_id
        aws.requests.clear()
        aws.write_units = 0
        turns.run(session, message)
    text = [f for f in wire.posted["c1"] if f["type"] == "content-delta" and "seq" not in f]
    return {
        "deltas": DELTAS,
        "requests": sum(aws.requests.values()),
        "targetRequests": 12,
        "writeUnits": aws.write_units,
        "targetWriteUnits": 16,
        "byOperation": dict(aws.requests),
        "textFrames": len(text),
    }


def _built(
    aws: Aws, wire: FakeWire, pace: float | None
) -> tuple[Chat, Turns, DynamoConnectionStore]:
    clock, settings, table = SystemClock(), Settings(), Table(aws, "casebook")
    log = DynamoEventLog(table, clock, keep_days=90, delta_days=1)
    sessions = DynamoSessionStore(table, log, keep_days=90, per_hour=20)
    diagnoses = DynamoDiagnosisStore(
        table, log, keep_days=90, per_day=9, longest_seconds=1800, caps=Caps(1, 1)
    )
    connections = DynamoConnectionStore(table, clock)
    push = Push(connections, wire)
    now = clock.now()
    workloads = MemoryWorkloadStore(
        Workload(
            workload_id="wkl_1",
            name="shop",
            project="shop",
            resources=(Resource(name="checkout"),),
            created_at=now,
            updated_at=now,
        )
    )
    accounts = SessionAccounts(
        EngineChoice(FakeParameters(), ""), MemoryLedger(), BudgetPolicy(settings), clock
    )
    chat = Chat(workloads, sessions, log, push, FakeDispatcher(), clock, settings, accounts)
    turns = Turns(
        workloads,
        sessions,
        diagnoses,
        log,
        push,
        clock,
        settings,
        free_of_charge(clock),
        TeamKnowledge(MemoryTeamDocumentStore(), clock),
        open_toolbox=lambda scope, stream, listener: Toolbox(
            [], scope, stream, MemoryEvidenceStore(), clock, listener
        ),
        choose_speaker=lambda _: Speaker(Engine.DETERMINISTIC, lambda _: _spoken(pace)),
    )
    return chat, turns, connections


def _spoken(pace: float | None) -> Generator[Step, None, None]:
    words = [f"word{n % 10} " for n in range(DELTAS)]
    for word in words:
        yield Delta(word)
        if pace:
            time.sleep(1 / pace)
    yield Answer("".join(words), ())


@contextmanager
def table_in_moto() -> Iterator[str]:
    """The address of a server with an empty table."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    endpoint = f"http://127.0.0.1:{port}"
    client = client_of(endpoint)
    create_table(client, "casebook")
    try:
        yield endpoint
    finally:
        client.delete_table(TableName="casebook")
        server.stop()


def client_of(endpoint: str) -> Any:
    """DynamoDB's client of that server."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    return boto3.client("dynamodb", endpoint_url=endpoint, region_name="us-east-1", **keys)
