"""What a workload has been saying lately."""

from datetime import timedelta

from casebook.tools.get_recent_logs import GetRecentLogs
from casebook.tools.keeper import EXCERPT_CHARACTERS
from casebook.tools.registry import Toolbox
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.telemetry import MemoryLogs
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope


def excerpt(logs: MemoryLogs) -> str:
    toolbox = Toolbox(
        [GetRecentLogs(logs)], scope(), "ses_1", MemoryEvidenceStore(), FakeClock(NOW)
    )
    return toolbox.run("get_recent_logs").evidence.excerpt


def test_kinds_are_told_with_count_and_time_errors_first() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    for second in range(60):
        logs.write(CHECKOUT_LOGS, NOW - timedelta(seconds=second), f"order {second} stored")
    logs.write(CHECKOUT_LOGS, NOW - timedelta(seconds=5), "ERROR payments refused order 17")

    told = excerpt(logs).splitlines()

    assert told[0] == "The newest 61 lines, each kind once:"
    assert told[1] == f"Errors of {CHECKOUT_LOGS}:"
    assert told[2].startswith("- 1× 18:59:55 payments refused order")
    assert told[3] == f"Other lines of {CHECKOUT_LOGS}:"
    assert told[4].startswith("- 60× 18:59:01–19:00:00 order")


def test_a_log_group_that_is_not_there_yet_is_no_failure() -> None:
    assert "has logged nothing" in excerpt(MemoryLogs())


def test_every_kind_of_error_has_room_in_the_excerpt() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    parts = [f"{a}{b}" for a in ("red", "blue", "cold", "slow", "dark") for b in "abcdefghijkl"]
    for part in parts:
        text = f"ERROR {part} gave up: " + f"no {part} could be had from {part}s " * 6
        logs.write(CHECKOUT_LOGS, NOW, text)

    told = excerpt(logs)

    assert len(told) <= EXCERPT_CHARACTERS
    assert "left out here" not in told
    assert [part for part in parts if f" {part} " not in told] == []
