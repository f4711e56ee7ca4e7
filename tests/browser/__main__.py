"""Starts a stack for the browser tests, and keeps it until its standard input is closed.

`python -m tests.browser` prints one line of JSON when everything is up: where the console is, who
signs in, the shop's workload, and the address that takes the commands of `scene.py`.
"""

from __future__ import annotations

import json
import signal
import sys
from types import FrameType

from cli import shop
from cli.client import Client, sign_in
from local import emulator
from local import stack as local_stack
from tests.browser import FOLDER, control, provider
from tests.browser.scene import Scene, warm_up, with_model


def main() -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    FOLDER.mkdir(parents=True, exist_ok=True)
    stack = local_stack.deploy_afresh(_tell)
    try:
        with provider.serving() as model:
            scene = Scene(stack, model)
            with_model(stack, model, FOLDER)
            client = Client(stack.casebook.http_api_url, sign_in(stack))
            workload = shop.registered(client)
            warm_up(client, workload)
            with control.serving(scene.commands) as commands:
                found = {
                    "console": stack.console,
                    "api": stack.casebook.http_api_url,
                    "person": {"name": stack.person.name, "password": stack.person.password},
                    "workloadId": workload,
                    "control": commands.address,
                }
                sys.stdout.write(json.dumps(found) + "\n")
                sys.stdout.flush()
                sys.stdin.buffer.read()
            scene.repair_shop({})
    finally:
        emulator.stop(stack.emulator)


def _tell(what: str) -> None:
    sys.stderr.write(f"{what} …\n")


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
