"""Where the web console is, and how to sign in to it: what a person needs to begin."""

from __future__ import annotations

import contextlib

import click
from rich.console import Console

from local.state import Stack


def show(stack: Stack, console: Console) -> None:
    """Prints the address, and the user of the local stack with the password that was made up."""
    person = stack.person
    console.print(f"Web console      [bold]{stack.console}[/]", highlight=False)
    console.print(
        f"Sign in as       [bold]{person.name}[/] with the password [bold]{person.password}[/]",
        highlight=False,
        soft_wrap=True,
    )


def show_diagnosis(stack: Stack, diagnosis_id: str, console: Console) -> None:
    """Prints the address of the page that follows a diagnosis."""
    address = stack.page_of_diagnosis(diagnosis_id)
    console.print(f"Follow it at [bold]{address}[/]", highlight=False, soft_wrap=True)


def keep_open(stack: Stack, console: Console) -> None:
    """Returns when a key is pressed, and on Ctrl-C."""
    console.print(f"\nThe web console is at [bold]{stack.console}[/] …", highlight=False)
    console.print("Press any key to stop it, and Casebook with it.")
    with contextlib.suppress(KeyboardInterrupt, EOFError):
        click.getchar()
