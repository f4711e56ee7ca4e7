"""Mines and ranks a stream of log lines: `python -m tests.bench.stream LINES` says what it took.

Lines come a page at a time and are forgotten, as from a log group. Half of them hold a number and
an id that no other line has; a quarter are errors. Making them is not counted.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from casebook.analysis.log_patterns import error_patterns
from casebook.analysis.templates import TemplateMiner
from casebook.domain.window import Window
from casebook.ports.logs import LogLine

_PAGE = 10_000
_NOW = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
_SAID = (
    "INFO order {n} was paid by user {name} in {m} ms",
    "INFO request {id} GET /orders/{n} answered 200 in {m} ms",
    "WARN slow query on orders-table took {m} ms, trace={id}",
    "ERROR could not reach payments.internal:8080 for order {n}: connection refused",
    "INFO cache miss for cart of {name}",
    "ERROR lease of {name} was lost",
    '{{"level":"INFO","message":"message handled","messageId":"{id}","attempt":{m}}}',
    "DEBUG queue depth {m}, {n} in flight",
)
_NAMES = ("ann", "bob", "eve", "joe", "kim", "lea", "max", "ned", "ola", "pia", "sue", "tom")


def main() -> None:
    """Print lines a second of both and the peak memory in MiB."""
    length = int(sys.argv[1])
    miner, spent = TemplateMiner(), 0.0
    for page in _pages(length):
        began = time.process_time()
        miner.add_all(page)
        spent += time.process_time() - began
    patterns, ranking = _ranked(length)
    figures = {
        "linesPerSecond": round(length / spent),
        "rankedLinesPerSecond": round(length / ranking),
        "peakMiB": round(_peak_mib(), 1),
        "templates": len(miner.groups()),
        "errorPatterns": patterns,
    }
    sys.stdout.write(json.dumps(figures))


def _peak_mib() -> float:
    """Of this program alone: `ru_maxrss` would remember the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def _ranked(length: int) -> tuple[int, float]:
    """How many error patterns the lines have, and the seconds that finding and ranking took."""
    window = Window(start=_NOW - timedelta(hours=1), end=_NOW)
    making = 0.0

    def lines() -> Iterator[LogLine]:
        nonlocal making
        made, began = 0, time.process_time()
        for page in _pages(length):
            log = [
                LogLine(
                    _NOW - timedelta(hours=2 - 2 * (made + n) / length), line, "group", "stream"
                )
                for n, line in enumerate(page)
            ]
            making += time.process_time() - began
            yield from log
            made, began = made + len(log), time.process_time()

    began = time.process_time()
    patterns = error_patterns(
        lines(), window, window.before(timedelta(hours=1)), lambda line: line.log_group
    )
    return len(patterns), time.process_time() - began - making


def _pages(length: int) -> Iterator[list[str]]:
    chance = random.Random(1)
    for start in range(0, length, _PAGE):
        yield [_line(chance, number) for number in range(start, min(start + _PAGE, length))]


def _line(chance: random.Random, number: int) -> str:
    return _SAID[number % len(_SAID)].format(
        n=number, m=chance.randrange(1000), id=f"{chance.getrandbits(64):016x}",
        name=chance.choice(_NAMES),
    )  # fmt: skip


if __name__ == "__main__":
    main()
