"""Which errors a change can have caused, by their signs. The rows are `links.toml`."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from casebook.domain.finding import Category
from casebook.knowledge.settings import SettingKind
from casebook.knowledge.signs import Sign
from casebook.knowledge.strength import Strength

_TABLE = "links.toml"
_NO_SIGN = "none"


class Changed(StrEnum):
    """What was done."""

    LIMIT = "limit"  # a setting that bounds something was made smaller
    RELEASE = "release"  # other code was put there
    RUNTIME = "runtime"  # the runtime below the code was replaced


class Link(NamedTuple):
    """One row. `settings` are what a lowered one bounds; `category` is None for a runtime, where
    who replaced it tells."""

    name: str
    changed: Changed
    signs: tuple[Sign | None, ...]
    strength: Strength
    why: str
    examples: tuple[str, ...]
    settings: frozenset[SettingKind] = frozenset()
    category: Category | None = None


def link_of(changed: Changed, sign: Sign | None) -> Link | None:
    """The row of what such a change does to such an error; None if it does nothing to it."""
    return _by_sign().get((changed, sign))


@lru_cache(maxsize=1)
def links() -> tuple[Link, ...]:
    """The table of this package; raises as `parsed_links` does."""
    from casebook.knowledge.rows import document

    return parsed_links(document(_TABLE))


def parsed_links(table: Mapping[str, Any]) -> tuple[Link, ...]:
    """The rows of a document.

    Raises:
        WrongRow: a row is wrong, or says what another says already.
        ValueError: there is something else than rows.
    """
    from casebook.knowledge.rows import Row, check_fields, rows_of

    check_fields(f"{_TABLE}: ", table, ("link",))
    read: dict[tuple[Changed, Sign | None], str] = {}
    made = []
    for number, fields in enumerate(rows_of(table, "link"), start=1):
        row = Row(_TABLE, number, fields, Link._fields)
        link = _link(row)
        for sign in link.signs:
            if (other := read.setdefault((link.changed, sign), row.name)) != row.name:
                row.wrong("signs", f'{sign or _NO_SIGN} is in the row "{other}" already')
        made.append(link)
    return tuple(made)


def _link(row: Any) -> Link:
    from casebook.knowledge.rows import category, one_of

    changed = row.choice("changed", Changed)
    if row.has("settings") != (changed is Changed.LIMIT):
        row.wrong("settings", "a limit has some, and only a limit")
    if row.has("category") != (changed is not Changed.RUNTIME):
        row.wrong("category", "a limit and a release have one, and a runtime has none")
    return Link(
        name=row.name,
        changed=changed,
        signs=row.each("signs", lambda v: None if v == _NO_SIGN else one_of(Sign, v), needed=True),
        strength=row.choice("strength", Strength),
        why=row.text("why"),
        examples=row.texts("examples", needed=True),
        settings=frozenset(row.each("settings", lambda value: one_of(SettingKind, value))),
        category=row.read("category", category) if row.has("category") else None,
    )


@lru_cache(maxsize=1)
def _by_sign() -> Mapping[tuple[Changed, Sign | None], Link]:
    return {(link.changed, sign): link for link in links() for sign in link.signs}
