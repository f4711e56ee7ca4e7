"""Documents that tests begin with: the example of the docs, taken apart and put together."""

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "team-knowledge.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
TABLES = tomllib.loads(TEXT)


def changed(table: str, number: int, **fields: Any) -> str:
    """The example with some fields of one row changed; None takes a field away."""
    tables = copy.deepcopy(TABLES)
    row = tables[table][number]
    row.update(fields)
    tables[table][number] = {name: value for name, value in row.items() if value is not None}
    return written(tables)


def added(table: str, **row: Any) -> str:
    """The example with one more row."""
    tables = copy.deepcopy(TABLES)
    tables[table].append(row)
    return written(tables)


def written(tables: dict[str, Any]) -> str:
    """TOML of tables: JSON's values are TOML's, but for those within braces."""
    lines: list[str] = []
    for table, rows in tables.items():
        for row in rows:
            lines.append(f"[[{table}]]")
            lines += [f"{json.dumps(name)} = {_value(value)}" for name, value in row.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
