"""The results of an ablation: a table for people, a document for programs."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from cli.evaluation.ablation.parts import Kind
from cli.evaluation.ablation.worth import Ablation, Worth

_COLUMNS = ("fires in", "lost", "wrong >.8", "gained")


def shown(found: Ablation) -> RenderableType:
    """Within 80 columns: what is lost without each part, and the parts that never fire."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("left out", no_wrap=True, max_width=36)
    table.add_column("kind", no_wrap=True)
    for name in _COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for worth in (*found.kinds, *found.parts):
        if worth.fires:
            table.add_row(*_cells(worth))
    parts: list[RenderableType] = [_head(found), "", table]
    if found.silent:
        parts += ["", Text(f"{len(found.silent)} never fire:")]
        parts += [_never(found, kind) for kind in Kind if any(w.kind is kind for w in found.silent)]
    return Group(*parts)


def document(found: Ablation) -> dict[str, Any]:
    return {
        "scenarios": len(found.base),
        "right": sum(judgement.right for judgement in found.base.values()),
        "wrongAboveSure": sum(judgement.confidently_wrong for judgement in found.base.values()),
        "kinds": [_row(worth) for worth in found.kinds],
        "parts": [_row(worth) for worth in found.parts],
    }


def _head(found: Ablation) -> Text:
    right = sum(judgement.right for judgement in found.base.values())
    idle = sum(bool(w.fires) and not (w.lost or w.misled or w.gained) for w in found.parts)
    return Text(
        f"{len(found.base)} scenarios, {right} right with every part (verdict, resource, category, "
        f"blames). {len(found.parts)} parts: {len(found.silent)} never fire, {idle} fire and "
        "change nothing."
    )


def _cells(worth: Worth) -> tuple[str, ...]:
    name = escape(worth.name)
    if worth.lost or worth.misled:
        name = f"[bold]{name}[/]"
    figures = (len(e) for e in (worth.fires, worth.lost, worth.misled, worth.gained))
    return (name, worth.kind.value, *map(str, figures))


def _never(found: Ablation, kind: Kind) -> Text:
    names = [worth.name for worth in found.silent if worth.kind is kind]
    return Text(f"  {kind.value}s: {', '.join(names)}")


def _row(worth: Worth) -> dict[str, Any]:
    return {
        "name": worth.name,
        "kind": worth.kind.value,
        "firesIn": len(worth.fires),
        "lost": worth.lost,
        "wrongAboveSure": worth.misled,
        "gained": worth.gained,
    }
