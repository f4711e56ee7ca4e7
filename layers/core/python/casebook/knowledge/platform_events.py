"""What a platform's message about a resource is: exhaustion, defect, load, fault, and so on.

The rows stand in `platform_events.toml`, read when first asked. A message that no row knows is what
somebody did.
"""

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from casebook.domain.finding import Category
from casebook.knowledge.catalogue import known

if TYPE_CHECKING:
    from casebook.knowledge.rows import Row

_TABLE = "platform_events.toml"


class EventKind(StrEnum):
    """What a message of a platform tells."""

    EXHAUSTION = "exhaustion"  # the resource ran out of something
    DEFECT = "defect"  # it was given what cannot work: an image, a secret, a definition
    LOAD = "load"  # what it spends its time on, which it did not before: a circumstance
    WITNESS = "witness"  # another service of AWS speaks of it: it supports what else is seen
    FAULT = "fault"  # the platform failed, or moved the resource elsewhere
    UPDATE = "update"  # other software was put below the resource: a suspect, as a release is one
    SYMPTOM = "symptom"  # a status report of what is measured anyway
    ROUTINE = "routine"  # business as usual


BY_ITSELF = frozenset({EventKind.EXHAUSTION, EventKind.DEFECT})
"""What is a cause by what the resource says of itself."""
_NAMED = (*BY_ITSELF, EventKind.LOAD, EventKind.WITNESS)


class PlatformEvent(NamedTuple):
    """One row: `what` is what ran out, or what the resource cannot do; `category` is what a cause
    of this kind is called."""

    name: str
    kind: EventKind
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    category: Category | None = None
    what: str | None = None
    ends_trouble: bool = False
    """True for a message that the resource is well again."""


class PlatformEvents:
    """The rows in the order in which they are tried."""

    def __init__(self, rows: tuple[PlatformEvent, ...]) -> None:
        from casebook.knowledge.phrases import Phrases

        self.rows = rows
        self._phrases = Phrases((phrase, n) for n, row in enumerate(rows) for phrase in row.phrases)

    def of(self, text: str) -> PlatformEvent | None:
        """The first row with a phrase that the message has."""
        first = min((match.label for match in self._phrases.matches(text)), default=None)
        return None if first is None else self.rows[first]


def platform_event(text: str) -> PlatformEvent | None:
    """The row that the message belongs to; None for one that no row knows. Never raises."""
    return known().events.of(text)


def is_all_clear(text: str) -> bool:
    """Whether the message says that the resource is well again."""
    event = platform_event(text)
    return event is not None and event.ends_trouble


@lru_cache(maxsize=1)
def load() -> PlatformEvents:
    """The table of this package; raises WrongRow."""
    from casebook.knowledge.rows import Row, document, rows_of

    listed = enumerate(rows_of(document(_TABLE), "event"), start=1)
    return PlatformEvents(
        tuple(read_event(Row(_TABLE, n, fields, PlatformEvent._fields)) for n, fields in listed)
    )


def read_event(row: "Row") -> PlatformEvent:
    """Raises WrongRow."""
    from casebook.knowledge.phrases import parsed
    from casebook.knowledge.rows import category

    kind = row.choice("kind", EventKind)
    is_cause = kind in (*_NAMED, EventKind.FAULT)
    if row.has("category") != is_cause:
        row.wrong("category", "a cause has one, and only a cause")
    if kind in _NAMED and not row.has("what"):
        row.wrong("what", "must say what ran out or cannot work")
    return PlatformEvent(
        name=row.name,
        kind=kind,
        phrases=row.phrases("phrases", parsed, needed=True),
        examples=row.texts("examples", needed=True),
        category=row.read("category", category) if is_cause else None,
        what=row.text("what") if row.has("what") else None,
        ends_trouble=row.flag("ends_trouble"),
    )
