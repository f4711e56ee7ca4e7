"""What the Lambda platform says of invocations."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from tests.evals.logs.clock import request_id


def report(
    ms: float, memory: tuple[int, int], status: str = "", limit: float = math.inf
) -> Callable[[random.Random], str]:
    """`memory`: configured and used, in MB. A status of timeout is that of runs which all took as
    long as is said; `limit` is where a run ends that would take longer."""

    def text(dice: random.Random) -> str:
        took = ms if "timeout" in status else min(limit, max(1.0, dice.gauss(ms, ms / 6)))
        used = min(memory[0], round(dice.gauss(memory[1], memory[1] / 40)))
        if took >= limit:
            return f"{_report(request_id(dice), took, memory[0], used)}\tStatus: timeout"
        return f"{_report(request_id(dice), took, memory[0], used)}\t{status}".rstrip("\t")

    return text


def small_report(ms: float) -> Callable[[random.Random], str]:
    def text(dice: random.Random) -> str:
        took = max(1.0, dice.gauss(ms, ms / 5))
        run = request_id(dice)
        return _report(run, took, 512, dice.randint(88, 131))

    return text


def invocation(ms: float, dice: random.Random) -> tuple[float, Sequence[tuple[int, str]]]:
    """How long it took, and its lines: 0 at its begin, 1 at its end."""
    took = max(1.0, dice.gauss(ms, ms / 6))
    run = request_id(dice)
    told = _report(run, took, 512, dice.randint(96, 140))
    start = f"START RequestId: {run} Version: $LATEST"
    return took, ((0, start), (1, f"END RequestId: {run}"), (1, told))


def _report(run: str, took: float, size: int, used: int) -> str:
    return (
        f"REPORT RequestId: {run}\tDuration: {took:.2f} ms\tBilled Duration: {math.ceil(took)} ms"
        f"\tMemory Size: {size} MB\tMax Memory Used: {used} MB"
    )
