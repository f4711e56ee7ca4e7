"""What a setting is about, by its path. The table is `settings.toml`, read when first asked."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from casebook.knowledge.catalogue import known
from casebook.knowledge.words import Words, words_of

if TYPE_CHECKING:
    from casebook.knowledge.rows import Row

_TABLE = "settings.toml"
_CONDITIONS = ("words", "segments", "starts", "without")
FIELDS = ("name", "kind", *_CONDITIONS, "examples", "others")


class SettingKind(StrEnum):
    """What a setting says, bounds or does."""

    ADDRESS = "address"
    TARGET = "target"
    CODE = "code"
    RUNTIME = "runtime"
    COSMETIC = "cosmetic"
    CAPACITY = "capacity"
    MEMORY = "memory"
    DISK = "disk"
    TIMEOUT = "timeout"
    PROCESSOR = "processor"
    INPUT_SIZE = "input-size"
    POOL = "pool"
    PROCESS = "process"
    SIZE = "size"
    MULTIPLIES = "multiplies"
    HOLDS_BACK = "holds-back"
    ROOM = "room"


@dataclass(frozen=True, slots=True, eq=False)
class SettingRow:
    """The phrases that make a path one of a kind."""

    name: str
    kind: SettingKind
    words: frozenset[str]
    segments: frozenset[str]
    starts: frozenset[str]
    without: frozenset[str]
    examples: tuple[str, ...]
    others: tuple[str, ...]

    def fits(self, path: str) -> bool:
        """Whether a path is of this kind."""
        words, parts = _words(path)
        return self.without.isdisjoint(words.phrases) and (
            not self.words.isdisjoint(words.phrases)
            or any(
                not self.segments.isdisjoint(part.starts | part.ends)
                or not self.starts.isdisjoint(part.starts)
                for part in parts
            )
        )


@lru_cache(maxsize=256)
def _words(path: str) -> tuple[Words, tuple[Words, ...]]:
    """Those of the whole path, and of each of its parts."""
    return words_of(path), tuple(words_of(part) for part in path.split("."))


def kinds_of_setting(path: str) -> frozenset[SettingKind]:
    """All that a setting of this path is; empty when it says nothing known. Never raises."""
    return _kinds(known().settings, path)


@lru_cache(maxsize=4_096)
def _kinds(rows: tuple[SettingRow, ...], path: str) -> frozenset[SettingKind]:
    return frozenset(row.kind for row in rows if row.fits(path))


@lru_cache(maxsize=1)
def load() -> tuple[SettingRow, ...]:
    """The table of this package.

    Raises:
        WrongRow: a row is wrong.
        ValueError: a kind has none.
    """
    from casebook.knowledge.rows import Row, document, rows_of

    listed = enumerate(rows_of(document(_TABLE), "setting"), start=1)
    rows = tuple(read_setting(Row(_TABLE, n, row, FIELDS, is_named=False)) for n, row in listed)
    if missing := set(SettingKind) - {row.kind for row in rows}:
        raise ValueError(f"{_TABLE}: has no row of {', '.join(sorted(missing))}")
    return rows


def read_setting(row: "Row") -> SettingRow:
    """Raises WrongRow."""
    phrases = {name: row.names(name) for name in _CONDITIONS}
    if not (phrases["words"] or phrases["segments"] or phrases["starts"]):
        row.wrong("words", "must be given, or `segments`, or `starts`")
    return SettingRow(
        name=row.name,
        kind=row.choice("kind", SettingKind),
        words=phrases["words"],
        segments=phrases["segments"],
        starts=phrases["starts"],
        without=phrases["without"],
        examples=row.texts("examples", needed=True),
        others=row.texts("others"),
    )
