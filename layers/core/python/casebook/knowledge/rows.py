"""Reading a table: every message names the document, the row and the field."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, cast, get_args

from casebook.domain.finding import Category
from casebook.knowledge.words import phrase_of

Choice = TypeVar("Choice", bound=StrEnum)
T = TypeVar("T")


def document(name: str) -> Mapping[str, Any]:
    """A document of this package, as TOML gives it."""
    import tomllib
    from importlib.resources import files

    return tomllib.loads((files("casebook.knowledge") / name).read_text(encoding="utf-8"))


def rows_of(table: Mapping[str, Any], key: str) -> list[Any]:
    """What stands below `[[key]]`; raises ValueError where that is no list."""
    found = table.get(key, [])
    if not isinstance(found, list):
        raise ValueError(f"write each row as a table of its own, `[[{key}]]`")
    return found


class WrongRow(ValueError):
    """What is wrong with a row: `where` names its table, the row and, if it is one's, the field."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


class Row:
    """The fields of one row, checked as they are read. Every method raises WrongRow.

    A row is called by its `name`, or by its number where it need not have one (`is_named`).
    """

    def __init__(
        self,
        table: str,
        number: int,
        fields: object,
        known: Collection[str],
        *,
        is_named: bool = True,
    ) -> None:
        self._where = f"{table}: row {number}"
        if not isinstance(fields, Mapping):
            raise WrongRow(self._where, "is no table")
        self._fields: Mapping[str, Any] = fields
        self.name = ""
        if is_named or "name" in fields:
            self.name = self.text("name")
            self._where = f'{table}: row "{self.name}"'
        try:
            check_fields("", fields, known)
        except ValueError as problem:
            raise WrongRow(self._where, str(problem)) from None

    def text(self, field: str, default: str | None = None) -> str:
        """A text, on one line; one that must be there if there is no default."""
        if default is not None and field not in self._fields:
            return default
        return self.read(field, lambda value: " ".join(worded(value).split()))

    def texts(self, field: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where the field is not there and need not be."""
        return self.each(field, worded, needed=needed)

    def each(self, field: str, read: Callable[[Any], T], *, needed: bool = False) -> tuple[T, ...]:
        """A list of what `read` makes of each; it raises ValueError for what is wrong."""
        values = self._fields.get(field, [])
        if not isinstance(values, list) or (needed and not values):
            self.wrong(field, "must be a list, with one at least")
        made = []
        for number, value in enumerate(values, start=1):
            if value in values[: number - 1]:
                self.wrong(f"{field}[{number}]", f'"{value}" stands there twice')
            made.append(self._read(f"{field}[{number}]", value, read))
        return tuple(made)

    def phrases(self, field: str, check: Callable[[str], object], **how: bool) -> tuple[str, ...]:
        """A list of texts, each of which `check` accepts: it raises ValueError for others."""

        def checked(value: Any) -> str:
            check(worded(value))
            return str(value)

        return self.each(field, checked, **how)

    def names(self, field: str) -> frozenset[str]:
        """Phrases of names, as `words.Words` holds them."""
        return frozenset(self.each(field, lambda value: phrase_of(worded(value))))

    def choice(self, field: str, choices: type[Choice], default: Choice | None = None) -> Choice:
        """A word of an enum; one that must be there if there is no default."""
        if default is not None and field not in self._fields:
            return default
        return self.read(field, lambda value: one_of(choices, value))

    def flag(self, field: str) -> bool:
        """True if it is there and set."""
        return self.read(field, truth) if field in self._fields else False

    def read(self, field: str, read: Callable[[Any], T]) -> T:
        """What `read` makes of a field that must be there."""
        if field not in self._fields:
            self.wrong(field, "must be given")
        return self._read(field, self._fields[field], read)

    def has(self, field: str) -> bool:
        return field in self._fields

    def wrong(self, field: str, problem: str) -> NoReturn:
        """Raise for a field."""
        raise WrongRow(f"{self._where}: {field}", problem)

    def _read(self, field: str, value: Any, read: Callable[[Any], T]) -> T:
        try:
            return read(value)
        except ValueError as problem:
            self.wrong(field, str(problem))


def worded(value: Any) -> str:
    """A text that says something; raises ValueError."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} must be a text")
    return value


def truth(value: Any) -> bool:
    """True or false; raises ValueError."""
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} must be true or false")
    return value


def one_of(choices: type[Choice], value: Any) -> Choice:
    """A word of an enum; raises ValueError."""
    if not isinstance(value, str) or value not in set(choices):
        raise ValueError(f"{value!r} is not one of {', '.join(choices)}")
    return choices(value)


def category(value: Any) -> Category:
    """What a cause of a kind is called; raises ValueError."""
    if not isinstance(value, str) or value not in get_args(Category):
        raise ValueError(f"{value!r} is not one of {', '.join(get_args(Category))}")
    return cast(Category, value)


def check_fields(where: str, fields: Mapping[str, Any], known: Collection[str]) -> None:
    """Raises ValueError for a field that nobody knows."""
    if unknown := sorted(map(str, fields.keys() - set(known))):
        raise ValueError(
            f"{where}no field {', '.join(unknown)}; known are {', '.join(sorted(known))}"
        )
