"""The same question about the same data gives the same bytes, whoever asks and whenever."""

import hashlib
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from casebook.domain.change import Change
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.ports.logs import LogLine
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.list_changes import ListChanges
from casebook.tools.registry import AnyRun, Toolbox
from casebook.tools.repeating import repeat
from casebook.tools.search_logs import SearchLogs
from casebook.tools.search_past_diagnoses import SearchPastDiagnoses
from casebook.tools.tool import Found, Scope
from local.memory.clock import FakeClock
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryChangeStore, MemoryEvidenceStore, MemoryObservationStore
from local.memory.telemetry import (
    MemoryConfiguration,
    MemoryLogs,
    MemoryPlatformEvents,
    MemoryTrail,
)
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope
from tests.unit.tools.test_registry import Counter


def lines(count: int = 300) -> list[LogLine]:
    """Error lines of several streams, many of them in the same millisecond."""
    who = ("ann", "bob", "cat", "dan", "eve", "fay", "gus", "hal")
    return [
        LogLine(
            at=NOW - timedelta(minutes=number % 5),
            message=f"[ERROR] {what} of order {number} by user {who[number % 8]} was refused",
            log_group=CHECKOUT_LOGS,
            log_stream=f"stream-{number % 7}",
        )
        for number in range(count)
        for what in ("payment", "refund", "delivery")[number % 3 :][:1]
    ]


def searched(found: list[LogLine]) -> tuple[str, str]:
    logs = MemoryLogs()
    logs.lines[CHECKOUT_LOGS] = found
    tools = [GetLogPatterns(logs), SearchLogs(logs)]
    box = Toolbox(tools, scope(), "dgn_1", MemoryEvidenceStore(), FakeClock(NOW))
    runs = box.gather(("get_log_patterns", {}), ("search_logs", {"limit": 1000}))
    assert [run.outcome for run in runs] == ["success", "success"]
    return runs[0].evidence.sha256, runs[1].evidence.sha256


def streams_interleaved(seed: int) -> list[LogLine]:
    """The same lines as CloudWatch may give them another time: a stream keeps its order, and the
    streams mix as they like."""
    chance = random.Random(seed)
    left = {f"stream-{n}": [e for e in lines() if e.log_stream == f"stream-{n}"] for n in range(7)}
    mixed = []
    while waiting := [stream for stream, rest in left.items() if rest]:
        mixed.append(left[chance.choice(waiting)].pop(0))
    return mixed


@pytest.mark.parametrize("seed", range(3))
def test_log_lines_give_the_same_digest_in_whatever_order_streams_come(seed: int) -> None:
    assert searched(streams_interleaved(seed)) == searched(lines())


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_another_process_finds_the_same_digest(seed: str) -> None:
    """Python seeds the hashes of texts anew in every process, and so the order of sets."""
    code = (
        "from tests.unit.tools.test_reproducible import lines, searched; print(*searched(lines()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )

    assert tuple(done.stdout.split()) == searched(lines()), done.stderr


def test_secrets_are_numbered_alike_whatever_was_asked_before() -> None:
    def last_of(*numbers: int) -> AnyRun:
        box = Toolbox([Counter()], scope(), "dgn_1", MemoryEvidenceStore(), FakeClock(NOW))
        return [box.run("count", number=number) for number in numbers][-1]

    assert last_of(3).evidence.sha256 == last_of(5, 4, 3).evidence.sha256


def test_a_repeat_keeps_nothing_and_gives_the_bytes_of_the_first_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = MemoryEvidenceStore()
    first = Toolbox([Counter()], scope(), "dgn_1", store, FakeClock(NOW)).run("count", number=3)
    kept = dict(store.raw)

    again = repeat(Counter(), {"number": 3}, scope(), FakeClock(NOW + timedelta(days=1)))

    assert again.raw == store.get(first.evidence.location)
    assert hashlib.sha256(again.raw).hexdigest() == first.evidence.sha256
    assert store.raw == kept


def test_a_repeat_of_changes_looks_no_further_than_the_first_and_notes_nothing() -> None:
    clock = FakeClock(NOW)
    configuration = MemoryConfiguration(clock, **{"checkout-fn": {"timeout": 3}})
    observations, changes = MemoryObservationStore(), MemoryChangeStore()
    platforms, trail = MemoryPlatformEvents(), MemoryTrail()
    tool = ListChanges(configuration, observations, changes, platforms, trail, clock)
    changes.add("wkl_1", change("chg_1", minutes=-5))
    first = tool.run(tool.parameters(), scope())
    assert isinstance(first, Found)
    seen = observations.latest("wkl_1")

    clock.move(minutes=30)
    configuration.settings["checkout-fn"] = {"timeout": 60}
    changes.add("wkl_1", change("chg_2", minutes=20))
    repeated = Scope(scope().workload, scope().window, first.window.end, repeats=True)
    again = tool.run(tool.parameters(), repeated)

    assert (again, again.window) == (first, first.window)
    assert observations.latest("wkl_1") == seen


def test_a_repeat_recalls_only_what_was_concluded_then() -> None:
    clock = FakeClock(NOW)
    diagnoses = MemoryDiagnosisStore(MemoryEventLog(clock))
    diagnoses.update(past("dgn_1", NOW - timedelta(hours=2)))
    tool = SearchPastDiagnoses(diagnoses)
    first = tool.run(tool.parameters(), scope())

    diagnoses.update(past("dgn_2", NOW + timedelta(minutes=1)))
    again = tool.run(
        tool.parameters(), Scope(scope().workload, scope().window, first.window.end, repeats=True)
    )

    assert again == first


def change(change_id: str, minutes: float) -> Change:
    return Change(
        change_id=change_id,
        at=NOW + timedelta(minutes=minutes),
        kind="configuration",
        resource="checkout-fn",
        summary="the timeout was changed",
    )


def past(diagnosis_id: str, concluded_at: datetime) -> DiagnosisHeader:
    return DiagnosisHeader(
        diagnosis_id=diagnosis_id,
        workload_id="wkl_1",
        project="team",
        status="concluded",
        started_at=concluded_at - timedelta(minutes=1),
        ended_at=concluded_at,
        verdict="likely",
        resource="checkout-fn",
        category="throttling",
        summary="too small",
    )
