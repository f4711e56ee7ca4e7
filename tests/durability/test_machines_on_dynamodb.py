"""The machines of chats and diagnoses on DynamoDB's adapters, where requests meet conflicts, are
throttled, or are carried out and never answered."""

from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from casebook.adapters.dynamodb.alarms import DynamoAlarmStore
from casebook.adapters.dynamodb.diagnoses import DynamoDiagnosisStore
from casebook.adapters.dynamodb.event_log import DynamoEventLog
from casebook.adapters.dynamodb.sessions import DynamoSessionStore
from casebook.domain.diagnosis_queue import Caps
from casebook.domain.events.chat import ContentDelta
from casebook.domain.events.event import Draft
from casebook.errors import AwsCallFailed
from casebook.settings import Settings
from casebook.streams import Stream
from cli.evaluation.replay import Stores
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from tests.bench.turn import table_in_moto
from tests.durability.test_chat_machine import ChatMachine
from tests.durability.test_diagnosis_machine import PHASES, DiagnosisMachine
from tests.durability.unreliable import MOST_ITEM_BYTES, Tables

DAYS = 90
FEWER = settings(max_examples=5, stateful_step_count=10, deadline=None, phases=PHASES)
KB = 1024


@pytest.fixture(scope="module")
def tables() -> Iterator[Tables]:
    with table_in_moto() as endpoint:
        yield Tables(endpoint)


def test_a_chat_on_an_unreliable_table(tables: Tables) -> None:
    def keep(clock: FakeClock, given: Settings) -> tuple[DynamoEventLog, DynamoSessionStore]:
        table = tables.fresh()
        log = DynamoEventLog(table, clock, DAYS, given.delta_days)
        return log, DynamoSessionStore(table, log, DAYS, given.sessions_per_hour)

    class OnTable(ChatMachine):
        def __init__(self) -> None:
            super().__init__(keep)

    run_state_machine_as_test(OnTable, settings=settings(FEWER, max_examples=15))

    assert "answer lost" in tables.happened
    assert "TransactionConflict" in tables.happened


def test_diagnoses_on_an_unreliable_table(tables: Tables) -> None:
    def keep(clock: FakeClock) -> Stores:
        table, limits = tables.fresh(), Settings()
        log = DynamoEventLog(table, clock, DAYS, limits.delta_days)
        diagnoses = DynamoDiagnosisStore(
            table, log, DAYS, 100, limits.diagnosis_seconds, Caps(40, 10)
        )
        return Stores(log, diagnoses, DynamoAlarmStore(table, DAYS))

    class OnTable(DiagnosisMachine):
        def __init__(self) -> None:
            super().__init__(keep)

    run_state_machine_as_test(OnTable, settings=FEWER)

    assert "answer lost" in tables.happened
    assert "ProvisionedThroughputExceeded" in tables.happened


@pytest.mark.parametrize(
    "sizes",
    [[1] * 240, [60] * 100, [380] * 15, [380, 1, 30] * 40],
    ids=["many", "much", "large", "mixed"],
)
def test_what_is_appended_at_once_is_cut_as_dynamodb_takes_it(
    tables: Tables, sizes: list[int]
) -> None:
    """100 writes and 4 MB a transaction, 400 KB an item."""
    log = DynamoEventLog(tables.fresh(), FakeClock(), DAYS, 1)
    texts = ["x" * size * KB for size in sizes]

    Stream(log, SilentFrames(), "ses_1").append(*map(_said, texts))

    events = log.read("ses_1")
    assert [event.seq for event in events] == list(range(1, len(texts) + 1))
    assert [len(event.data) // KB for event in events] == sizes


def test_an_event_that_is_too_large_for_an_item_is_refused_and_nothing_is_written(
    tables: Tables,
) -> None:
    log = DynamoEventLog(tables.fresh(), FakeClock(), DAYS, 1)

    with pytest.raises(AwsCallFailed):
        Stream(log, SilentFrames(), "ses_1").append(
            _said("a few words"), _said("x" * MOST_ITEM_BYTES)
        )

    assert log.read("ses_1") == []


def _said(text: str) -> Draft:
    return Draft("agent", ContentDelta(message="msg_1", offset=0, text=text))
