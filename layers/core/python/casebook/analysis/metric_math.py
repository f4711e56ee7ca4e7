"""CloudWatch's metric math, as far as alarms use it: expressions over series of one period.

An operation of two series has a value where both have one; a division by zero has none. An
aggregate of several series (`SUM([m1, m2])`, `MAX(METRICS())`) is a series, that of a single one a
number. `SEARCH`, Metrics Insights and the rarer functions are refused with `CannotBeComputed`.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from casebook.analysis.metric_functions import ABSENT, FUNCTIONS
from casebook.analysis.metric_syntax import (
    Binary,
    CannotBeComputed,
    FunctionCall,
    Identifier,
    List,
    Negative,
    Node,
    Number,
    Text,
    parse,
)
from casebook.analysis.metric_values import Grid, Series, Value, at, times_of

_Operation = Callable[[float, float], float]
_OPERATIONS: dict[str, _Operation] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "<": lambda left, right: float(left < right),
    ">": lambda left, right: float(left > right),
    "<=": lambda left, right: float(left <= right),
    ">=": lambda left, right: float(left >= right),
    "==": lambda left, right: float(left == right),
    "!=": lambda left, right: float(left != right),
    "AND": lambda left, right: float(bool(left) and bool(right)),
    "OR": lambda left, right: float(bool(left) or bool(right)),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A series or an expression by its id; `label` is what `METRICS("…")` looks in."""

    id: str
    expression: str = ""
    label: str = ""


class MetricMath:
    """Computes the expressions of one alarm. `series` are the metrics, by their ids."""

    def __init__(self, series: Mapping[str, Series], queries: Iterable[Named], grid: Grid) -> None:
        self._values: dict[str, Value] = {name: dict(values) for name, values in series.items()}
        self._queries = {query.id: query for query in queries}
        self._grid = grid
        self._open: set[str] = set()

    def series(self, name: str) -> Series:
        """The value of a metric or expression at every time that it has one.

        Raises:
            CannotBeComputed: the expression is not valid, or asks for what is not supported.
        """
        value = self._named(name)
        if isinstance(value, list):
            raise CannotBeComputed(f"{name} is a list of several series")
        if isinstance(value, dict):
            return value
        return dict.fromkeys(self._grid.times, value) if math.isfinite(value) else {}

    def _named(self, name: str) -> Value:
        if name in self._values:
            return self._values[name]
        query = self._queries.get(name)
        if query is None or not query.expression:
            raise CannotBeComputed(f"there is no metric or expression {name}")
        if name in self._open:
            raise CannotBeComputed(f"{name} refers to itself")
        self._open.add(name)
        try:
            self._values[name] = self._value(parse(query.expression))
        except RecursionError as error:
            raise CannotBeComputed(f"{name} is nested too deep") from error
        finally:
            self._open.discard(name)
        return self._values[name]

    def _value(self, node: Node) -> Value:
        match node:
            case Number(value):
                return value
            case Identifier(name):
                return self._named(name)
            case Negative(operand):
                return _combined("*", -1.0, self._value(operand))
            case Binary(symbol, left, right):
                return _combined(symbol, self._value(left), self._value(right))
            case List(items):
                return _flat([self._value(item) for item in items])
            case FunctionCall("METRICS", arguments):
                return self._metrics(arguments)
            case FunctionCall(name, arguments):
                return self._called(name, arguments)
        raise CannotBeComputed("a text stands where a number is needed")

    def _called(self, name: str, arguments: Sequence[Node]) -> Value:
        if name not in FUNCTIONS:
            raise CannotBeComputed(f"the function {name} cannot be evaluated here")
        values: list[Value | str] = []
        for argument in arguments:
            if isinstance(argument, Identifier) and argument.name in ("REPEAT", "LINEAR"):
                values.append(argument.name)
            else:
                values.append(self._value(argument))
        try:
            return FUNCTIONS[name](values, self._grid)
        except (ValueError, TypeError, IndexError, OverflowError) as error:
            raise CannotBeComputed(f"{name} was given what it cannot work with") from error

    def _metrics(self, arguments: Sequence[Node]) -> Value:
        """Every metric of the alarm, or those whose id or label holds the text."""
        sought = arguments[0].value if arguments and isinstance(arguments[0], Text) else ""
        return [
            self._series_of(query.id)
            for query in self._queries.values()
            if not query.expression and (sought in query.id or sought in query.label)
        ]

    def _series_of(self, name: str) -> Series:
        value = self._named(name)
        return value if isinstance(value, dict) else {}


def _flat(values: Iterable[Value]) -> list[Series]:
    found: list[Series] = []
    for value in values:
        if isinstance(value, list):
            found += value
        elif isinstance(value, dict):
            found.append(value)
        else:
            raise CannotBeComputed("a list may hold series only")
    return found


def _combined(symbol: str, left: Value, right: Value) -> Value:
    if isinstance(left, list):
        return [_pair(symbol, one, _single(right)) for one in left]
    if isinstance(right, list):
        return [_pair(symbol, _single(left), one) for one in right]
    if isinstance(left, dict) or isinstance(right, dict):
        return _pair(symbol, left, right)
    return _computed(symbol, left, right)


def _single(value: Value) -> Series | float:
    if isinstance(value, list):
        raise CannotBeComputed("two lists of series cannot be combined")
    return value


def _pair(symbol: str, left: Series | float, right: Series | float) -> Series:
    found = {}
    for time in times_of(left, right):
        one, other = at(left, time), at(right, time)
        if one is None or other is None:
            continue
        value = _computed(symbol, one, other)
        if math.isfinite(value):
            found[time] = value
    return found


def _computed(symbol: str, left: float, right: float) -> float:
    try:
        value = _OPERATIONS[symbol](left, right)
    except (ZeroDivisionError, OverflowError):
        return ABSENT
    return value if isinstance(value, float) else ABSENT
