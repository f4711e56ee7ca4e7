"""What a cold start loads: instructions of importing a handler, relative to a bare interpreter.

Counted by callgrind with a fixed hash seed, so the figures repeat whatever else the machine does.
The interpreter is the local AWS' own, with the layers before its packages, as on Lambda.
"""

import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).parents[2]
LAYERS = PROJECT / ".build" / "layers" / "local"
PYTHON = PROJECT / ".build" / "emulator" / "bin" / "python"
SPECIALISTS = ("log_agent", "metric_agent", "code_agent", "knowledge_agent", "coordinator")
TARGET, SPECIALIST_TARGET = 28.0, 36.0

_COLLECTED = re.compile(r"Collected : (\d+)")
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": os.pathsep.join(str(LAYERS / each / "python") for each in ("base", "core")),
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "CASEBOOK_TABLE": "table",
    "CASEBOOK_BUCKET": "bucket",
    "CASEBOOK_RESULT_TOPIC_ARN": "arn",
    "PATH": os.environ["PATH"],
}


def import_costs() -> dict[str, dict[str, float]]:
    """By handler: `ratio` to a bare interpreter and its `target`.

    Raises:
        RuntimeError: valgrind is not installed.
    """
    if shutil.which("valgrind") is None:
        raise RuntimeError("install valgrind to count instructions")
    bare = _instructions("pass")
    names = sorted(path.parent.name for path in PROJECT.glob("functions/*/handler.py"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = list(pool.map(lambda name: _instructions(_import(name)), names))
    return {
        name: {
            "ratio": round(count / bare, 1),
            "target": SPECIALIST_TARGET if name in SPECIALISTS else TARGET,
        }
        for name, count in zip(names, counts, strict=True)
    }


def with_first_client() -> dict[str, float]:
    """The same for a specialist that has made its first botocore client, which it does when its
    first tool runs, and not before."""
    bare = _instructions("pass")
    clients = {"log_agent": "logs", "metric_agent": "cloudwatch", "code_agent": "cloudtrail"}
    costs = {}
    for name, service in clients.items():
        code = (
            _import(name)
            + f"; from casebook.wiring import wire; wire().clients._client({service!r}, None)"
        )
        costs[name] = round(_instructions(code) / bare, 1)
    return costs


def _import(name: str) -> str:
    return f"import sys; sys.path.insert(0, 'functions/{name}'); import handler"


def _instructions(code: str) -> int:
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", PYTHON, "-c", code]
    done = subprocess.run(
        command, cwd=PROJECT, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    counted = _COLLECTED.search(done.stderr)
    if done.returncode or counted is None:
        raise RuntimeError(f"could not count {code!r}: {done.stderr[-2000:]}")
    return int(counted[1])
