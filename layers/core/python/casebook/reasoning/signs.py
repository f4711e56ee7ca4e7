"""Signs: what an error is a sign of, by the words of the vocabulary.

An error shows one sign, the first that fits, from the most telling to the least: "AccessDenied …
403" is a permission even though a 4xx may also be a bad request.
"""

import re
from functools import lru_cache

from casebook.knowledge.kubernetes import ReasonKind
from casebook.reasoning.reading import Reading
from casebook.reasoning.vocabulary import GUESS, WORDS, Sign

CONNECTING = frozenset({Sign.UNRESOLVED, Sign.REFUSED, Sign.UNREACHABLE})
"""Signs of an address that cannot be reached at all."""
CALLING = CONNECTING | {Sign.RESET, Sign.UPSTREAM, Sign.SLOW, Sign.CERTIFICATE}
"""Signs of a call that went out and failed."""

REJECTED = frozenset({Sign.CLOCK, Sign.EXPIRED, Sign.CREDENTIALS})
"""Signs that a caller is not believed to be who it says, each with a reason of its own."""

_BY_KIND = {ReasonKind.EXHAUSTION: Sign.CAPACITY, ReasonKind.FAULT: Sign.NAMED}

_GUESS = re.compile(GUESS, re.IGNORECASE)
_CLAUSE = re.compile(r"[,:;] ")
_SHORT = 60
_FAR = 80
"""Characters that a reader of a quotation can be asked to pass over."""


@lru_cache(maxsize=1)
def _signs() -> tuple[tuple[Sign, re.Pattern[str]], ...]:
    """Compiled at the first use: a cold start that reads no log should not pay for it."""
    return tuple((sign, re.compile("|".join(said), re.IGNORECASE)) for sign, said in WORDS.items())


@lru_cache(maxsize=2048)
def sign_in(text: str) -> Sign | None:
    """The first sign that the text shows; what it only guesses at counts where it knows nothing."""
    if known := _first_sign(_GUESS.sub("", text)):
        return known
    return _first_sign(text) if _GUESS.search(text) else None


def is_guess(reading: Reading) -> bool:
    """True if the error shows its sign in a guess alone ("Perhaps out of memory?")."""
    known = _GUESS.sub("", reading.words)
    return known != reading.words and sign_of(reading) is not None and sign_in(known) is None


def _first_sign(text: str) -> Sign | None:
    return next((sign for sign, words in _signs() if words.search(text)), None)


def shown_in(text: str, sign: Sign) -> str:
    """The text from the clause on in which the sign shows; the whole where it does not."""
    words = dict(_signs())[sign].search(text)
    if words is None:
        return text
    begins = [mark.end() for mark in _CLAUSE.finditer(text, 0, words.start())]
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
