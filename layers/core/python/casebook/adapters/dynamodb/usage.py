"""What model calls came to, a day, workload, user and model: written when a call is settled."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, time, timedelta

from casebook.adapters.dynamodb.table import Item, Table, Update
from casebook.domain.budget import Spender
from casebook.domain.usage import Spent, Usage
from casebook.ports.budgets import UsageRow

_TEXTS = ("project", "user", "provider", "model")


class DynamoUsageStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def of_project(self, project: str, first: date, last: date) -> list[UsageRow]:
        found = self._table.query(
            "#pk = :pk AND #sk BETWEEN :first AND :last",
            {"pk": f"USAGE#{project}", "first": f"{first}#", "last": f"{last}#~"},
        )
        return [_row(item) for item in found]


def usage_updates(
    spender: Spender, day: date, usages: Sequence[Usage], keep: timedelta
) -> list[Update]:
    """The writes that count these calls: one a model, for a transaction takes an item once."""
    models = dict.fromkeys((each.provider, each.model) for each in usages)
    return [
        _update(
            spender,
            day,
            model,
            Spent.total(Spent.of(each) for each in usages if (each.provider, each.model) == model),
            keep,
        )
        for model in models
    ]


def _update(
    spender: Spender, day: date, model: tuple[str, str], spent: Spent, keep: timedelta
) -> Update:
    midnight = datetime.combine(day, time(), UTC)
    values: Item = {
        "day": day.isoformat(),
        "project": spender.project,
        "workload": spender.workload_id,
        "user": spender.user,
        "provider": model[0],
        "model": model[1],
        "ttl": int((midnight + keep).timestamp()),
    }
    sums = asdict(spent)
    return Update(
        (
            f"USAGE#{spender.project}",
            f"{day.isoformat()}#{spender.workload_id}#{spender.user}#{model[0]}/{model[1]}",
        ),
        "SET " + ", ".join(f"#{name} = :{name}" for name in values) + " "
        "ADD " + ", ".join(f"#{name} :{name}" for name in sums),
        values=values | sums,
    )


def _row(item: Item) -> UsageRow:
    texts = {name: str(item[name]) for name in _TEXTS}
    return UsageRow(
        day=date.fromisoformat(str(item["day"])),
        workload_id=str(item["workload"]),
        spent=Spent(**{each.name: int(item[each.name]) for each in fields(Spent)}),
        **texts,
    )
