"""Starts a stack for the browser tests, and keeps it until its standard input is closed.

`python -m tests.browser` prints one line of JSON when everything is up: where the console is, who
signs in, the shop's workload, and the address that takes the commands of `scene.py`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

FOLDER = Path(__file__).resolve().parents[2] / ".build" / "browser-tests"
# Before anything of `local` is imported, which reads it.
os.environ["CASEBOOK_LOCAL_DIR"] = str(FOLDER)

from cli import shop
from cli.client import Client, sign_in
from local import emulator
from local import stack as local_stack
from tests.browser import control, provider
from tests.browser.scene import Scene, with_model


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    FOLDER.mkdir(parents=True, exist_ok=True)
    stack = local_stack.deploy_afresh(lambda what: print(what, file=sys.stderr, flush=True))
    try:
        with provider.serving() as model:
            scene = Scene(stack, model)
            with_model(stack, model, FOLDER)
            client = Client(stack.casebook.http_api_url, sign_in(stack))
            with control.serving(scene.commands) as commands:
                found = {
                    "console": stack.console,
                    "api": stack.casebook.http_api_url,
                    "person": {"name": stack.person.name, "password": stack.person.password},
                    "workloadId": shop.registered(client),
                    "control": commands.address,
                }
                print(json.dumps(found), flush=True)
                sys.stdin.buffer.read()
            scene.repair_shop({})
    finally:
        emulator.stop(stack.emulator)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
