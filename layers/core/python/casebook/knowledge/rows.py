"""Reading a table: every message names the document, the row and the field."""

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import NoReturn, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


def document(name: str) -> Mapping[str, object]:
    """A document of this package, as TOML gives it."""
    import tomllib
    from importlib.resources import files

    return tomllib.loads((files("casebook.knowledge") / name).read_text(encoding="utf-8"))


class Row:
    """The fields of one row, checked as they are read. Every method raises ValueError."""

    def __init__(self, table: str, number: int, fields: object, known: Collection[str]) -> None:
        self._where = f"{table}: row {number}"
        if not isinstance(fields, Mapping):
            self._fail("is no table")
        self._fields = fields
        self.name = self.text("name")
        self._where = f'{table}: row "{self.name}"'
        if unknown := sorted(map(str, fields.keys() - set(known))):
            self._fail(f"has no field {', '.join(unknown)}; known are {', '.join(sorted(known))}")

    def text(self, field: str) -> str:
        """A text that must be there."""
        value = self._fields.get(field)
        if not isinstance(value, str) or not value.strip():
            self.wrong(field, "must be a text")
        return value

    def texts(self, field: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; empty where the field is not there and need not be."""
        values = self._fields.get(field, [])
        if not isinstance(values, list) or (needed and not values):
            self.wrong(field, "must be a list of texts, with one at least")
        for number, value in enumerate(values, start=1):
            if not isinstance(value, str) or not value.strip():
                self.wrong(f"{field}[{number}]", "must be a text")
            if value in values[: number - 1]:
                self.wrong(f"{field}[{number}]", f'"{value}" stands there twice')
        return tuple(values)

    def each(
        self, field: str, check: Callable[[str], object], *, needed: bool = False
    ) -> tuple[str, ...]:
        """A list of texts, each of which `check` accepts: it raises ValueError for others."""
        values = self.texts(field, needed=needed)
        for number, value in enumerate(values, start=1):
            try:
                check(value)
            except ValueError as problem:
                self.wrong(f"{field}[{number}]", str(problem))
        return values

    def choice(self, field: str, choices: type[Choice]) -> Choice:
        """A word of an enum."""
        word = self.text(field)
        if word not in set(choices):
            self.wrong(field, f'"{word}" is none of {", ".join(choices)}')
        return choices(word)

    def wrong(self, field: str, problem: str) -> NoReturn:
        """Raise for a field."""
        self._fail(f"{field}: {problem}", colon=True)

    def _fail(self, problem: str, *, colon: bool = False) -> NoReturn:
        raise ValueError(f"{self._where}{':' if colon else ''} {problem}")
