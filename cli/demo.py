"""What `casebook demo` shows a person after the conclusion."""

from __future__ import annotations

import os
import shutil
import sys

from rich.console import Console

from cli import report, shop
from cli.client import Client
from cli.following import ask
from cli.outcome import Outcome

QUESTION = "What changed?"


def present(outcome: Outcome, client: Client, console: Console, *, kept: bool) -> None:
    """Prints the report, lets the agent answer one question, and says where to go next."""
    report.show(console, outcome.conclusion.report)
    console.print(f"\nalarm to conclusion: [bold]{outcome.seconds:.1f} s[/]")
    console.print(f"\n[bold]{QUESTION}[/]")

    def say(words: str) -> None:
        console.print(words, end="", markup=False, highlight=False)

    try:
        ask(client, shop.registered(client), QUESTION, say)
    finally:
        console.line()  # the answer's last one is open
    me = _how_to_call()
    console.print("\n[bold]Where to go next[/]")
    if not kept:
        console.print(f"  {me} up   [dim]keep the stack, then:[/]")
    console.print(f'  {me} ask "What are the errors?"')
    console.print(f"  {me} demo --fault blip   [dim]a false alarm[/]")
    console.print(f"  {me} faults   [dim]every way to break it[/]")


def _how_to_call() -> str:
    """`casebook`, or its path where a shell would not find it."""
    if shutil.which("casebook"):
        return "casebook"
    return os.path.relpath(sys.argv[0])
