"""The rows of a document, each in a few words."""

from collections.abc import Iterator

from casebook.knowledge.team_rows import TeamRows
from casebook.team_knowledge.requests import Row


def told(rows: TeamRows) -> tuple[Row, ...]:
    """Every row, in the order of the tables."""
    return tuple(_told(rows))


def _told(rows: TeamRows) -> Iterator[Row]:
    for sign in rows.signs:
        yield Row(table="sign", name=sign.name, says=sign.means)
    for cause in rows.causes:
        category = ", ".join(dict.fromkeys(cause.category.values()))
        says = f"{', '.join(cause.signs)} → {cause.blames}: {category}"
        yield Row(table="cause", name=cause.name, says=says)
    for metric in rows.metrics:
        harm = {"rise": "its rise is harm", "fall": "its fall is harm"}.get(metric.traits.harm, "")
        says = f"{metric.traits.kind}{f', {harm}' if harm else ''}"
        yield Row(table="metric", name=metric.name, says=says)
    for setting in rows.settings:
        yield Row(table="setting", name=setting.name, says=setting.kind)
    for event in rows.events:
        yield Row(table="event", name=event.name, says=_of(event.kind, event.what, event.category))
    for reason in rows.reasons:
        says = _of(reason.kind, reason.says, reason.category)
        yield Row(table="reason", name=reason.name, says=says)


def _of(kind: str, says: str | None, category: str | None) -> str:
    return "; ".join(filter(None, (kind, says, category)))
