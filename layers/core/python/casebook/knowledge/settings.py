"""What a setting is about, by its path. The table is `settings.toml`, read when first asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from casebook.knowledge.words import Words, phrase_of, words_of

_CONDITIONS = ("words", "segments", "starts", "without")
_NAMES = re.compile(r"\[[^\]]*\]")
_FIELDS = frozenset({*_CONDITIONS, "examples", "others"})


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


@dataclass(frozen=True, slots=True)
class SettingRow:
    """The phrases that make a path one of a kind."""

    kind: SettingKind
    words: frozenset[str]
    segments: frozenset[str]
    starts: frozenset[str]
    without: frozenset[str]
    examples: tuple[str, ...]
    others: tuple[str, ...]

    def fits(self, path: Words, parts: tuple[Words, ...]) -> bool:
        """Whether a path is of this kind."""
        return self.without.isdisjoint(path.phrases) and (
            not self.words.isdisjoint(path.phrases)
            or any(
                not self.segments.isdisjoint(part.starts | part.ends)
                or not self.starts.isdisjoint(part.starts)
                for part in parts
            )
        )


@lru_cache(maxsize=4_096)
def kinds_of_setting(path: str) -> frozenset[SettingKind]:
    """All that a setting of this path is; empty when it says nothing known. A name in brackets is
    somebody's own and says nothing. Never raises."""
    path = _NAMES.sub("", path)
    words, parts = words_of(path), tuple(words_of(part) for part in path.split("."))
    return frozenset(row.kind for row in rows() if row.fits(words, parts))


@lru_cache(maxsize=1)
def rows() -> tuple[SettingRow, ...]:
    """The table of this package.

    Raises:
        ValueError: a kind is missing or unknown, or a row has a field that is not known.
    """
    import tomllib
    from importlib.resources import files

    text = (files("casebook.knowledge") / "settings.toml").read_text(encoding="utf-8")
    return parsed(tomllib.loads(text))


def parsed(document: Mapping[str, object]) -> tuple[SettingRow, ...]:
    """The rows of a document; raises as `rows` does."""
    if missing := set(SettingKind) - document.keys():
        raise ValueError(f"settings.toml has no {', '.join(sorted(missing))}")
    return tuple(_row(SettingKind(kind), row) for kind, row in document.items())


def _row(kind: SettingKind, row: object) -> SettingRow:
    if not isinstance(row, Mapping) or row.keys() - _FIELDS or not row.get("examples"):
        raise ValueError(f"a setting has phrases and examples, and no other fields: {kind}")
    phrases = {name: frozenset(map(phrase_of, row.get(name, ()))) for name in _CONDITIONS}
    return SettingRow(
        kind=kind,
        words=phrases["words"],
        segments=phrases["segments"],
        starts=phrases["starts"],
        without=phrases["without"],
        examples=tuple(row["examples"]),
        others=tuple(row.get("others", ())),
    )
