"""Usage rows, one a day, workload, user and model. The ledger writes those of model calls; those of
tools' requests to AWS have an empty provider and model, and a key that ends in `/`."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from casebook.adapters.dynamodb.table import Item, Table, Update
from casebook.domain.usage import Spent, Usage
from casebook.ports.usage import UsageRow

if TYPE_CHECKING:
    from casebook.domain.budget import Spender

_TEXTS = ("project", "user", "provider", "model")


class DynamoUsageStore:
    """`usage_days` is how long the rows live."""

    def __init__(self, table: Table, usage_days: int) -> None:
        self._table = table
        self._keep = timedelta(days=usage_days)

    def of_project(self, project: str, first: date, last: date) -> list[UsageRow]:
        found = self._table.query(
            "#pk = :pk AND #sk BETWEEN :first AND :last",
            {"pk": f"USAGE#{project}", "first": f"{first}#", "last": f"{last}#~"},
        )
        return [_row(item) for item in found]

    def add(self, row: UsageRow) -> None:
        self._table.write(_update(row, self._keep))


def usage_updates(
    spender: "Spender", day: date, usages: Sequence[Usage], keep: timedelta
) -> list[Update]:
    """The writes that count these calls: one a model, for a transaction takes an item once."""
    who = (day, spender.project, spender.workload_id, spender.user)
    models: dict[tuple[str, str], Spent] = {}
    for usage in usages:
        model = usage.provider, usage.model
        models[model] = models.get(model, Spent()) + Spent.of(usage)
    return [_update(UsageRow(*who, *model, spent), keep) for model, spent in models.items()]


def _update(row: UsageRow, keep: timedelta) -> Update:
    midnight = datetime.combine(row.day, time(), UTC)
    day = row.day.isoformat()
    values: Item = {
        "day": day,
        "project": row.project,
        "workload": row.workload_id,
        "user": row.user,
        "provider": row.provider,
        "model": row.model,
        "ttl": int((midnight + keep).timestamp()),
    }
    sums = asdict(row.spent)
    return Update(
        (f"USAGE#{row.project}", f"{day}#{row.workload_id}#{row.user}#{row.provider}/{row.model}"),
        "SET " + ", ".join(f"#{name} = :{name}" for name in values) + " "
        "ADD " + ", ".join(f"#{name} :{name}" for name in sums),
        values=values | sums,
    )


def _row(item: Item) -> UsageRow:
    """An older row lacks the attributes of what was not counted yet: they are 0."""
    texts = {name: str(item[name]) for name in _TEXTS}
    return UsageRow(
        day=date.fromisoformat(str(item["day"])),
        workload_id=str(item["workload"]),
        spent=Spent(**{each.name: int(item.get(each.name, 0)) for each in fields(Spent)}),
        **texts,
    )
