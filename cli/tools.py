"""`casebook tools`: which tools agents may use, and deciding otherwise."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from casebook.tools.granting import AgentTools
from cli import table as tables
from cli.migrate import AsJson, TableName

app = typer.Typer(no_args_is_help=True, help="Decide which tools agents may use.")

Agent = Annotated[str, typer.Argument(help="An agent's name, as `casebook tools list` has it.")]
Tool = Annotated[str, typer.Argument(help="A tool's name, as docs/tools.md has it.")]


@app.command(name="list")
def show(table: TableName = None, as_json: AsJson = False) -> None:
    """List the tools of every agent, and what was decided about them."""
    with tables.opened(table) as wiring:
        agents = wiring.granting.list()
    if as_json:
        print(json.dumps({"agents": [asdict(each) for each in agents]}, indent=2))
        return
    Console().print(_listed(agents))


@app.command()
def allow(agent: Agent, tool: Tool, table: TableName = None, as_json: AsJson = False) -> None:
    """Let an agent use a tool. Its role must permit what the tool reads."""
    with tables.opened(table) as wiring:
        decided = wiring.granting.allow(agent, tool)
    _say(decided, f"The {agent} may use {tool}.", as_json=as_json)


@app.command()
def forbid(agent: Agent, tool: Tool, table: TableName = None, as_json: AsJson = False) -> None:
    """Keep a tool from an agent; its reports name the gap."""
    with tables.opened(table) as wiring:
        decided = wiring.granting.forbid(agent, tool)
    _say(decided, f"The {agent} may not use {tool}.", as_json=as_json)


def _say(decided: AgentTools, sentence: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(decided), indent=2))
        return
    output = Console()
    output.print(f"{sentence} Running functions know within a minute.", highlight=False)
    if not decided.tools:
        output.print(f"The {decided.agent} has no tool left.", style="yellow", highlight=False)


def _listed(agents: Sequence[AgentTools]) -> Table:
    """Tools beyond the defaults carry a plus; those that were taken away are struck out."""
    shown = Table("agent", "tools", box=None)
    for each in agents:
        names = [
            *((name, "green" if name in each.allowed else "") for name in each.tools),
            *((name, "red strike") for name in each.forbidden),
        ]
        marked = (Text(("+" if style == "green" else "") + name, style) for name, style in names)
        shown.add_row(each.agent, Text(", ").join(marked))
    return shown
