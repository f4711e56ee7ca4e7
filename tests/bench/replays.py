"""What a diagnosis costs without AWS: every scenario of `tests/evals`, replayed in this process.

Processor seconds are compared with a fixed piece of work that is measured between the scenarios, so
that the ratio holds on other machines; of every few scenarios, and of the unit, the best of several
rounds counts, since other work on the machine slows some of them. Counts repeat exactly; all rounds
of a replay fall into one minute, so that an alarm is not evaluated anew (docs/decisions/0012).
The targets are the figures of the commit before the alarm was evaluated by its own datapoints.
"""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

from casebook.diagnosis.state import States
from casebook.domain.events.tools import ToolFinished
from cli.evaluation.recorded import RecordedMetrics
from cli.evaluation.replay import Replay
from cli.evaluation.scenario import Scenario
from cli.evaluation.silence import silence
from local.memory.event_log import MemoryEventLog
from local.memory.telemetry import MemoryLogs
from tests.evals.suite import scenarios

_ROUNDS, _AT_ONCE = 3, 8
_RECORDS = 2_000
RATIO_TARGET = 780
COUNTED: dict[str, tuple[tuple[type, str], ...]] = {
    "stateLoads": ((States, "load"),),
    "snapshotsKept": ((States, "keep"),),
    "eventAppends": ((MemoryEventLog, "append"),),
    "metricReads": ((RecordedMetrics, "query"),),
    "logReads": ((MemoryLogs, "search"), (MemoryLogs, "find")),
}
"""What is counted, by the methods that do it."""
COUNT_TARGETS = {
    "stateLoads": 24.1,
    "snapshotsKept": 11.1,
    "eventAppends": 47.7,
    "events": 83.5,
    "toolRuns": 14.7,
    "metricReads": 4.0,
    "logReads": 15.7,
}


def replay_costs() -> dict[str, float]:
    """Processor seconds of a replay of all scenarios, and their `ratio` to the unit's."""
    given = list(scenarios())
    few = [given[at : at + _AT_ONCE] for at in range(0, len(given), _AT_ONCE)]
    _replay(given[:1])  # what is loaded or compiled once
    units: list[float] = []
    spent: list[list[float]] = [[] for _ in few]
    for _ in range(_ROUNDS):
        for place, some in enumerate(few):
            units.append(_spent(_unit))
            spent[place].append(_spent(partial(_replay, some)))
    seconds, unit = sum(map(min, spent)), min(units)
    return {
        "scenarios": len(given),
        "processorSeconds": round(seconds, 2),
        "unitSeconds": round(unit, 4),
        "ratio": round(seconds / unit),
        "target": RATIO_TARGET,
    }


def diagnosis_costs() -> dict[str, dict[str, float]]:
    """By what is counted: `mean` and `most` of a diagnosis over all scenarios."""
    counts = [_counts(scenario) for scenario in scenarios()]
    return {
        what: {
            "mean": round(sum(count[what] for count in counts) / len(counts), 1),
            "most": max(count[what] for count in counts),
            "targetMean": COUNT_TARGETS[what],
        }
        for what in COUNT_TARGETS
    }


def _replay(given: Sequence[Scenario]) -> None:
    with silence():
        for scenario in given:
            Replay(scenario).diagnosis()


def _counts(scenario: Scenario) -> Counter[str]:
    replay = Replay(scenario)
    with silence(), counting() as counted:
        replay.diagnosis()
    events = replay.events()
    counted["events"] = len(events)
    counted["toolRuns"] = sum(isinstance(event.payload, ToolFinished) for event in events)
    return counted


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Counts the calls of `COUNTED` within, whoever makes them."""
    counted: Counter[str] = Counter()
    with ExitStack() as patches:
        for what, methods in COUNTED.items():
            for owner, name in methods:
                counts = _counts_as(what, getattr(owner, name), counted)
                patches.enter_context(patch.object(owner, name, counts))
        yield counted


def _counts_as(what: str, method: Callable[..., Any], counted: Counter[str]) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        counted[what] += 1
        return method(*args, **named)

    return call


def _spent(work: Callable[[], object]) -> float:
    """Seconds of this process' processor time, those of its threads among them."""
    began = time.process_time()
    work()
    return time.process_time() - began


def _unit() -> int:
    """What a replay is made of, in fixed amounts: JSON, regular expressions, sorting, sums."""
    chance = random.Random(1)
    records = [
        {"at": n, "level": "ERROR" if n % 7 == 0 else "INFO", "value": chance.random(),
         "message": f"request {chance.getrandbits(64):016x} of cart {n % 40} took {n % 900} ms"}
        for n in range(_RECORDS)
    ]  # fmt: skip
    parsed = [json.loads(line) for line in map(json.dumps, records)]
    words: Counter[str] = Counter()
    for record in parsed:
        masked = re.sub(r"[0-9a-f]{16}|\d+", "<*>", record["message"])
        words.update(masked.split())
    values = sorted(record["value"] for record in parsed)
    windows = [sum(values[at : at + 60]) / 60 for at in range(len(values) - 60)]
    return len(words) + len(windows)
