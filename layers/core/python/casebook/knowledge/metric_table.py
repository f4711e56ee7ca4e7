"""The loader of `metrics.toml`: rows of conditions over the words of a name, first match first."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from casebook.knowledge.metrics import Harm, MetricKind, MetricTraits, Shape
from casebook.knowledge.words import Words, phrase_of

_STATISTICS = frozenset({"Sum", "Maximum", "Average", "Minimum"})
_CONDITIONS = ("words", "with", "starts", "ends", "exact", "without")
_FIELDS = frozenset(
    {"kind", "harm", "shape", "statistic", "unit", "subject", "namespaces", "examples"}
)


@dataclass(frozen=True, slots=True)
class MetricRow:
    """Conditions, all of which hold (each lists alternatives), and what they say of a metric."""

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


@dataclass(frozen=True, slots=True)
class MetricTable:
    """The rows, most specific first, and the units that names tell."""

    rows: tuple[MetricRow, ...]
    units: tuple[tuple[str, str], ...]
    cumulative: frozenset[str]
    never_cumulative: tuple[str, ...]
    unknown: MetricTraits

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


@lru_cache(maxsize=1)
def load() -> MetricTable:
    """The table of this package.

    Raises:
        ValueError: a row has a field or a value that is not known, or no example.
    """
    text = (files("casebook.knowledge") / "metrics.toml").read_text(encoding="utf-8")
    return parsed(tomllib.loads(text))


def parsed(document: Mapping[str, object]) -> MetricTable:
    """A table from its document; raises as `load` does."""
    if unknown := document.keys() - {"kinds", "units", "cumulative", "metric"}:
        raise ValueError(f"metrics.toml has no table {', '.join(sorted(unknown))}")
    defaults = {MetricKind(kind): fields for kind, fields in _mapping(document["kinds"]).items()}
    if missing := set(MetricKind) - defaults.keys():
        raise ValueError(f"metrics.toml has no defaults of {', '.join(sorted(missing))}")
    units = [
        (phrase_of(word), unit)
        for unit, words in _mapping(document["units"]).items()
        for word in _texts(words)
    ]
    cumulative, rows = _mapping(document["cumulative"]), document["metric"]
    if not isinstance(rows, list):
        raise ValueError("[[metric]] is a list of tables")
    return MetricTable(
        rows=tuple(_row(_mapping(row), defaults) for row in rows),
        units=tuple(units),
        cumulative=frozenset(map(phrase_of, _texts(cumulative["ends"]))),
        never_cumulative=_texts(cumulative["outside"]),
        unknown=_traits({"kind": "other", "harm": "either"}, defaults),
    )


def _row(row: Mapping[str, object], defaults: Mapping[MetricKind, object]) -> MetricRow:
    if unknown := row.keys() - _FIELDS - set(_CONDITIONS):
        raise ValueError(f"a metric has no field {', '.join(sorted(unknown))}: {dict(row)}")
    phrases = {name: frozenset(map(phrase_of, _texts(row.get(name, [])))) for name in _CONDITIONS}
    namespaces, names = _texts(row.get("namespaces", [])), _texts(row.get("examples", []))
    if not any(phrases[name] for name in ("words", "starts", "ends", "exact")) or not names:
        raise ValueError(f"a metric needs a condition and an example: {dict(row)}")
    return MetricRow(
        traits=_traits(row, defaults),
        namespaces=namespaces,
        words=phrases["words"],
        beside=phrases["with"],
        starts=phrases["starts"],
        ends=phrases["ends"],
        exact=phrases["exact"],
        without=phrases["without"],
        examples=tuple(_example(name, namespaces) for name in names),
    )


def _traits(row: Mapping[str, object], defaults: Mapping[MetricKind, object]) -> MetricTraits:
    kind = MetricKind(str(row["kind"]))
    fields = {**_mapping(defaults[kind]), **row}
    statistic = fields.get("statistic")
    if statistic not in _STATISTICS:
        raise ValueError(f"no statistic of CloudWatch: {statistic}")
    unit, subject = fields.get("unit"), fields.get("subject")
    return MetricTraits(
        kind=kind,
        harm=Harm(str(fields["harm"])),
        shape=Shape(str(fields["shape"])),
        statistic=str(statistic),
        unit=None if unit is None else str(unit),
        subject=None if subject is None else str(subject),
    )


def _example(name: str, namespaces: tuple[str, ...]) -> tuple[str, str]:
    """`Name`, in the first namespace of its row, or `Namespace Name`."""
    namespace, _, rest = name.rpartition(" ")
    return (namespace or (namespaces[0] if namespaces else ""), rest)


def _is_within(namespace: str, parent: str) -> bool:
    return namespace == parent or namespace.startswith(f"{parent}/")


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise ValueError(f"not a table: {value!r}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise ValueError(f"not a list of words: {value!r}")
    return tuple(value)
