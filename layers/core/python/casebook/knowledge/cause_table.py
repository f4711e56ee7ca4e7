"""The loader of `causes.toml`; `parsed` reads rows of the same shape from elsewhere."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, partial
from string import Formatter
from typing import Any, TypeVar

from casebook.knowledge.causes import Blame, Cause, Choice, Example, Target
from casebook.knowledge.rows import Row, category, check_fields, document, one_of, rows_of, worded
from casebook.knowledge.sign_table import sign_named
from casebook.knowledge.signs import AnySign
from casebook.knowledge.strength import Strength

T = TypeVar("T")
E = TypeVar("E", bound=str)

PLACEHOLDERS = frozenset({"caller", "blamed", "target", "action", "error", "told"})
"""What `says` may leave open."""
_TABLE = "causes.toml"
_EXAMPLE_FIELDS = ("line", "resource", "category", "calls")
_ELSE = "else"


@lru_cache(maxsize=1)
def load() -> tuple[Cause, ...]:
    """The rows of this package; raises as `parsed` does."""
    return parsed(document(_TABLE))


def parsed(table: Mapping[str, Any]) -> tuple[Cause, ...]:
    """The rows of a document.

    Raises:
        ValueError: naming the row and the field that is wrong.
    """
    check_fields(f"{_TABLE}: ", table, ("cause",))
    read = tuple(_row(number, fields) for number, fields in enumerate(rows_of(table, "cause"), 1))
    names = [row.name for row in read]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f'{_TABLE}: row "{twice}": name: is that of another row; give it its own')
    return read


def _row(number: int, fields: object) -> Cause:
    row = Row(_TABLE, number, fields, Cause._fields)
    return read_cause(row, why=row.text("why"))


def read_cause(row: Row, *, why: str, teams: Collection[str] = ()) -> Cause:
    """A row, in which `teams` are the signs that a team has named; raises WrongRow."""
    signs = row.each("signs", partial(sign_named, others=teams), needed=True)

    def choice(field: str, read: Callable[[Any], T]) -> Choice[T]:
        return row.read(field, lambda value: _choice(value, signs, read))

    return Cause(
        name=row.name,
        signs=signs,
        blames=row.choice("blames", Blame),
        category=choice("category", category),
        strength=choice("strength", partial(one_of, Strength)),
        says=choice("says", _claim),
        unnamed=row.text("unnamed", "something else"),
        why=why,
        see=row.texts("see"),
        examples=row.each("examples", _example, needed=True),
    )


def _example(fields: Any) -> Example:
    if not isinstance(fields, Mapping):
        raise ValueError("an example is a table, `[[cause.examples]]`")
    check_fields("", fields, _EXAMPLE_FIELDS)
    if missing := [name for name in _EXAMPLE_FIELDS[:3] if name not in fields]:
        raise ValueError(f"{', '.join(missing)} must be given")
    calls = fields.get("calls", {})
    if not isinstance(calls, Mapping):
        raise ValueError("calls: a table of names and types")
    return Example(
        line=worded(fields["line"]),
        resource=worded(fields["resource"]),
        category=category(fields["category"]),
        calls={name: worded(kind) for name, kind in calls.items()},
    )


def _choice(value: Any, signs: Sequence[AnySign], read: Callable[[Any], T]) -> Choice[T]:
    """A value for all, by sign, by target, or by target within signs."""
    is_by_target = isinstance(value, Mapping) and value.keys() <= {*Target, _ELSE}
    by_sign = dict.fromkeys(signs, value) if is_by_target else _spread(value, signs)
    return {
        (sign, target): read(one)
        for sign, within in by_sign.items()
        for target, one in _spread(within, tuple(Target)).items()
    }


def _spread(value: Any, keys: Sequence[E]) -> dict[E, Any]:
    """The value of each key; `else` is that of the keys which are not named."""
    if not isinstance(value, Mapping):
        return dict.fromkeys(keys, value)
    check_fields("", value, (*keys, _ELSE))
    if missing := [key for key in keys if key not in value and _ELSE not in value]:
        raise ValueError(f"says nothing for {', '.join(missing)}; name it, or `{_ELSE}`")
    return {key: value.get(key, value.get(_ELSE)) for key in keys}


def _claim(value: Any) -> str:
    """A sentence with the known placeholders, and nothing that would be worked out."""
    text = worded(value)
    for _, name, layout, conversion in Formatter().parse(text):
        if name is not None and (name not in PLACEHOLDERS or layout or conversion):
            raise ValueError(f"{{{name}}} is not one of {', '.join(sorted(PLACEHOLDERS))}")
    return text
