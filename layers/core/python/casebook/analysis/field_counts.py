"""Which values of which fields failing requests have, and how many of the others have them.

What Honeycomb calls BubbleUp: the field that tells the failing from the rest (a tenant, a version,
a zone) is seldom on the line that reports the error. So lines of one request count as one, where
they name it; a line that names none counts alone.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from casebook.analysis.access_logs import access_in
from casebook.analysis.field_values import Reason, comparable
from casebook.analysis.log_fields import first_text, flattened
from casebook.analysis.log_parsing import parsed
from casebook.knowledge.log_fields import LogField

_MOST_FIELDS, _MOST_VALUES = 40, 8
_MOST_OF_A_LINE, _DEEPEST = 60, 4
_LONGEST = 200
# These say that it failed, and how; which lines fail is known already.
_TELLING = (
    LogField.MESSAGE, LogField.LEVEL, LogField.STACK, LogField.ERROR_MESSAGE, LogField.THROWN,
    LogField.STATUS, LogField.REQUEST_ID,
)  # fmt: skip
_WITHIN = (LogField.MESSAGE_WITHIN, LogField.STACK_WITHIN)
_KEY = re.compile(r"[\w@$./ -]{1,80}")


class SeenLine(NamedTuple):
    """A line, and whether it reports a failure of the incident (True), one of before (None), or
    none (False)."""

    message: str
    failed: bool | None


class CountedValue(NamedTuple):
    value: str
    failing: int
    others: int


class CountedField(NamedTuple):
    """`values` are those that the failing have far more often, `distinct` how many there are.
    `unshared` of the failing have values of it that no other has."""

    name: str
    values: tuple[CountedValue, ...]
    distinct: int
    unshared: int


class FieldCounts(NamedTuple):
    """`failing` and `others` are how many requests (or lines) were compared."""

    by: Literal["request", "line"]
    failing: int
    others: int
    fields: tuple[CountedField, ...]
    left_out: tuple[tuple[str, Reason], ...]


Values = dict[str, set[str]]


class _Unit:
    """A request, or a line that names none."""

    __slots__ = ("failed", "values")

    def __init__(self) -> None:
        self.failed: bool | None = False
        self.values: Values = {}

    def add(self, failed: bool | None, fields: Iterable[tuple[str, str]]) -> None:
        self.failed = True if self.failed or failed else None if failed is None else self.failed
        for name, value in fields:
            self.values.setdefault(name, set()).add(value)


def field_counts(lines: Iterable[SeenLine]) -> FieldCounts | None:
    """The counts, lines being in order of time; None unless some with fields failed and some did
    not. Requests that failed before the incident are in neither."""
    requests, alone = _units(lines)
    by: Literal["request", "line"] = "request" if len(requests) >= len(alone) else "line"
    units = [unit for unit in (*requests, *alone) if unit.values and unit.failed is not None]
    failing = [unit.values for unit in units if unit.failed]
    others = [unit.values for unit in units if not unit.failed]
    if not failing or not others:
        return None
    names = dict.fromkeys(name for unit in units for name in unit.values)
    fields: list[CountedField] = []
    left_out: list[tuple[str, Reason]] = []
    for name in names:
        sides = [[unit.get(name, set()) for unit in side] for side in (failing, others)]
        fit = comparable([sorted(unit.values.get(name, ())) for unit in units], sides[1])
        if isinstance(fit, str):
            left_out.append((name, fit))
            continue
        counted = _counted(name, fit(sides[0]), fit(sides[1]))
        if counted is not None:
            fields.append(counted)
    fields.sort(key=lambda each: (-_difference(each.values[0], failing, others), each.name))
    return FieldCounts(
        by, len(failing), len(others), tuple(fields[:_MOST_FIELDS]), tuple(left_out[:_MOST_FIELDS])
    )


def _units(lines: Iterable[SeenLine]) -> tuple[list[_Unit], list[_Unit]]:
    """The requests, and the lines that name none."""
    requests: dict[str, _Unit] = {}
    alone: list[_Unit] = []
    for message, failed in lines:
        found = parsed(message)
        if found is None:
            if access := access_in(message):
                alone.append(_Unit())
                alone[-1].add(failed, access.fields)
            continue
        entry = flattened(found.fields)
        request = first_text(entry, LogField.REQUEST_ID)
        unit = requests.setdefault(request, _Unit()) if request else _Unit()
        if not request:
            alone.append(unit)
        unit.add(failed, _fields(entry))
    return list(requests.values()), alone


def _fields(entry: Mapping[str, Any], under: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    """The fields that do not themselves say that something failed, by path."""
    for key, value in list(entry.items())[:_MOST_OF_A_LINE]:
        path = f"{under}{key}"
        if not _is_compared(path, key) or (_is_telling(path) and not isinstance(value, dict)):
            continue
        if isinstance(value, dict):
            if depth < _DEEPEST:
                yield from _fields(value, f"{path}.", depth + 1)
        elif isinstance(value, bool):
            yield path, str(value).lower()
        elif isinstance(value, int | float):
            yield path, f"{value}"
        elif isinstance(value, str) and value and len(value) <= _LONGEST and "\n" not in value:
            yield path, value


@lru_cache(maxsize=4_096)
def _is_compared(path: str, key: str) -> bool:
    is_within = path != key and any(key in field.names for field in _WITHIN)
    return _KEY.fullmatch(path) is not None and key != "_aws" and not is_within


@lru_cache(maxsize=4_096)
def _is_telling(path: str) -> bool:
    return any(path in field.names for field in _TELLING)


def _counted(
    name: str, failing: Sequence[set[str]], others: Sequence[set[str]]
) -> CountedField | None:
    """None for a field that is the same everywhere."""
    left, right = (Counter(value for unit in side for value in unit) for side in (failing, others))
    distinct = dict.fromkeys((*left, *right))
    values = [CountedValue(value, left[value], right[value]) for value in distinct]
    if len(values) == 1 and values[0][1:] == (len(failing), len(others)):
        return None
    values.sort(key=lambda each: (-_difference(each, failing, others), each.value))
    unshared = sum(bool(unit) and unit.isdisjoint(right) for unit in failing)
    return CountedField(name, tuple(values[:_MOST_VALUES]), len(values), unshared)


def _difference(value: CountedValue, failing: Sequence[Any], others: Sequence[Any]) -> float:
    return value.failing / len(failing) - value.others / len(others)
