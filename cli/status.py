"""`casebook status`: whether the local stack is up, where it is, and how to sign in to it."""

from __future__ import annotations

import json

from rich.console import Console

from cli import invitation
from cli.migrate import AsJson
from local import console, state
from local.state import Stack


def run(as_json: AsJson = False) -> None:
    """Say whether the local stack is up, and where."""
    show(state.read(), as_json)


def show(stack: Stack, as_json: bool) -> None:
    """Where a stack is, for a person or for a program."""
    casebook = stack.casebook
    served = console.is_running(stack.console_pid)
    shown = {
        "console": stack.console,
        "consoleServed": served,
        "pid": stack.pid,
        "endpoint": stack.emulator.endpoint,
        "httpApiUrl": casebook.http_api_url,
        "webSocketUrl": casebook.web_socket_url,
        "shopUrl": stack.shop.shop_url,
        "user": stack.person.name,
        "region": casebook.region,
        "authority": casebook.authority,
        "userPoolId": casebook.user_pool_id,
        "userPoolClientId": casebook.user_pool_client_id,
    }
    if as_json:
        print(json.dumps(shown, indent=2))
        return
    output = Console()
    invitation.show(stack, output)
    if not served:
        output.print("[yellow]Nothing serves the web console any more: run `casebook up`.[/]")
    for name, value in shown.items():
        if name in {"console", "consoleServed", "user"}:
            continue
        output.print(f"[bold]{name:16}[/] {value}", highlight=False)
