"""What follows from an error's sign: families of signs, guesses, and the clause that shows it.

Which words are a sign of what stands in `knowledge/signs.toml`.
"""

import re

from casebook.knowledge.catalogue import known
from casebook.knowledge.kubernetes import ReasonKind
from casebook.knowledge.signs import Sign, first_sign, sign_in
from casebook.reasoning.reading import Reading

CONNECTING = frozenset({Sign.UNRESOLVED, Sign.REFUSED, Sign.UNREACHABLE})
"""Signs of an address that cannot be reached at all."""
CALLING = CONNECTING | {Sign.RESET, Sign.UPSTREAM, Sign.SLOW, Sign.CERTIFICATE}
"""Signs of a call that went out and failed."""

OF_CODE = frozenset({Sign.PACKAGING, Sign.PROGRAMMING, Sign.SETTING})
"""Signs of what only the code that runs can show, whoever logs it."""

REJECTED = frozenset({Sign.CLOCK, Sign.EXPIRED, Sign.CREDENTIALS})
"""Signs that a caller is not believed to be who it says, each with a reason of its own."""

_BY_KIND = {ReasonKind.EXHAUSTION: Sign.CAPACITY, ReasonKind.FAULT: Sign.NAMED}

_CLAUSE = re.compile(r"[,:;] ")
_SHORT = 60
_FAR = 80
"""Characters that a reader of a quotation can be asked to pass over."""


def is_guess(reading: Reading) -> bool:
    """True if the error shows its sign in a guess alone ("Perhaps out of memory?")."""
    shown = first_sign(reading.words)
    return shown is not None and shown.is_guess


def shown_in(text: str, sign: Sign) -> str:
    """The text from the clause on in which the sign shows; the whole where it does not."""
    shown = min((one.begin for one in known().signs.shown(text) if one.sign is sign), default=None)
    if shown is None:
        return text
    begins = [mark.end() for mark in _CLAUSE.finditer(text, 0, shown)]
    whole = [begin for begin in begins if len(text) - begin >= _SHORT]
    begin = max(whole, default=0)
    return text if begin < _FAR else f"…{text[begin:]}"


def sign_of(reading: Reading) -> Sign | None:
    """The sign that the error shows; the stack is not looked at. Of what Kubernetes says, its own
    table tells it: a symptom shows none."""
    if reading.event and (row := reading.event.row):
        return _BY_KIND.get(row.kind)
    return sign_in(reading.words)


__all__ = [
    "CALLING", "CONNECTING", "REJECTED", "Sign", "is_guess", "shown_in", "sign_in", "sign_of",
]  # fmt: skip
