"""What a model knows before the first question: gathered once, and the same in every turn."""

from collections.abc import Callable

import pytest

from casebook.chat.conversing.background import Backgrounds
from casebook.errors import AwsCallFailed
from casebook.tools.get_recent_logs import GetRecentLogs
from casebook.tools.registry import Toolbox
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.telemetry import MemoryLogs
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope

SESSION = "ses_1"


@pytest.fixture
def logs() -> MemoryLogs:
    logs = MemoryLogs(CHECKOUT_LOGS)
    logs.write(CHECKOUT_LOGS, NOW, "ERROR cannot reach payments")
    return logs


@pytest.fixture
def toolbox(logs: MemoryLogs) -> Callable[[], Toolbox]:
    store = MemoryEvidenceStore()
    return lambda: Toolbox([GetRecentLogs(logs)], scope(), SESSION, store, FakeClock(NOW))


def test_it_is_gathered_fenced_and_can_be_cited(toolbox: Callable[[], Toolbox]) -> None:
    found = Backgrounds(MemoryEvidenceStore()).of(SESSION, toolbox())

    (evidence,) = found.evidence
    assert "cannot reach payments" in found.text
    assert f'evidence="{evidence.id}"' in found.text
    assert found.text.startswith("How it was at 2026-11-21T19:00:00.000Z")


def test_it_is_kept_and_read_back_as_it_was(
    toolbox: Callable[[], Toolbox], logs: MemoryLogs
) -> None:
    backgrounds = Backgrounds(MemoryEvidenceStore())
    first = backgrounds.of(SESSION, toolbox())
    logs.write(CHECKOUT_LOGS, NOW, "ERROR something new")

    again = backgrounds.of(SESSION, toolbox())

    assert (again.text, again.evidence) == (first.text, ())
    assert "something new" in backgrounds.of("ses_2", toolbox()).text


def test_a_store_that_fails_costs_nobody_an_answer(toolbox: Callable[[], Toolbox]) -> None:
    class Down(MemoryEvidenceStore):
        def find(self, stream: str, evidence_id: str) -> bytes:
            raise AwsCallFailed("GetObject", "SlowDown", "try later", 503)

        def put(self, stream: str, evidence_id: str, raw: bytes) -> str:
            raise AwsCallFailed("PutObject", "SlowDown", "try later", 503)

    assert "cannot reach payments" in Backgrounds(Down()).of(SESSION, toolbox()).text
