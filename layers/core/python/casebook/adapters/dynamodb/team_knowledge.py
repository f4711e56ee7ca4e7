"""Teams' documents: an item a version, and one that names the newest."""

from datetime import timedelta
from typing import TYPE_CHECKING

from casebook.adapters.dynamodb.table import Item, Put, Table, TransactionRefused, Update
from casebook.ports.clock import Clock
from casebook.ports.team_knowledge import DocumentChanged

if TYPE_CHECKING:
    from casebook.domain.team_knowledge import TeamDocument

_HEAD = "HEAD"


class DynamoTeamDocumentStore:
    def __init__(self, table: Table, clock: Clock, keep_days: int) -> None:
        self._table = table
        self._clock = clock
        self._keep = timedelta(days=keep_days)

    def newest(self, project: str) -> int:
        head = self._table.get(_pk(project), _HEAD, consistent=False)
        return int(head["version"]) if head else 0

    def read(self, project: str, version: int) -> "TeamDocument | None":
        from casebook.domain.team_knowledge import TeamDocument  # of teams that have one

        item = self._table.get(_pk(project), _sk(version))
        return TeamDocument.model_validate_json(str(item["document"])) if item else None

    def add(self, document: "TeamDocument") -> None:
        pk, before = _pk(document.project), document.version - 1
        is_first = before == 0
        head: Item = {"pk": pk, "sk": _HEAD, "version": document.version}
        kept: Item = {"pk": pk, "sk": _sk(document.version), "document": document.to_json()}
        ends = int((self._clock.now() + self._keep).timestamp())
        condition = "attribute_not_exists(#pk)" if is_first else "#version = :before"
        try:
            self._table.transact(
                Put(head, condition, {} if is_first else {"before": before}),
                Put(kept, "attribute_not_exists(#pk)"),
                *(
                    []
                    if is_first
                    else [Update((pk, _sk(before)), "SET #ttl = :ttl", values={"ttl": ends})]
                ),
            )
        except TransactionRefused as error:
            raise DocumentChanged from error


def _pk(project: str) -> str:
    return f"KNOWLEDGE#{project}"


def _sk(version: int) -> str:
    return f"VERSION#{version:010d}"
