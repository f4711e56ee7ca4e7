"""A change and an error side by side."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from casebook.domain.change import Change, FieldChange
from casebook.domain.finding import Category, ErrorPattern
from casebook.domain.workload import Workload
from casebook.knowledge.strength import Strength
from casebook.reasoning.mentions import callee_in, code_behind
from casebook.reasoning.reading import Reading, read
from casebook.reasoning.signs import Sign, sign_of
from casebook.reasoning.topology import callees_below

SOON = timedelta(minutes=15)
LONG_AGO = timedelta(hours=2)

_UNITS: dict[str, float] = {
    "": 1.0, "%": 1.0, "vcpu": 1.0, "rps": 1.0, "/s": 1.0,
    "us": 0.001, "ms": 1.0, "s": 1e3, "sec": 1e3, "secs": 1e3, "seconds": 1e3,
    "m": 6e4, "min": 6e4, "minutes": 6e4, "h": 3.6e6, "hours": 3.6e6, "d": 8.64e7, "days": 8.64e7,
    "b": 1.0, "k": 1e3, "kb": 1e3, "ki": 2.0**10, "kib": 2.0**10, "mb": 1e6, "mi": 2.0**20,
    "mib": 2.0**20, "g": 1e9, "gb": 1e9, "gi": 2.0**30, "gib": 2.0**30, "tb": 1e12, "tib": 2.0**40,
}  # fmt: skip
_LONGEST_FIRST = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<number>-?[\d_,]*\d(?:\.\d+)?) ?(?P<unit>{_LONGEST_FIRST})", re.IGNORECASE
)


@dataclass(frozen=True)
class Tie:
    """`resource` failed in the manner of `category`; `why` completes "from then on, …"."""

    name: str
    resource: str
    category: Category
    strength: Strength
    why: str
    asks_for_more: bool = False
    """Whether the change makes its resource do or ask for more."""


@dataclass(frozen=True)
class Pair:
    """One change that came before the onset, and one error; None for a symptom without words.

    `settings` are the excerpts that show how the resources are configured now.
    """

    change: Change
    resource: str
    error: ErrorPattern | None
    onset: datetime | None
    workload: Workload
    settings: tuple[str, ...] = ()
    is_measured: bool = False
    """Whether something is seen on what was changed itself, and not before the change."""
    born: datetime | None = None
    """Since when what was changed is there, if there was nothing of it before."""

    @cached_property
    def reading(self) -> Reading:
        return read(self.error) if self.error else Reading("", "", "")

    @cached_property
    def sign(self) -> Sign | None:
        return sign_of(self.reading) if self.error else None

    @property
    def said(self) -> str:
        return self.reading.words

    @cached_property
    def callee(self) -> str | None:
        """The resource that the error is about, if that is another than the one that logs it."""
        if self.error is None:
            return None
        callee = callee_in(self.workload, self.resource, self.reading)
        return callee.name if callee else None

    @property
    def is_own(self) -> bool:
        """True if what was changed is what logs the error."""
        return self.change.resource == self.resource

    @property
    def is_own_code(self) -> bool:
        """True if what was changed runs the code that the error speaks of."""
        return self.change.resource == self.code

    @cached_property
    def code(self) -> str:
        """Whose code the error speaks of, if it speaks of code."""
        return code_behind(self.workload, self.resource, self.reading)

    @property
    def is_callee(self) -> bool:
        """True if what was changed is what the error is about."""
        return self.callee is not None and self.change.resource == self.callee

    @property
    def changed_place(self) -> str:
        """Where the fault lies if what was changed there is what the error names: at what was
        changed, if that is a part of the workload which the failing one uses; else at itself."""
        used = callees_below(self.workload, self.resource)
        return self.change.resource if self.change.resource in used else self.resource

    @property
    def gap(self) -> timedelta | None:
        """How long after the change the error began, at most; None if that is not known."""
        if self.onset is None:
            return None
        at = self.change.at if self.change.at <= self.onset else self.change.not_before
        return max(timedelta(0), self.onset - (at or self.onset))

    @property
    def is_soon(self) -> bool:
        """True if it began within minutes of the change."""
        return self.gap is not None and self.gap <= SOON

    def fading(self, strength: Strength) -> Strength:
        """A step weaker after two hours: an old change had its chance to break."""
        return strength.weaker() if self.gap and self.gap > LONG_AGO else strength


def name_of(field: FieldChange) -> str:
    """The setting's own name: `PAYMENTS_URL` of `environment.PAYMENTS_URL`, and the host of the DNS
    record `CNAME api.shop.internal`."""
    _, is_record, name = field.path.rpartition(" ")
    return name if is_record else name.rpartition(".")[2]


def number(value: object) -> float | None:
    """The value as a number, if it is one: `300ms`, `2 GiB` and `1,000` are, each in its own unit's
    smallest."""
    if isinstance(value, bool) or value is None:
        return None
    found = _AMOUNT.fullmatch(str(value).strip())
    if found is None:
        return None
    return float(found["number"].replace(",", "").replace("_", "")) * _UNITS[found["unit"].lower()]


def was_lowered(field: FieldChange) -> bool:
    """True for a smaller number, and for a limit where there was none."""
    before, after = number(field.before), number(field.after)
    return after is not None and (field.before is None or (before is not None and after < before))


def was_raised(field: FieldChange) -> bool:
    """True for a larger number, and for a limit that was taken away."""
    before, after = number(field.before), number(field.after)
    return before is not None and (field.after is None or (after is not None and after > before))
