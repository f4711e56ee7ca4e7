"""The tool of docs/tools.md does what the page says."""

import importlib.util

import pytest

from casebook.tools.registry import Toolbox
from cli.docs.tools import EXAMPLE
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.telemetry import MemoryLogs
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope


@pytest.fixture
def toolbox() -> Toolbox:
    spec = importlib.util.spec_from_file_location("example", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    logs = MemoryLogs(CHECKOUT_LOGS)
    for number in range(3):
        logs.write(CHECKOUT_LOGS, NOW, f"order {number} refused")
    tool = module.CountLogLines(logs)
    return Toolbox([tool], scope(), "dgn_1", MemoryEvidenceStore(), FakeClock(NOW))


def test_it_counts(toolbox: Toolbox) -> None:
    run = toolbox.run("count_log_lines", pattern="refused")

    assert (run.outcome, run.evidence.excerpt) == ("success", "3 lines match.")


def test_nothing_is_no_data(toolbox: Toolbox) -> None:
    run = toolbox.run("count_log_lines", pattern="lost")

    assert (run.outcome, run.evidence.excerpt) == ("no-data", "No line matches 'lost'.")


def test_what_it_is_not_given_it_asks_for(toolbox: Toolbox) -> None:
    assert "pattern: Field required" in toolbox.run("count_log_lines").evidence.excerpt


def test_it_is_as_short_as_the_page_promises() -> None:
    written = [line for line in EXAMPLE.read_text().splitlines() if line.strip()]

    assert len(written) <= 30
