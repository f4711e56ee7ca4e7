"""What a reason of Kubernetes is, whom it blames, and what a node's journal says.

The rows stand in `kubernetes.toml`, read when first asked.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, get_args

from casebook.domain.finding import Category
from casebook.knowledge.phrases import Phrases
from casebook.knowledge.strength import Strength

_REACH = 2_000
"""Characters of a message that are looked at."""


class ReasonKind(StrEnum):
    EXHAUSTION = "exhaustion"  # something ran out
    FAULT = "fault"  # something is wrong, missing or broken
    SYMPTOM = "symptom"  # something fails, and why stands elsewhere
    STOPPED = "stopped"  # a workload was scaled down to no pod
    GROWN = "grown"  # a workload was scaled up, by itself or in a rollout
    ROUTINE = "routine"  # business as usual

    @property
    def is_cause(self) -> bool:
        return self in (ReasonKind.EXHAUSTION, ReasonKind.FAULT)


class Blame(StrEnum):
    OBJECT = "object"  # the object itself, or the workload that it is a part of
    WORKLOAD = "workload"  # the same, but never the node that tells of it
    NODE = "node"  # the node, if it is registered


@dataclass(frozen=True, slots=True)
class Reason:
    """One row. `reasons` are those of events and of container states, with `*` for anything; empty
    for a node's journal. Where there are `phrases`, the message must hold one of them. `says` ends
    a sentence whose subject is what is to blame."""

    name: str
    kind: ReasonKind
    reasons: tuple[str, ...]
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    says: str = ""
    category: Category | None = None
    blames: Blame = Blame.OBJECT
    strength: Strength = Strength.STRONG


def reason_of(reason: str, message: str) -> Reason | None:
    """The row that an event or a container's state belongs to, or, without a reason, a line of a
    node's journal; None for what no row knows."""
    return _lookup(reason, message[:_REACH])


def reason_in(text: str) -> Reason | None:
    """The row of `Reason: message`, as events come into a feed of changes."""
    reason, colon, message = text.partition(": ")
    return reason_of(reason, message) if colon and reason.isalpha() else None


@lru_cache(maxsize=2048)
def _lookup(reason: str, message: str) -> Reason | None:
    names, phrases = _compiled()
    said = {match.label for match in phrases.matches(message)}
    return next(
        (
            row
            for number, (row, name) in enumerate(zip(reasons(), names, strict=True))
            if (name.fullmatch(reason) if name else not reason)
            and (not row.phrases or number in said)
        ),
        None,
    )


@lru_cache(maxsize=1)
def reasons() -> tuple[Reason, ...]:
    """Every row, in the order in which they are tried.

    Raises:
        ValueError: naming the row and the field that is wrong.
    """
    import tomllib
    from importlib.resources import files

    text = (files("casebook.knowledge") / "kubernetes.toml").read_text(encoding="utf-8")
    return tuple(map(_row, tomllib.loads(text)["reason"]))


def _row(fields: dict[str, Any]) -> Reason:
    name = str(fields.get("name"))
    if unknown := set(fields) - set(Reason.__dataclass_fields__):
        raise ValueError(f"kubernetes reason {name!r}: no field is called {min(unknown)!r}")
    row = Reason(
        name=name,
        kind=ReasonKind(str(fields.get("kind"))),
        reasons=tuple(fields.get("reasons", ())),
        phrases=tuple(fields.get("phrases", ())),
        examples=tuple(fields.get("examples", ())),
        says=fields.get("says", ""),
        category=fields.get("category"),
        blames=Blame(fields.get("blames", Blame.OBJECT)),
        strength=Strength(fields.get("strength", Strength.STRONG)),
    )
    if not (row.reasons or row.phrases) or not row.examples:
        raise ValueError(f"kubernetes reason {name!r}: it needs `reasons` or `phrases`, and"
                         " `examples`")  # fmt: skip
    if row.kind.is_cause != (row.category in get_args(Category)) or row.kind.is_cause != bool(
        row.says
    ):
        raise ValueError(f"kubernetes reason {name!r}: a cause, and only that, has a `category` and"
                         " `says`")  # fmt: skip
    return row


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re.Pattern[str] | None, ...], Phrases[int]]:
    """The names of each row, and the phrases of all with the number of their row."""
    numbered = [(phrase, at) for at, row in enumerate(reasons()) for phrase in row.phrases]
    return tuple(_names(row.reasons) for row in reasons()), Phrases(numbered)


def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    literal = (r"\w*".join(map(re.escape, name.split("*"))) for name in names)
    return re.compile("|".join(literal)) if names else None
