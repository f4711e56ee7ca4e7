"""What in a log line is a value by its looks, whatever the system that wrote it.

A word with a digit, an address, a path, and what stands after `=` become `<*>`.
"""

import re
from collections.abc import Collection, Sequence

ANY = "<*>"

# Lines longer than this are cut: a template is a summary, and a megabyte of JSON has none.
LONGEST_LINE = 4_000
_MOST_WORDS = 200
_REMEMBERED_WORDS = 20_000
_LONGEST_REMEMBERED = 100

# JSON has no blanks between its members, and what a member says is words like any other.
_MEMBERS = (('","', '", "'), ('":"', '": "'), (',"', ', "'))

_PAIR = r"(?<=[\w\])\"'])=(?![=<\[{(\"'>])[^\s,;&<>()\[\]{}\"']+"
# Each alternative begins where a word begins and reads it once: no text takes more than one pass.
_WORD = (
    r"(?P<url>(?<![\w+.-])[A-Za-z][\w+.-]{1,20}://[^\s\"'<>\])},;]*)"
    r"|(?P<colons>(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}(?![\w:]))"  # MAC, IPv6
    r"|(?P<path>(?<![\w>/.~])~?/[\w.@+%$#*~/-]*(?:\?[\w=&%.:,+-]*)?)"
    r"|[\w.@+~%$#*\\/-]+"
)
_TOUCHING = r"[-+]?<\*>(?:[:.,/_+-]{0,3}<\*>)*"
# Most of what is masked: one word with a digit in it, maybe in brackets or before a comma.
_NUMBERED = (
    r"([\[(\"'<]*+)/?[^\W\d]*+(?:[.@+~%$#*-][^\W\d]*+)*+\d[\w.@+~%$#*/-]*"
    r"(?::[\d.]+)*([\])\"',;:.>]*)"
)
_MAY_HOLD_VALUES = r"[\d/\\=]|:[^:]*:[^:]*:"
_FROM_DIGIT = r"[a-f]*+[0-9][A-Za-z0-9_-]*"
_VALUES = frozenset(ANY + sign for sign in ("", ",", ";", ".", ":", ".,"))


def shapes(lines: Sequence[str]) -> list[str]:
    """Each line without its digits: lines that differ in numbers alone have the same shape.

    Done for many lines at once, where a line costs a tenth of a microsecond.
    """
    # A surrogate by itself is no character, and log lines may hold one.
    data = _together(lines).encode("utf-8", "surrogatepass").translate(None, b"0123456789")
    return data.decode("utf-8", "surrogatepass").split("\n") if lines else []


def outlines(lines: Collection[str]) -> list[str]:
    """Each line with `0` for what follows the first digit of a word, and for the letters before it
    that may be hexadecimal: lines that differ in ids have the same outline. That costs ten times as
    much as a shape, and a fifth of masking."""
    return re.sub(_FROM_DIGIT, "0", _together(lines)).split("\n") if lines else []


def _together(lines: Collection[str]) -> str:
    text = "\n".join(lines)
    if text.count("\n") >= len(lines):
        return "\n".join([line.replace("\n", " ") for line in lines])
    return text


class Masks(dict[str, str]):
    """The masked form of words, worked out once for those that may come again."""

    def __init__(self) -> None:
        super().__init__()
        # Compiled here and not on import: most functions of Casebook never mask a line.
        self._numbered = re.compile(_NUMBERED).fullmatch
        self._may_hold_values = re.compile(_MAY_HOLD_VALUES).search
        self._with_pairs_masked = re.compile(_PAIR).sub
        self._with_words_masked = re.compile(_WORD).sub
        self._joined = re.compile(_TOUCHING).sub

    def __missing__(self, word: str) -> str:
        if word.isalpha():
            masked = word
        elif numbered := self._numbered(word):
            return numbered[1] + ANY + numbered[2]
        else:
            masked = self._masked(word) if self._may_hold_values(word) else word
        if len(self) < _REMEMBERED_WORDS and len(word) <= _LONGEST_REMEMBERED:
            self[word] = masked
        return masked

    def key(self, line: str) -> tuple[str, ...]:
        """The masked words of a line. Values that follow one another count as one: a list of three
        blocks and a list of ten say the same."""
        if line[:1] == "{":
            for closed, spaced in _MEMBERS:
                line = line.replace(closed, spaced)
        masked = [self[word] for word in line.split()[:_MOST_WORDS]]
        values = [place for place, word in enumerate(masked) if word in _VALUES]
        for place, before in zip(values[:0:-1], values[-2::-1], strict=True):
            if place - before == 1:
                del masked[place]
        return tuple(masked)

    def _masked(self, word: str) -> str:
        if "=" in word and "://" not in word:
            word = self._with_pairs_masked("=" + ANY, word)
        return self._joined(ANY, self._with_words_masked(_replacement, word))


def _replacement(found: re.Match[str]) -> str:
    word = found[0]
    if found.lastgroup or any(map(str.isdigit, word)):
        return ANY
    return ANY if word.count("/") > 1 or word.count("\\") > 1 else word
