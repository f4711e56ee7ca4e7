"""Reads a SELECT before a database does: one statement, that only reads, of tables that are
allowed.

What runs is the tree that was checked, written out again with every table's schema: text that this
parser and PostgreSQL's would read differently never gets there. It is one of three fences; the
others are a transaction that can only read, and the rights of the database's user.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from casebook.domain.connections import Database
from casebook.errors import Forbidden, InvalidRequest
from casebook.tools.sql_functions import ALLOWED, SYNTAX

if TYPE_CHECKING:
    from sqlglot import exp

_DIALECT = "postgres"
_CALLED = re.compile(r"([a-z_][a-z0-9_]*)\s*\(")
_DEEPEST = 60  # brackets within brackets; the parser recurses


@dataclass(frozen=True, slots=True)
class Allowed:
    """The tables that a statement may name: all of the schemas, or those of the list."""

    schemas: tuple[str, ...]
    tables: Collection[str]

    @classmethod
    def of(cls, database: Database) -> "Allowed":
        return cls(database.schemas, frozenset(database.tables))

    def permits(self, schema: str, table: str) -> bool:
        return schema in self.schemas and (not self.tables or f"{schema}.{table}" in self.tables)

    @property
    def in_words(self) -> str:
        if self.tables:
            return f"the tables {', '.join(sorted(self.tables))}"
        return f"the tables of the schemas {', '.join(self.schemas)}"


def read_only(text: str, allowed: Allowed) -> str:
    """The statement as it may run.

    Raises:
        InvalidRequest: it is not one SELECT that only reads; says what to write instead.
        Forbidden: it names a table or calls a function that is not allowed; says which are.
    """
    tree = _parsed(text)
    for node in tree.walk():
        _check(node)
    _qualify(tree, allowed)
    return _written(tree)


def _written(tree: "exp.Expression") -> str:
    from sqlglot.errors import ErrorLevel, UnsupportedError

    try:
        # By default what the dialect has not (PIVOT) would be left out without a word.
        return str(tree.sql(dialect=_DIALECT, comments=False, unsupported_level=ErrorLevel.RAISE))
    except UnsupportedError as error:
        raise InvalidRequest(f"PostgreSQL has no such syntax: {error}") from error


def _parsed(text: str) -> "exp.Expression":
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    if text.count("(") > _DEEPEST:
        raise InvalidRequest(
            f"more than {_DEEPEST} brackets in one statement; ask for less at once"
        )
    try:
        trees = [each for each in sqlglot.parse(text, dialect=_DIALECT) if each is not None]
    except (SqlglotError, RecursionError) as error:
        said = str(error).splitlines()[0][:300] if str(error) else "it is nested too deeply"
        raise InvalidRequest(f"the statement cannot be read as PostgreSQL's SQL: {said}") from error
    if len(trees) != 1:
        raise InvalidRequest(f"one statement at a time; there are {len(trees)}")
    tree = trees[0]
    if not isinstance(tree, exp.Select | exp.SetOperation):
        raise InvalidRequest(
            f"a {tree.key.upper()} is not run: the database is read only. Write one SELECT, which "
            "may begin with WITH"
        )
    return tree


def _check(node: "exp.Expr") -> None:
    from sqlglot import exp

    writes = (exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock)
    # A query is none of these, though the parser's classes have it as a kind of both.
    if isinstance(node, writes) and not isinstance(node, exp.Query):
        raise InvalidRequest(
            f"{node.key.upper()} is not run: a statement may only read (no INTO, no FOR UPDATE)"
        )
    if isinstance(node, exp.With) and node.args.get("recursive"):
        raise InvalidRequest("WITH RECURSIVE is not run: what it makes of little has no bound")
    _check_names(node)
    if isinstance(node, exp.Placeholder | exp.Parameter):
        raise InvalidRequest("there are no parameters: write the values into the statement")
    if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Func):
        raise Forbidden("functions are called by their plain names: schemas have none of their own")
    if isinstance(node, exp.Func):
        _check_function(node)


def _check_names(node: "exp.Expr") -> None:
    """What else than a table may have a schema: it would tell what is in it, or run what is."""
    from sqlglot import exp

    if isinstance(node, exp.Operator):
        raise Forbidden("operators are written as they are: a = b, and not a OPERATOR(schema.=) b")
    is_foreign = isinstance(node, exp.DataType) and node.this in (
        exp.DataType.Type.USERDEFINED,
        exp.DataType.Type.UNKNOWN,
    )
    if is_foreign or isinstance(node, exp.ObjectIdentifier):
        raise Forbidden(
            f"a cast to {node.sql(dialect=_DIALECT)[:60]} is not run: cast to PostgreSQL's own "
            "types of values, e.g. text, numeric, timestamptz, jsonb"
        )


def _check_function(node: Any) -> None:
    if type(node).__name__ in SYNTAX:
        return
    # By the name that it will run under, which is not always the one that it was written with.
    called = _CALLED.match(node.sql(dialect=_DIALECT).lower())
    if type(node).__name__ == "Array" or (called and called[1] in ALLOWED):
        return
    name = called[1] if called else node.sql(dialect=_DIALECT)[:60]
    raise Forbidden(
        f"{name} may not be called: only functions that compute from rows may, e.g. count, avg, "
        "date_trunc, lower, string_agg (tools/sql_functions.py has the list)"
    )


def _qualify(tree: "exp.Expression", allowed: Allowed) -> None:
    """Give every table its schema, after names of CTEs are told from names of tables."""
    from sqlglot import exp

    real = list(_tables(tree))
    for table in real:
        if isinstance(table.this, exp.Func):  # `FROM unnest(…)`: checked as a function
            continue
        if table.catalog:
            raise Forbidden(f"{table.sql()}: leave the database out; there is only one")
        schema, name = table.db or _schema_of(table.name, allowed), table.name
        if not allowed.permits(_folded(table, "db", schema), _folded(table, "this", name)):
            raise Forbidden(f"{schema}.{name} may not be read; the workload has {allowed.in_words}")
        if not table.db:
            table.set("db", exp.to_identifier(schema, quoted=True))


def _schema_of(name: str, allowed: Allowed) -> str:
    """The schema of a name that has none: where the list has that table, else the first."""
    for each in allowed.tables:
        schema, _, table = each.partition(".")
        if table == name.lower():
            return schema
    return allowed.schemas[0]


def _folded(table: Any, part: str, name: str) -> str:
    """The name as PostgreSQL knows it: in lower case unless it is in quotation marks."""
    identifier = table.args.get(part)
    if identifier is None:
        return name
    return name if identifier.args.get("quoted") else name.lower()


def _tables(tree: "exp.Expression") -> Iterator[Any]:
    """The tables that are no name of a CTE where they stand.

    Raises:
        InvalidRequest: the statement has a table where this parser knows no scope.
    """
    from sqlglot import exp
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.scope import Scope, traverse_scope

    seen: set[int] = set()
    try:
        scopes = traverse_scope(tree)
    except SqlglotError as error:
        raise InvalidRequest(f"the statement cannot be understood: {error}") from error
    for scope in scopes:
        for table in scope.tables:
            seen.add(id(table))
            is_cte = not table.db and isinstance(scope.sources.get(table.alias_or_name), Scope)
            if not is_cte:
                yield table
    if any(id(table) not in seen for table in tree.find_all(exp.Table)):
        raise InvalidRequest("a table stands where none is expected; write a plainer statement")
