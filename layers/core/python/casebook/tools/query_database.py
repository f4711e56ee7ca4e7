"""The tool that reads a workload's database."""

import json
from collections.abc import Callable, Iterable
from itertools import groupby

from pydantic import Field

from casebook.domain.model import Json
from casebook.domain.outside import Row, Rows
from casebook.domain.workload import Workload
from casebook.errors import InvalidRequest
from casebook.ports.databases import ReadOnlyDatabase
from casebook.tools.statement import Allowed, read_only
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

_ROW_CHARACTERS = 8_000
_ALL_CHARACTERS = 200_000
_MOST_COLUMNS = 2_000


class Request(Parameters):
    """What to read."""

    sql: str = Field(
        "",
        max_length=8_000,
        description="One SELECT of PostgreSQL (it may begin with WITH) over tables by "
        "schema.table; empty to list the tables and columns that may be read.",
    )
    limit: int = Field(50, ge=1, le=200, description="How many rows at most.")


class QueryDatabase(Tool[Request, Rows]):
    """Every statement is read and written anew before it runs; see statement.py."""

    name = "query_database"
    description = (
        "Rows of the workload's database by one read-only SELECT. Use it to see whether data "
        "explain an error: a missing row, a stuck queue table, a value out of range. Call it once "
        "without sql to learn the tables."
    )
    timeout_seconds = 15.0
    parameters = Request
    data = Rows
    connection = "database"

    def __init__(self, opened: Callable[[Workload], ReadOnlyDatabase]) -> None:
        self._opened = opened

    def run(self, parameters: Request, scope: Scope) -> Found[Rows] | NoData:
        workload, query = scope.workload, parameters.model_dump(mode="json")
        if workload.database is None:
            raise InvalidRequest("the workload has no database")
        allowed = Allowed.of(workload.database)
        if not parameters.sql.strip():
            tables = self._opened(workload).select(
                _columns(allowed), _MOST_COLUMNS, _ROW_CHARACTERS
            )
            found = Rows(rows=tuple(_tables(tables, allowed)))
            text = "\n".join(f"{row['table']}: {row['columns']}" for row in found.rows)
            return Found(
                found, text or f"There is nothing in {allowed.in_words}.", query, scope.window
            )
        statement = read_only(parameters.sql, allowed)
        rows = self._opened(workload).select(statement, parameters.limit + 1, _ROW_CHARACTERS)
        query |= {"statement": statement}
        if not rows:
            return NoData(f"No rows: {statement}", query, scope.window)
        found, note = _bounded(rows, parameters.limit)
        head = f"{len(found.rows)} rows{note}: {statement}"
        lines = (json.dumps(row, ensure_ascii=False, default=str) for row in found.rows)
        return Found(found, "\n".join([head, *lines]), query, scope.window)


def _bounded(rows: list[Row], limit: int) -> tuple[Rows, str]:
    """The rows as far as they can be kept, and what was left out in words."""
    kept: list[Json] = []
    room, too_long = _ALL_CHARACTERS, 0
    for row in rows[:limit]:
        if row.text is None:
            too_long += 1
        elif (room := room - row.characters) >= 0:
            kept.append(json.loads(row.text))
        else:
            break
    notes = []
    if too_long:
        notes.append(
            f"{too_long} rows of more than {_ROW_CHARACTERS} characters are left out: select fewer "
            "columns, or left(column, 200)"
        )
    truncated = len(rows) > limit or room < 0
    if truncated:
        notes.append("there are more")
    said = f" ({'; '.join(notes)})" if notes else ""
    return Rows(rows=tuple(kept), truncated=truncated or too_long > 0), said


def _columns(allowed: Allowed) -> str:
    """The columns that the database's user may see of the schemas; names are checked already."""
    schemas = ", ".join(f"'{each}'" for each in allowed.schemas)
    return (
        "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns "
        f"WHERE table_schema IN ({schemas}) ORDER BY table_schema, table_name, ordinal_position"
    )


def _tables(columns: Iterable[Row], allowed: Allowed) -> Iterable[Json]:
    known = (json.loads(each.text) for each in columns if each.text)
    readable = (c for c in known if allowed.permits(c["table_schema"], c["table_name"]))
    for table, group in groupby(readable, lambda c: f"{c['table_schema']}.{c['table_name']}"):
        names = ", ".join(f"{each['column_name']} {each['data_type']}" for each in group)
        yield {"table": table, "columns": names}
