"""What loggers call the fields of a structured line, and how they write levels.

The rows stand in `log_fields.toml`, read when first asked; `loggers.toml` has lines of the loggers
themselves.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

_TABLE = "log_fields.toml"
_BETWEEN = 2


class Names:
    """The names that loggers have for one thing."""

    row: str
    """The name of its row."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.row = name.lower().replace("_", "-")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The most specific first; `a.b` is a field of that name, or `b` within the object `a`."""
        return next(row.names for row in log_table().fields if row.name == self.row)

    @cached_property
    def paths(self) -> tuple[tuple[str, str, str], ...]:
        """The names, each with what stands before and behind its first dot."""
        parts = ((name, *name.partition(".")) for name in self.names)
        return tuple((name, outer, inner) for name, outer, _, inner in parts)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What a line has one of at its top if it has such a field. Most lines have none of most
        rows, and that is seen at once."""
        return frozenset(key for name in self.names for key in (name, name.partition(".")[0]))


class LogField:
    """What a field says; `means` in its row is a sentence of it. No enum: in Python 3.11 a member
    of one takes five times as long to look up, and each line asks for several."""

    MESSAGE = Names()
    LEVEL = Names()
    OUTCOME = Names()
    STATUS = Names()
    ERROR_TYPE = Names()
    ERROR_MESSAGE = Names()
    THROWN = Names()
    STACK = Names()
    TYPE_WITHIN = Names()
    MESSAGE_WITHIN = Names()
    STACK_WITHIN = Names()
    DETAILS = Names()
    REQUEST_ID = Names()
    WRITER = Names()
    HOLDER = Names()
    METHOD = Names()
    PATH = Names()
    HOST = Names()
    GATEWAY = Names()
    REASON = Names()
    UNIT = Names()
    NODE = Names()
    EVENT_COUNT = Names()
    EVENT_BEGAN = Names()
    EVENT_ENDED = Names()


FIELDS = {each.row: each for each in vars(LogField).values() if isinstance(each, Names)}
"""The fields by the names of their rows."""


class Severity(StrEnum):
    """How bad a line says that it is."""

    ERROR = "error"
    WARNING = "warning"
    OTHER = "other"  # a level that is neither
    UNKNOWN = "unknown"  # the line has no level


class FieldRow(NamedTuple):
    """The names that loggers have for one thing."""

    name: str
    means: str
    names: tuple[str, ...]


class LevelRow(NamedTuple):
    """How loggers write a level. `upper` are words that are one wherever they stand by themselves
    in capitals, `short` and `letters` abbreviations of which the place decides."""

    severity: Severity
    words: tuple[str, ...]
    upper: tuple[str, ...]
    short: tuple[str, ...]
    letters: tuple[str, ...]


class Scale(NamedTuple):
    """Levels as numbers: from `error` and from `warning` on, in the direction of these two."""

    name: str
    see: str
    error: int
    warning: int
    fields: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    least: int | None = None
    most: int | None = None

    def has(self, number: int) -> bool:
        """Whether the number is one of the scale."""
        return self.least is None or self.most is None or self.least <= number <= self.most

    def severity(self, number: int) -> Severity:
        """What the number means."""
        if not self.has(number):
            return Severity.OTHER
        up = 1 if self.error > self.warning else -1
        if up * number >= up * self.error:
            return Severity.ERROR
        return Severity.WARNING if up * number >= up * self.warning else Severity.OTHER


class LogTable(NamedTuple):
    """The rows of the table, in its order."""

    fields: tuple[FieldRow, ...]
    levels: tuple[LevelRow, ...]
    scales: tuple[Scale, ...]


@lru_cache(maxsize=256)
def severity_of_word(word: str, otherwise: Severity = Severity.OTHER) -> Severity:
    """What a level's word means, whatever the case of its letters. Go's `ERROR+2` is an error."""
    return _words().get(word.lower().partition("+")[0], otherwise)


def severity_of_number(number: int, beside: Mapping[str, Any]) -> Severity:
    """What a number in a level's own field means, by the other fields of the line."""
    for scale in log_table().scales:
        is_own = not scale.fields and not (scale.beside and scale.beside.isdisjoint(beside))
        if is_own and scale.has(number):
            return scale.severity(number)
    return Severity.OTHER


@lru_cache(maxsize=1)
def scales_by_field() -> Mapping[str, Scale]:
    """The scales whose numbers stand in fields of their own, by these fields."""
    return {field: scale for scale in log_table().scales for field in scale.fields}


@lru_cache(maxsize=1)
def log_table() -> LogTable:
    """The table of this package; raises as `parsed_log_table` does."""
    from casebook.knowledge.rows import document

    return parsed_log_table(document(_TABLE))


def parsed_log_table(table: Mapping[str, Any]) -> LogTable:
    """The rows of a document.

    Raises:
        ValueError: naming the row and the field that are wrong.
    """
    from casebook.knowledge.rows import check_fields, rows_of

    check_fields(f"{_TABLE}: ", table, ("field", "level", "scale"))
    fields = tuple(_field(*row) for row in enumerate(rows_of(table, "field"), start=1))
    levels = tuple(_level(*row) for row in enumerate(rows_of(table, "level"), start=1))
    scales = tuple(_scale(*row) for row in enumerate(rows_of(table, "scale"), start=1))
    named = sorted([*(row.name for row in fields), *(row.severity for row in levels)])
    if named != (expected := sorted({*FIELDS, *Severity} - {Severity.UNKNOWN})):
        raise ValueError(f"{_TABLE}: needs one row each of {', '.join(expected)}")
    return LogTable(fields, levels, scales)


def _field(number: int, fields: object) -> FieldRow:
    from casebook.knowledge.rows import Row

    row = Row(_TABLE, number, fields, ("name", "means", "names"))
    if row.name not in FIELDS:
        row.wrong("name", f"is not one of {', '.join(FIELDS)}")
    return FieldRow(row.name, row.text("means"), row.texts("names", needed=True))


def _level(number: int, fields: object) -> LevelRow:
    from casebook.knowledge.rows import Row

    lists = LevelRow._fields[1:]
    row = Row(_TABLE, number, fields, ("name", *lists))
    return LevelRow(row.choice("name", Severity), *(row.texts(name) for name in lists))


def _scale(number: int, fields: object) -> Scale:
    from casebook.knowledge.rows import Row

    known = ("name", "see", "fields", "beside", "between", "error", "warning")
    row = Row(_TABLE, number, fields, known)
    between = row.each("between", _number)
    if len(between) not in (0, _BETWEEN):
        row.wrong("between", "must be the least number and the most")
    error, warning = row.read("error", _number), row.read("warning", _number)
    if error == warning:
        row.wrong("warning", "must be another number than `error`")
    texts = row.texts("fields"), frozenset(row.texts("beside"))
    return Scale(row.name, row.text("see"), error, warning, *texts, *between)


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{value!r} must be a whole number")
    return value


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Severity]:
    return {
        word.lower(): row.severity
        for row in log_table().levels
        for word in (*row.words, *row.short, *row.letters)
    }
