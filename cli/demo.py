"""What `casebook demo` shows a person after the conclusion."""

from __future__ import annotations

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

    ask(client, shop.registered(client), QUESTION, say)
    console.print("\n\n[bold]Where to go next[/]")
    if not kept:
        console.print("  casebook up                    keep the stack, then:")
    console.print('  casebook ask "What are the errors?"')
    console.print(
        "  casebook demo --fault blip     a false alarm; `casebook faults` lists them all"
    )
