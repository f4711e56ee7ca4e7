"""`casebook rules`: what a diagnosis looks for, from the tables and the rules themselves."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from casebook.agents.roster import SPECIALISTS
from casebook.knowledge.causes import Cause, causes
from casebook.reasoning.rules.causes import rules_of_rows
from cli.evaluation.ablation.parts import Kind, parts, rules_of

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
HEADS = {
    Kind.RULE: "Rules that read what one agent gathered",
    Kind.TIE: "Ties between a change and an error",
    Kind.WAY: "Ways on which harm travels from one candidate cause to another",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in Python: `agents` are those that apply it, `why` is its docstring on one line."""

    name: str
    kind: Kind
    agents: tuple[str, ...]
    why: str


def run(as_json: AsJson = False) -> None:
    """List what a diagnosis looks for, and why that tells."""
    if as_json:
        print(json.dumps(document(), indent=2))
        return
    output = Console()
    output.print("[bold]Causes by the sign of an error[/] (knowledge/causes.toml)")
    output.print("sign → whom it blames: category; strength", style="dim")
    output.print(_causes())
    for kind, head in HEADS.items():
        output.print(f"\n[bold]{head}[/]")
        output.print(_rules(kind))


def document() -> dict[str, Any]:
    """Every row and every rule, for programs."""
    return {
        "causes": [
            {
                "name": row.name,
                "signs": list(row.signs),
                "blames": row.blames,
                "categories": values(row.category),
                "strengths": values(row.strength),
                "why": row.why,
                "see": list(row.see),
            }
            for row in causes()
        ],
        "rules": [
            {"name": rule.name, "kind": rule.kind, "agents": list(rule.agents), "why": rule.why}
            for rule in in_python()
        ],
    }


def in_python() -> Iterator[Rule]:
    """The rules, ties and ways that are no rows of a table."""
    for part in parts():
        if part.function not in rules_of_rows():
            agents = [a.name for a in SPECIALISTS.values() if part.function in rules_of(a)]
            why = " ".join(inspect.cleandoc(part.function.__doc__ or "").split())
            yield Rule(part.name, part.kind, tuple(agents), why)


def values(choice: Any) -> list[str]:
    """What a row says for any of its signs and targets, each once."""
    return list(dict.fromkeys(map(str, choice.values())))


def _causes() -> Table:
    shown = _names_and_words()
    for row in causes():
        name, signs, blames, categories, strengths = cells(row)
        shown.add_row(name, f"{signs} → {blames}: {categories}; {strengths}")
        shown.add_row("", first_sentence(row.why), style="dim")
    return shown


def cells(row: Cause) -> tuple[str, str, str, str, str]:
    """Name, signs, blame, categories and strengths of a row."""
    listed = (row.signs, (row.blames,), values(row.category), values(row.strength))
    signs, blames, categories, strengths = map(", ".join, listed)
    return row.name, signs, blames, categories, strengths


def _rules(kind: Kind) -> Table:
    shown = _names_and_words()
    for rule in in_python():
        if rule.kind is kind:
            shown.add_row(rule.name, first_sentence(rule.why))
    return shown


def _names_and_words() -> Table:
    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(no_wrap=True)
    shown.add_column()
    return shown


def first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."
