"""Which tools agents may use, in one item of the table."""

from casebook.adapters.dynamodb.table import ConditionFailed, Item, Put, Table
from casebook.domain.tool_grants import ToolGrants
from casebook.ports.tool_grants import GrantsChanged

_PK, _SK = "TOOLS", "GRANTS"


class DynamoToolGrantStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self) -> ToolGrants:
        item = self._table.get(_PK, _SK)
        return ToolGrants.model_validate_json(str(item["grants"])) if item else ToolGrants()

    def replace(self, grants: ToolGrants) -> None:
        kept = grants.model_copy(update={"revision": grants.revision + 1})
        item: Item = {"pk": _PK, "sk": _SK, "grants": kept.to_json(), "revision": kept.revision}
        is_first = grants.revision == 0
        put = Put(
            item,
            "attribute_not_exists(#revision)" if is_first else "#revision = :revision",
            {} if is_first else {"revision": grants.revision},
        )
        try:
            self._table.write(put)
        except ConditionFailed as error:
            raise GrantsChanged from error
