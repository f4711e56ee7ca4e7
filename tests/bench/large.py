"""The largest workload that Casebook takes, diagnosed in a process of its own: whether it concludes
with the right cause, in what time and memory, and how much of it is looked at.

    python -m tests.bench.large [SEED]
"""

import json
import os
import resource
import subprocess
import sys
import time
from typing import Any

from cli.evaluation.replay import FIRED_AT, Replay
from cli.evaluation.silence import silence
from tests.bench.imports import PROJECT
from tests.bench.large_workload import Fleet

_SEEDS = (1, 2, 3)

_READ = ("logReads", "metricReads", "metricRequests", "metricsRead", "datapoints")
# The memory of an agent's function; what the interpreter and Casebook themselves take is in it.
MEMORY_TARGET = 1_024
# As long as the slowest tool may take, for all of a diagnosis.
SECONDS_TARGET = 30.0


def large_figures() -> dict[str, Any]:
    """By seed; each seed breaks another part of the workload."""
    return {f"seed {seed}": _in_its_own_process(seed) for seed in _SEEDS}


def _in_its_own_process(seed: int) -> dict[str, Any]:
    code = [sys.executable, "-m", "tests.bench.large", str(seed)]
    paths = os.pathsep.join((str(PROJECT), str(PROJECT / "layers" / "core" / "python")))
    done = subprocess.run(
        code, cwd=PROJECT, env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def diagnosed(seed: int) -> dict[str, Any]:
    """Peak memory is of this process: it must have done nothing else."""
    fleet = Fleet(seed, FIRED_AT)
    workload = fleet.scenario.workload
    began, wall = time.process_time(), time.monotonic()
    with silence():
        replay = Replay(fleet.scenario, logs=fleet, metrics=fleet)
        report = replay.diagnosis().report
    assert report is not None
    cause = report.root_cause
    return {
        "resources": len(workload.resources),
        "metrics": sum(len(each.metrics) for each in workload.resources),
        "lines": fleet.lines,
        "verdict": report.verdict.value,
        "confidence": report.confidence,
        "isRight": cause is not None and cause.resource == fleet.cause,
        "processorSeconds": round(time.process_time() - began, 1),
        "seconds": round(time.monotonic() - wall, 1),
        "targetSeconds": SECONDS_TARGET,
        "peakMiB": round(_peak_mebibytes()),
        "targetMiB": MEMORY_TARGET,
        "linesRead": fleet.read["lines"],
        "shareOfLines": round(fleet.lines_seen / fleet.lines, 3),
        **{name: fleet.read[name] for name in _READ},
        "gaps": list(report.gaps),
    }


def _peak_mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


if __name__ == "__main__":
    sys.stdout.write(json.dumps(diagnosed(int(sys.argv[1]) if sys.argv[1:] else _SEEDS[0])))
