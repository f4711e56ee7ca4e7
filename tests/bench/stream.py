"""Mines a stream of log lines and says what it took: `python -m tests.bench.stream LINES`.

Lines come a page at a time and are forgotten, as from a log group. Half of them hold a number and
an id that no other line has.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Iterator

from casebook.analysis.templates import TemplateMiner

_PAGE = 10_000
_SAID = (
    "INFO order {n} was paid by user {name} in {m} ms",
    "INFO request {id} GET /orders/{n} answered 200 in {m} ms",
    "WARN slow query on orders-table took {m} ms, trace={id}",
    "ERROR could not reach payments.internal:8080 for order {n}: connection refused",
    "INFO cache miss for cart of {name}",
    "DEBUG lease renewed",
    '{{"level":"INFO","message":"message handled","messageId":"{id}","attempt":{m}}}',
    "DEBUG queue depth {m}, {n} in flight",
)
_NAMES = ("ann", "bob", "eve", "joe", "kim", "lea", "max", "ned", "ola", "pia", "sue", "tom")


def main() -> None:
    """Print lines a second and the peak memory in MiB."""
    length = int(sys.argv[1])
    miner, spent = TemplateMiner(), 0.0
    for page in _pages(length):
        began = time.process_time()
        miner.add_all(page)
        spent += time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "linesPerSecond": round(length / spent),
        "peakMiB": round(peak, 1),
        "templates": len(miner.groups()),
    }
    sys.stdout.write(json.dumps(figures))


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
