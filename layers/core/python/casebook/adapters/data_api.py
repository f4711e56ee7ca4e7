"""Aurora's PostgreSQL through the RDS Data API: no network, no driver, and IAM decides.

https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api.html
"""

from contextlib import suppress
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.enveloped import enveloped
from casebook.adapters.postgres import READ_ONLY_SETTINGS
from casebook.domain.connections import DataApiDatabase
from casebook.domain.outside import Row
from casebook.errors import AwsCallFailed, CasebookError, InvalidRequest, Unavailable

# These mean that the database could not make sense of the statement, in its own words.
_STATEMENT_AT_FAULT = frozenset({"BadRequestException", "DatabaseErrorException"})


class DataApi:
    """One database of a cluster."""

    def __init__(self, clients: Clients, database: DataApiDatabase, secret: str) -> None:
        """`secret` is its whole name in Secrets Manager; the Data API logs in with it."""
        self._clients = clients
        self._where = {"resourceArn": database.cluster_arn, "secretArn": secret}
        self._database = database.database

    def select(self, statement: str, rows: int, characters: int) -> list[Row]:
        began = self._call("begin_transaction", database=self._database)
        transaction = {"transactionId": began["transactionId"]}
        try:
            for setting in READ_ONLY_SETTINGS:
                self._execute(setting, transaction)
            answer = self._execute(enveloped(statement, rows, characters), transaction)
        finally:
            with suppress(CasebookError):  # it ends by itself after three minutes
                self._call("rollback_transaction", **transaction)
        return [_row(record) for record in answer.get("records", [])]

    def _execute(self, statement: str, transaction: dict[str, str]) -> dict[str, Any]:
        return self._call(
            "execute_statement", sql=statement, database=self._database, **transaction
        )

    def _call(self, operation: str, **parameters: str) -> dict[str, Any]:
        try:
            return self._clients.call("rds-data", operation, **self._where, **parameters)
        except AwsCallFailed as error:
            if error.code == "StatementTimeoutException":
                raise InvalidRequest("the statement took too long; narrow it") from error
            if error.code in _STATEMENT_AT_FAULT:
                raise InvalidRequest(f"the database says: {error.detail}") from error
            raise Unavailable(error.detail) from error


def _row(record: list[dict[str, Any]]) -> Row:
    text, length = record
    return Row(text=text.get("stringValue"), characters=int(length["longValue"]))
