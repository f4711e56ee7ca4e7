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
# Letters of other alphabets that look like these, beside letters that are plain.
# https://www.unicode.org/reports/tr39/#Confusable_Detection
_LOOK = (
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u03bf\u03b1\u03c1"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0391\u0395\u039f\u03a1"
)
_PLAIN = str.maketrans(_LOOK, "aeopcyxijsdhoapABEKMHOPCTXSAEOP")
_LOOKALIKES = f"[{_LOOK}]{{1,16}}"
_OTHERWISE = (
    r"%[2-7][0-9A-Fa-f]|\\u00[2-7][0-9A-Fa-f]|\\u(?:20[026][0-9A-Fa-f]|00[aA][dD]|[fF][eE][fF]{2})"
    f"|(?<=[A-Za-z]){_LOOKALIKES}|{_LOOKALIKES}(?=[A-Za-z])"
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

    plain = normalize("NFKC", spelled.translate(_PLAIN))
    return plain if plain.isascii() and plain.isprintable() else ""
