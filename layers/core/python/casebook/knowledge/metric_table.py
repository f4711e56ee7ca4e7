"""The loader of `metrics.toml`: rows of conditions over the words of a name, first match first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from casebook.knowledge.metrics import Harm, MetricKind, MetricTraits, Shape
from casebook.knowledge.rows import Row, check_fields, document, rows_of
from casebook.knowledge.words import Words, phrase_of

_TABLE = "metrics.toml"
_CONDITIONS = ("words", "with", "starts", "ends", "exact", "without")
_TRAITS = ("kind", "harm", "shape", "statistic", "unit", "subject")
FIELDS = ("name", *_TRAITS, "namespaces", *_CONDITIONS, "examples")


class _Statistic(StrEnum):
    """CloudWatch's words."""

    SUM = "Sum"
    MAXIMUM = "Maximum"
    AVERAGE = "Average"
    MINIMUM = "Minimum"


@dataclass(frozen=True, slots=True, eq=False)
class MetricRow:
    """Conditions, all of which hold (each lists alternatives), and what they say of a metric."""

    name: str
    traits: MetricTraits
    namespaces: tuple[str, ...]
    words: frozenset[str]
    beside: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]
    exact: frozenset[str]
    without: frozenset[str]
    examples: tuple[tuple[str, str], ...]

    def fits(self, namespace: str, name: Words) -> bool:
        """Whether a metric is one of this row's."""
        return (
            (not self.namespaces or any(_is_within(namespace, one) for one in self.namespaces))
            and (not self.words or not self.words.isdisjoint(name.phrases))
            and (not self.beside or not self.beside.isdisjoint(name.phrases))
            and (not self.starts or not self.starts.isdisjoint(name.starts))
            and (not self.ends or not self.ends.isdisjoint(name.ends))
            and (not self.exact or name.whole in self.exact)
            and self.without.isdisjoint(name.phrases)
        )


@dataclass(frozen=True, slots=True, eq=False)
class MetricTable:
    """The rows, most specific first, and the units that names tell."""

    rows: tuple[MetricRow, ...]
    defaults: "Defaults"
    units: tuple[tuple[str, str], ...]
    cumulative: frozenset[str]
    never_cumulative: tuple[str, ...]
    unknown: MetricTraits

    def joined(self, more: Sequence[MetricRow]) -> "MetricTable":
        """This table with more rows behind its own."""
        return replace(self, rows=(*self.rows, *more))

    def row_of(self, namespace: str, name: Words) -> MetricRow | None:
        """The first row that fits."""
        return next((row for row in self.rows if row.fits(namespace, name)), None)

    def describe(self, namespace: str, name: Words) -> MetricTraits:
        """The traits of the first row that fits. A unit in the name precedes the row's, and a
        count whose name says that it only grows is a counter."""
        row = self.row_of(namespace, name)
        traits = row.traits if row else self.unknown
        unit = next((unit for word, unit in self.units if word in name.ends), traits.unit)
        shape = traits.shape
        if shape is Shape.COUNT and self._is_cumulative(namespace, name):
            shape = Shape.COUNTER
        return replace(traits, unit=unit, shape=shape)

    def _is_cumulative(self, namespace: str, name: Words) -> bool:
        is_outside = not any(_is_within(namespace, one) for one in self.never_cumulative)
        return is_outside and not self.cumulative.isdisjoint(name.ends)


Defaults = Mapping[MetricKind, MetricTraits]
"""What a row of each kind says unless it says otherwise."""


@lru_cache(maxsize=1)
def load() -> MetricTable:
    """The table of this package; raises as `parsed` does."""
    return parsed(document(_TABLE))


def parsed(table: Mapping[str, Any]) -> MetricTable:
    """A table from its document.

    Raises:
        WrongRow: a row is wrong.
        ValueError: something else is, which the message names.
    """
    check_fields(f"{_TABLE}: ", table, ("kinds", "units", "cumulative", "metric"))
    kinds, units = Row(_TABLE, 0, table["kinds"], tuple(MetricKind), is_named=False), table["units"]
    defaults = {kind: kinds.read(kind, _default(kind)) for kind in MetricKind}
    cumulative = Row(_TABLE, 0, table["cumulative"], ("ends", "outside"), is_named=False)
    listed = enumerate(rows_of(table, "metric"), start=1)
    return MetricTable(
        rows=tuple(
            read_metric(Row(_TABLE, number, row, FIELDS, is_named=False), defaults)
            for number, row in listed
        ),
        defaults=defaults,
        units=tuple((phrase_of(word), unit) for unit, words in units.items() for word in words),
        cumulative=cumulative.names("ends"),
        never_cumulative=cumulative.texts("outside"),
        unknown=replace(defaults[MetricKind.OTHER], harm=Harm.EITHER),
    )


def read_metric(row: Row, defaults: Defaults) -> MetricRow:
    """Raises WrongRow."""
    phrases = {name: row.names(name) for name in _CONDITIONS}
    if not any(phrases[name] for name in ("words", "starts", "ends", "exact")):
        row.wrong("words", "must be given, or `starts`, `ends` or `exact`")
    namespaces = row.texts("namespaces")
    return MetricRow(
        name=row.name,
        traits=_traits(row, defaults[row.choice("kind", MetricKind)]),
        namespaces=namespaces,
        words=phrases["words"],
        beside=phrases["with"],
        starts=phrases["starts"],
        ends=phrases["ends"],
        exact=phrases["exact"],
        without=phrases["without"],
        examples=tuple(_example(name, namespaces) for name in row.texts("examples", needed=True)),
    )


def _default(kind: MetricKind) -> Callable[[Any], MetricTraits]:
    def read(fields: Any) -> MetricTraits:
        row = Row(f"{_TABLE}: kinds", 0, fields, ("harm", "shape", "statistic"), is_named=False)
        return MetricTraits(
            kind=kind,
            harm=row.choice("harm", Harm),
            shape=row.choice("shape", Shape),
            statistic=row.choice("statistic", _Statistic).value,
        )

    return read


def _traits(row: Row, default: MetricTraits) -> MetricTraits:
    return replace(
        default,
        harm=row.choice("harm", Harm, default.harm),
        shape=row.choice("shape", Shape, default.shape),
        statistic=row.choice("statistic", _Statistic, _Statistic(default.statistic)).value,
        unit=row.text("unit", "") or None,
        subject=row.text("subject", "") or None,
    )


def _example(name: str, namespaces: tuple[str, ...]) -> tuple[str, str]:
    """`Name`, in the first namespace of its row, or `Namespace Name`."""
    namespace, _, rest = name.rpartition(" ")
    return (namespace or (namespaces[0] if namespaces else ""), rest)


def _is_within(namespace: str, parent: str) -> bool:
    return namespace == parent or namespace.startswith(f"{parent}/")
