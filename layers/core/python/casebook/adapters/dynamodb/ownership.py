"""What projects own: an item a project, all in one partition, since they are few and listed."""

from casebook.adapters.dynamodb.table import Item, Put, Table, TransactionRefused
from casebook.domain.ownership import Ownership
from casebook.ports.ownership import OwnershipChanged

_ALL = "OWNERSHIP"


class DynamoOwnershipStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, project: str) -> Ownership:
        item = self._table.get(_ALL, project)
        return _ownership(item) if item else Ownership(project=project)

    def all(self) -> list[Ownership]:
        return [_ownership(item) for item in self._table.query("#pk = :pk", {"pk": _ALL})]

    def write(self, ownership: Ownership) -> None:
        item: Item = {
            "pk": _ALL,
            "sk": ownership.project,
            "version": ownership.version,
            "ownership": ownership.to_json(),
        }
        before = ownership.version - 1
        is_first = before == 0
        condition = "attribute_not_exists(#pk)" if is_first else "#version = :before"
        try:
            self._table.transact(Put(item, condition, {} if is_first else {"before": before}))
        except TransactionRefused as error:
            raise OwnershipChanged from error


def _ownership(item: Item) -> Ownership:
    return Ownership.model_validate_json(str(item["ownership"]))
