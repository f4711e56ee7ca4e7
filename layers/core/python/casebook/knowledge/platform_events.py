"""What a platform's message about a resource is: exhaustion, fault, update, symptom or routine.

The rows stand in `platform_events.toml`, read when first asked. A message that no row knows is what
somebody did.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args

from casebook.domain.finding import Category
from casebook.knowledge.phrases import Phrases


class EventKind(StrEnum):
    """What a message of a platform tells."""

    EXHAUSTION = "exhaustion"  # the resource ran out of something
    DEFECT = "defect"  # it was given what cannot work: an image, a secret, a definition
    FAULT = "fault"  # the platform failed, or moved the resource elsewhere
    UPDATE = "update"  # other software was put below the resource: a suspect, as a release is one
    SYMPTOM = "symptom"  # a status report of what is measured anyway
    ROUTINE = "routine"  # business as usual


BY_ITSELF = frozenset({EventKind.EXHAUSTION, EventKind.DEFECT})
"""What is a cause by what the resource says of itself."""


@dataclass(frozen=True, slots=True)
class PlatformEvent:
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


def platform_event(text: str) -> PlatformEvent | None:
    """The row that the message belongs to; None for one that no row knows. Never raises."""
    first = min((match.label for match in _phrases().matches(text)), default=None)
    return None if first is None else platform_events()[first]


def is_all_clear(text: str) -> bool:
    """Whether the message says that the resource is well again."""
    event = platform_event(text)
    return event is not None and event.ends_trouble


@lru_cache(maxsize=1)
def platform_events() -> tuple[PlatformEvent, ...]:
    """Every row, in the order in which they are tried.

    Raises:
        ValueError: naming the row that is wrong.
    """
    import tomllib
    from importlib.resources import files

    text = (files("casebook.knowledge") / "platform_events.toml").read_text(encoding="utf-8")
    return tuple(map(_row, tomllib.loads(text)["event"]))


def _row(fields: dict[str, Any]) -> PlatformEvent:
    name = fields.get("name")
    row = PlatformEvent(
        name=str(name),
        kind=EventKind(str(fields.get("kind"))),
        phrases=tuple(fields.get("phrases", ())),
        examples=tuple(fields.get("examples", ())),
        category=fields.get("category"),
        what=fields.get("what"),
        ends_trouble=fields.get("ends_trouble", False),
    )
    is_cause = row.kind in (*BY_ITSELF, EventKind.FAULT)
    if not row.phrases or not row.examples:
        raise ValueError(f"platform event {name!r}: `phrases` and `examples` must not be empty")
    if is_cause != (row.category in get_args(Category)):
        raise ValueError(f"platform event {name!r}: a cause, and only that, has a `category`")
    if row.kind in BY_ITSELF and not row.what:
        raise ValueError(f"platform event {name!r}: `what` must say what ran out or cannot work")
    return row


@lru_cache(maxsize=1)
def _phrases() -> Phrases[int]:
    rows = enumerate(platform_events())
    return Phrases((phrase, number) for number, row in rows for phrase in row.phrases)
