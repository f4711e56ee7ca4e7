"""What a reason of Kubernetes is, whom it blames, and what a node's journal says.

The rows stand in `kubernetes.toml`, read when first asked.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from casebook.domain.finding import Category
from casebook.knowledge.catalogue import known
from casebook.knowledge.strength import Strength

if TYPE_CHECKING:
    from casebook.knowledge.rows import Row

_TABLE = "kubernetes.toml"

_REACH = 2_000
"""Characters of a message that are looked at."""


class ReasonKind(StrEnum):
    EXHAUSTION = "exhaustion"  # something ran out
    FAULT = "fault"  # something is wrong, missing or broken
    SYMPTOM = "symptom"  # something fails, and why stands elsewhere
    PROBE = "probe"  # a symptom: a probe fails, or ends what it probes
    CRASH = "crash"  # a symptom: what is started ends by itself, again and again
    STOPPED = "stopped"  # a workload was scaled down to no pod
    GROWN = "grown"  # a workload was scaled up, by itself or in a rollout
    ROUTINE = "routine"  # business as usual

    @property
    def is_cause(self) -> bool:
        return self in (ReasonKind.EXHAUSTION, ReasonKind.FAULT)

    @property
    def lasts(self) -> bool:
        """Whether it is said once and stays so, until something else is said."""
        return self.is_cause or self in (ReasonKind.STOPPED, ReasonKind.GROWN)


class Blame(StrEnum):
    OBJECT = "object"  # the object itself, or the workload that it is a part of
    WORKLOAD = "workload"  # the same, but never the node that tells of it
    NODE = "node"  # the node, if it is registered


class Reason(NamedTuple):
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


class Reasons:
    """The rows in the order in which they are tried."""

    def __init__(self, rows: tuple[Reason, ...]) -> None:
        from casebook.knowledge.phrases import Phrases

        self.rows = rows
        self._names = tuple(_names(row.reasons) for row in rows)
        self._phrases = Phrases((phrase, n) for n, row in enumerate(rows) for phrase in row.phrases)
        self._of = lru_cache(maxsize=2_048)(self._first)

    def of(self, reason: str, message: str) -> Reason | None:
        """The first row of this reason with a phrase, if it has any, that the message has."""
        return self._of(reason, message[:_REACH])

    def _first(self, reason: str, message: str) -> Reason | None:
        said = {match.label for match in self._phrases.matches(message)}
        return next(
            (
                row
                for number, (row, name) in enumerate(zip(self.rows, self._names, strict=True))
                if (name.fullmatch(reason) if name else not reason)
                and (not row.phrases or number in said)
            ),
            None,
        )


def reason_of(reason: str, message: str) -> Reason | None:
    """The row that an event or a container's state belongs to, or, without a reason, a line of a
    node's journal; None for what no row knows."""
    return known().reasons.of(reason, message)


def reason_in(text: str) -> Reason | None:
    """The row of `Reason: message`, as events come into a feed of changes."""
    reason, colon, message = text.partition(": ")
    return reason_of(reason, message) if colon and reason.isalpha() else None


@lru_cache(maxsize=1)
def load() -> Reasons:
    """The table of this package; raises WrongRow."""
    from casebook.knowledge.rows import Row, document, rows_of

    listed = enumerate(rows_of(document(_TABLE), "reason"), start=1)
    return Reasons(tuple(read_reason(Row(_TABLE, n, row, Reason._fields)) for n, row in listed))


def read_reason(row: "Row") -> Reason:
    """Raises WrongRow."""
    from casebook.knowledge.phrases import parsed
    from casebook.knowledge.rows import category

    kind = row.choice("kind", ReasonKind)
    if not (row.has("reasons") or row.has("phrases")):
        row.wrong("reasons", "must be given, or `phrases`")
    for field in ("category", "says"):
        if row.has(field) != kind.is_cause:
            row.wrong(field, "a cause has one, and only a cause")
    return Reason(
        name=row.name,
        kind=kind,
        reasons=row.texts("reasons"),
        phrases=row.phrases("phrases", parsed),
        examples=row.texts("examples", needed=True),
        says=row.text("says", ""),
        category=row.read("category", category) if kind.is_cause else None,
        blames=row.choice("blames", Blame, Blame.OBJECT),
        strength=row.choice("strength", Strength, Strength.STRONG),
    )


def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    literal = (r"\w*".join(map(re.escape, name.split("*"))) for name in names)
    return re.compile("|".join(literal)) if names else None
