"""Small pieces of Markdown."""

import inspect
import json
from collections.abc import Iterable, Sequence
from typing import Any

WIDTH = 100


def documentation(described: Any) -> str:
    """A class' own docstring, empty if it has none."""
    return inspect.cleandoc(described.__doc__ or "")


def paragraph(text: str) -> str:
    """The text's first paragraph as one line."""
    return " ".join(text.partition("\n\n")[0].split())


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in lines
    )


def as_json(value: object) -> str:
    """JSON as people read it: on one line if it is short, indented if not."""
    short = json.dumps(value, ensure_ascii=False)
    return short if len(short) <= WIDTH else json.dumps(value, ensure_ascii=False, indent=2)


def block(text: str, language: str = "json") -> str:
    """A fenced block."""
    return f"```{language}\n{text}\n```"


def fill(template: str, parts: dict[str, str]) -> str:
    """The template with each line `<!-- name -->` replaced by the part of that name.

    Raises ValueError for a part that the template does not ask for.
    """
    for name, part in parts.items():
        mark = f"<!-- {name} -->"
        if mark not in template:
            raise ValueError(f"the template has no {mark}")
        template = template.replace(mark, part)
    return template
