"""The rows that turn an error's sign into a cause. The table is `knowledge/causes.toml`.

It is read when first asked. `parsed` reads rows of the same shape from elsewhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import Formatter
from typing import Any, TypeVar, cast, get_args

from casebook.domain.finding import Category
from casebook.knowledge.strength import Strength
from casebook.reasoning.signs import Sign

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

PLACEHOLDERS = frozenset({"caller", "blamed", "target", "action", "error", "told"})
"""What `says` may leave open."""
_REQUIRED = frozenset(
    {"name", "signs", "blames", "category", "strength", "says", "why", "examples"}
)
_FIELDS = _REQUIRED | {"unnamed", "see"}
_EXAMPLE_REQUIRED = frozenset({"line", "resource", "category"})
_EXAMPLE_FIELDS = _EXAMPLE_REQUIRED | {"calls"}
_ELSE = "else"


class Blame(StrEnum):
    """Whose fault an error is; blame.py has what each means."""

    SELF = "self"
    CALLEE_OR_SELF = "callee-or-self"
    UNREACHED_CALLEE = "unreached-callee"
    OWNER_OF_THE_LIMIT = "owner-of-the-limit"
    REFUSED_CLIENT = "refused-client"
    ANSWERING_FUNCTION = "answering-function"


class Target(StrEnum):
    """What is known of whom a call went to."""

    CALLEE = "callee"  # a resource of the workload, which is to blame
    REACHED = "reached"  # one that is not, for its other callers reach it
    HOST = "host"  # something on the caller's own host
    UNKNOWN = "unknown"


Choice = Mapping[tuple[Sign, Target], T]
"""A value for each sign of the row and each target."""


@dataclass(frozen=True, slots=True)
class Example:
    """A line that `app-fn` logs, whom it calls (name to type), and the cause that it has."""

    line: str
    resource: str
    category: Category
    calls: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cause:
    """One row: errors of these signs are the fault of whom it blames."""

    name: str
    signs: tuple[Sign, ...]
    blames: Blame
    category: Choice[Category]
    strength: Choice[Strength]
    says: Choice[str]
    unnamed: str
    why: str
    see: tuple[str, ...]
    examples: tuple[Example, ...]


@lru_cache(maxsize=1)
def rows() -> tuple[Cause, ...]:
    """The table of this package.

    Raises:
        ValueError: naming the row and the field that is wrong.
    """
    import tomllib
    from importlib.resources import files

    text = (files("casebook.knowledge") / "causes.toml").read_text(encoding="utf-8")
    return parsed(tomllib.loads(text))


def parsed(document: Mapping[str, Any]) -> tuple[Cause, ...]:
    """The rows of a document; raises as `rows` does."""
    found = document.get("cause", [])
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise ValueError("causes: write each as a table of its own, `[[cause]]`")
    read = tuple(_row(fields, number) for number, fields in enumerate(found, 1))
    names = [row.name for row in read]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"cause {twice!r}: `name` is that of another row; give it its own")
    return read


def _row(fields: Mapping[str, Any], number: int) -> Cause:
    where = f"cause {fields.get('name', number)!r}"
    _check_fields(where, fields, _REQUIRED, _FIELDS)
    signs = _list(where, "signs", fields, lambda value: _one_of(Sign, value))

    def choice(name: str, read: Callable[[Any], T]) -> Choice[T]:
        return _within(where, name, lambda: _choice(fields[name], signs, read))

    return Cause(
        name=_within(where, "name", lambda: _text(fields["name"])),
        signs=signs,
        blames=_within(where, "blames", lambda: _one_of(Blame, fields["blames"])),
        category=choice("category", _category),
        strength=choice("strength", lambda value: _one_of(Strength, value)),
        says=choice("says", _claim),
        unnamed=_within(where, "unnamed", lambda: _text(fields.get("unnamed", "something else"))),
        why=_within(where, "why", lambda: " ".join(_text(fields["why"]).split())),
        see=_list(where, "see", fields, _text) if "see" in fields else (),
        examples=_list(where, "examples", fields, lambda value: _example(where, value)),
    )


def _example(where: str, fields: Any) -> Example:
    if not isinstance(fields, Mapping):
        raise ValueError("an example is a table, `[[cause.examples]]`")
    _check_fields(f"{where}, an example", fields, _EXAMPLE_REQUIRED, _EXAMPLE_FIELDS)
    calls = fields.get("calls", {})
    if not isinstance(calls, Mapping):
        raise ValueError("`calls` of an example is a table of names and types")
    return Example(
        line=_text(fields["line"]),
        resource=_text(fields["resource"]),
        category=_category(fields["category"]),
        calls={name: _text(kind) for name, kind in calls.items()},
    )


def _choice(value: Any, signs: Sequence[Sign], read: Callable[[Any], T]) -> Choice[T]:
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
    if unknown := value.keys() - {*keys, _ELSE}:
        known = ", ".join((*keys, _ELSE))
        raise ValueError(f"{_listed(unknown)} is not one of {known}")
    if missing := [key for key in keys if key not in value and _ELSE not in value]:
        raise ValueError(f"says nothing for {_listed(missing)}; name it, or `{_ELSE}`")
    return {key: value.get(key, value.get(_ELSE)) for key in keys}


def _check_fields(
    where: str, fields: Mapping[str, Any], required: frozenset[str], known: frozenset[str]
) -> None:
    if unknown := fields.keys() - known:
        raise ValueError(f"{where}: no field is called {_listed(unknown)}; {_listed(known)} are")
    if missing := required - fields.keys():
        raise ValueError(f"{where}: {_listed(missing)} must be given")


def _list(
    where: str, name: str, fields: Mapping[str, Any], read: Callable[[Any], T]
) -> tuple[T, ...]:
    values = fields[name]
    if not isinstance(values, list) or not values:
        raise ValueError(f"{where}: `{name}` must be a list that is not empty")
    return _within(where, name, lambda: tuple(map(read, values)))


def _within(where: str, name: str, read: Callable[[], T]) -> T:
    """Read a field; what is wrong with it is said with row and field."""
    try:
        return read()
    except ValueError as error:
        raise ValueError(f"{where}: `{name}`: {error}") from error


def _claim(value: Any) -> str:
    """A sentence with the known placeholders, and nothing that would be worked out."""
    text = _text(value)
    for _, name, layout, conversion in Formatter().parse(text):
        if name is not None and (name not in PLACEHOLDERS or layout or conversion):
            raise ValueError(f"{{{name}}} is not one of {_listed(PLACEHOLDERS)}")
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} must be words")
    return value


def _one_of(kind: type[E], value: Any) -> E:
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"{value!r} is not one of {', '.join(kind)}") from None


def _category(value: Any) -> Category:
    if value not in get_args(Category):
        raise ValueError(f"{value!r} is not one of {', '.join(get_args(Category))}")
    return cast(Category, value)


def _listed(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
