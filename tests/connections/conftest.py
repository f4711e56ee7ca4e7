"""Real servers on this machine: a PostgreSQL, a git repository, HTTP and MCP servers."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pg8000.native
import pytest

from casebook.adapters.postgres import Postgres
from casebook.adapters.secrets import ConnectionSecret
from casebook.domain.connections import PostgresDatabase
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Scope, Tool
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from tests.connections.postgres_server import running
from tests.fakes.shop import NOW, scope

READER = "shop_reader"


@dataclass
class Server:
    """A PostgreSQL with a shop's tables, somebody else's, and a user who may read them all."""

    port: int
    password: str

    def database(self, **given: Any) -> PostgresDatabase:
        described = {"schemas": ["shop"], "database": "postgres", "secret": "db", **given}
        return PostgresDatabase.model_validate(
            {"host": "127.0.0.1", "port": self.port, **described}
        )

    def adapter(self, **given: Any) -> Postgres:
        secret = ConnectionSecret(host="127.0.0.1", username=READER, password=self.password)
        return Postgres(self.database(**given), secret, local=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    password = secrets.token_hex(8)
    with running(password) as port:
        owner = pg8000.native.Connection(
            "postgres", host="127.0.0.1", port=port, database="postgres", password=password
        )
        for statement in (*_TABLES, f"CREATE ROLE {READER} LOGIN PASSWORD '{password}'", *_RIGHTS):
            owner.run(statement)
        owner.close()
        yield Server(port, password)


_TABLES = (
    "CREATE SCHEMA shop",
    "CREATE SCHEMA payroll",
    "CREATE TABLE shop.orders (id int PRIMARY KEY, state text, note text, at timestamptz)",
    "INSERT INTO shop.orders SELECT n, CASE WHEN n % 10 = 0 THEN 'stuck' ELSE 'paid' END, NULL, "
    "timestamptz '2026-11-21 18:00+00' + n * interval '1 minute' FROM generate_series(1, 100) n",
    "CREATE TABLE shop.notes (id int, body text)",
    "INSERT INTO shop.notes VALUES (1, repeat('x', 10485760))",
    "CREATE TABLE payroll.salaries (who text, pay int)",
    "INSERT INTO payroll.salaries VALUES ('Ada', 90000)",
    "CREATE SEQUENCE shop.numbers",
    # Even a user with too many rights must not be able to use them through the tool.
    "CREATE FUNCTION shop.lower(x int) RETURNS int LANGUAGE sql AS "
    "$$ INSERT INTO shop.orders(id) VALUES (x) RETURNING id $$",
)
_RIGHTS = tuple(
    f"GRANT ALL ON {what} TO {READER}"
    for what in (
        "SCHEMA shop",
        "SCHEMA payroll",
        "ALL TABLES IN SCHEMA shop",
        "ALL TABLES IN SCHEMA payroll",
        "ALL SEQUENCES IN SCHEMA shop",
    )
)


def in_scope(now: datetime = NOW, **connections: Any) -> Scope:
    """The shop's incident, with these connections registered."""
    plain = replace(scope(), now=now)
    return replace(plain, workload=plain.workload.model_copy(update=connections))


def toolbox(
    tool: Tool[Any, Any], where: Scope, store: MemoryEvidenceStore | None = None
) -> Toolbox:
    return Toolbox([tool], where, "dgn_1", store or MemoryEvidenceStore(), FakeClock(NOW))
