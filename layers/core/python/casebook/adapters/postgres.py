"""PostgreSQL, by its own protocol, in transactions that can only read."""

from contextlib import suppress
from typing import Any

from casebook.adapters.addresses import connected
from casebook.adapters.enveloped import enveloped
from casebook.adapters.outside import tls_context
from casebook.adapters.secrets import ConnectionSecret
from casebook.domain.connections import PostgresDatabase
from casebook.domain.outside import Row
from casebook.errors import CasebookError, Forbidden, InvalidRequest, Unavailable

STATEMENT_SECONDS = 8
_CONNECT_SECONDS = 5
_SILENT_SECONDS = STATEMENT_SECONDS + 4

# SQLSTATE: 28 is a refused login, 42501 a missing permission, 57014 a cancelled statement, 08, 53
# and 57 a server in trouble. https://www.postgresql.org/docs/current/errcodes-appendix.html
_LOGIN, _TROUBLE = "28", ("08", "53", "57")
_NO_PERMISSION, _CANCELLED = "42501", "57014"

# For the transaction that a statement runs in. With a search path of the catalogue alone, names
# that are not qualified mean PostgreSQL's own functions, and none that somebody defined under that
# name.
READ_ONLY_SETTINGS = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    f"SET LOCAL statement_timeout = '{STATEMENT_SECONDS}s'",
    "SET LOCAL lock_timeout = '1s'",
    "SET LOCAL search_path = pg_catalog",
    "SET LOCAL TimeZone = 'UTC'",
)


class Postgres:
    """One database of a server. A connection for each statement: nothing is left behind of one."""

    def __init__(
        self, database: PostgresDatabase, secret: ConnectionSecret, *, local: bool = False
    ) -> None:
        """`local`: a server of this machine may be used, and without encryption."""
        self._database = database
        self._secret = secret
        self._local = local

    def select(self, statement: str, rows: int, characters: int) -> list[Row]:
        import pg8000.native

        connection = self._connection()
        try:
            for setting in ("BEGIN", *READ_ONLY_SETTINGS):
                connection.run(setting)
            found = connection.run(enveloped(statement, rows, characters))
            connection.run("ROLLBACK")
        except pg8000.native.DatabaseError as error:
            raise _refusal(error) from error
        except TimeoutError as error:
            raise Unavailable(f"{self._database.host} fell silent") from error
        except (OSError, pg8000.native.InterfaceError) as error:
            raise Unavailable(f"{self._database.host}: {error}") from error
        finally:
            with suppress(OSError, pg8000.native.InterfaceError, pg8000.native.DatabaseError):
                connection.close()
        return [Row(text=text, characters=length) for text, length in found]

    def _connection(self) -> Any:
        import pg8000.native

        at = self._database
        sock = connected(at.host, at.port, _CONNECT_SECONDS, local=self._local)
        sock.settimeout(_SILENT_SECONDS)
        try:
            return pg8000.native.Connection(
                self._secret.username,
                host=at.host,
                database=at.database,
                password=self._secret.password,
                sock=sock,
                ssl_context=None if self._local else tls_context(),
                application_name="casebook",
            )
        except pg8000.native.DatabaseError as error:
            sock.close()
            raise _refusal(error) from error
        except (OSError, pg8000.native.InterfaceError) as error:
            sock.close()
            raise Unavailable(f"{at.host}:{at.port}: {error}") from error


def _refusal(error: Exception) -> CasebookError:
    """The error that PostgreSQL's own words mean."""
    said = error.args[0] if error.args and isinstance(error.args[0], dict) else {"M": str(error)}
    code, message, hint = (str(said.get(key, "")) for key in ("C", "M", "H"))
    what = f"PostgreSQL says {code}: {message}" + (f". {hint}" if hint else "")
    if code == _CANCELLED:
        return InvalidRequest(
            f"the statement took longer than {STATEMENT_SECONDS} s; ask for a shorter time"
        )
    if code.startswith(_LOGIN) or code == _NO_PERMISSION:
        return Forbidden(f"{what}; the user of the connection's secret may not do that")
    if code.startswith(_TROUBLE):
        return Unavailable(what)
    return InvalidRequest(what)
