"""`python -m tests.load [burst|full] [--chats N] … [--json]`: exits with 1 for a broken promise."""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

# Before anything of `local` is imported, which reads it.
os.environ["CASEBOOK_LOCAL_DIR"] = str(Path(__file__).parents[2] / ".build" / "load")

from rich.console import Console

from local import emulator, paths
from local import stack as local_stack
from tests.load.counts import MODULE
from tests.load.plan import SIZES, Size
from tests.load.report import document, show
from tests.load.running import run
from tests.load.verifying import faults

# Lambda's own pauses between the tries of an asynchronous event; the emulator's are of seconds.
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
_AS_LAMBDA = {"LAMBDA_ASYNC_RETRY_BASE_SECONDS": "60", "LAMBDA_ASYNC_RETRY_MAX_SECONDS": "120"}


def main() -> int:
    """Deploys a stack, runs, verifies, reports, and stops the stack."""
    wanted = _arguments()
    progress = Console(stderr=True)
    # What functions unpack for themselves goes with the stack, however it ends.
    with progress.status("…") as status, TemporaryDirectory() as unpacked:
        os.environ.update(_AS_LAMBDA, TMPDIR=unpacked)
        start = partial(emulator.start, paths.EMULATOR_LOG, MODULE)
        stack = local_stack.deploy_afresh(status.update, start=start)
        try:
            ran = run(stack, _size(wanted), wanted.seed, status.update)
        finally:
            emulator.stop(stack.emulator)
    found = faults(ran.witness, ran.stored)
    told = document(ran, found)
    if wanted.json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        show(told, Console(width=80))
    return 1 if found else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("named", nargs="?", choices=SIZES, default="full", help="a size")
    for field, kind in Size.__annotations__.items():
        parser.add_argument(f"--{field}", type=float if "float" in str(kind) else int)
    parser.add_argument("--seed", type=int, default=7, help="the same plan for the same seed")
    parser.add_argument("--json", action="store_true", help="one document for programs")
    return parser.parse_args()


def _size(wanted: argparse.Namespace) -> Size:
    said = {field: getattr(wanted, field) for field in Size._fields}
    named: Size = SIZES[wanted.named]
    return named._replace(**{field: value for field, value in said.items() if value is not None})


if __name__ == "__main__":
    sys.exit(main())
