"""A text as it is read, where it is spelled in another way: `password%3D`, `password\\u003d`,
full-width letters, a word with characters in it that nobody sees. Rules look at both, and places
lead back."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from casebook.domain.harmless import UNSEEN
from casebook.redaction.rule import compiled

# Printable ASCII, percent-encoded (RFC 3986 section 2.1) or as an escape of JSON; full-width and
# mathematical letters, which NFKC makes plain ones (https://unicode.org/reports/tr15/); and what is
# not seen.
_OTHERWISE = (
    r"%[2-7][0-9A-Fa-f]|\\u00[2-7][0-9A-Fa-f]|\\u(?:20[026][0-9A-Fa-f]|00[aA][dD]|[fF][eE][fF]{2})"
    f"|[\uff01-\uff5e\U0001d400-\U0001d7ff]|[{UNSEEN}\u200c\u200d]"
)


class Reading(NamedTuple):
    """The text as it is read. `read` and `spelled` are places in both at which their distance
    changes, in order."""

    text: str
    read: list[int]
    spelled: list[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the text as it is spelled a part of the reading stands."""
        first = bisect_right(self.read, start) - 1
        last = bisect_left(self.read, end)
        if last == len(self.read) or self.read[last] != end:
            last -= 1
        return (
            self.spelled[first] + start - self.read[first],
            self.spelled[last] + end - self.read[last],
        )


def reading(text: str) -> Reading | None:
    """How the text is read; None where that is how it is spelled, as nearly all texts are."""
    if "%" not in text and "\\u" not in text and text.isascii():
        return None
    pieces, length, position = list[str](), 0, 0
    read, spelled = [0], [0]
    for found in compiled(_OTHERWISE).finditer(text):
        plain = _plain(found[0])
        before = text[position : found.start()]
        length += len(before)
        read += (length, length + len(plain))
        spelled += found.span()
        pieces += (before, plain)
        length += len(plain)
        position = found.end()
    return Reading("".join((*pieces, text[position:])), read, spelled) if pieces else None


def _plain(spelled: str) -> str:
    if spelled[0] in "%\\":
        spelled = chr(int(spelled.lstrip("%\\u"), 16))
    from unicodedata import normalize

    plain = normalize("NFKC", spelled)
    return plain if plain.isascii() and plain.isprintable() else ""
