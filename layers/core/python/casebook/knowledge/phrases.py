"""The one matcher of phrases in text: for signs, platform events, and what a team adds.

A phrase is words. However software joins and spells them they are the same: `expired token` is in
`ExpiredTokenException`, `EXPIRED_TOKEN`, `expired-tokens` and "an expired  token".
Articles and forms of `be` and `have` need not be written, and `n't` is `not`.
A phrase begins and ends with a word: `quota` is not in `quotation`. A `*` at the end of a word is
any rest of it (`throttl*`), elsewhere up to ten words on the same line.
Else a phrase stays within a sentence. URLs and paths of files are names, and are passed over.

Nothing here is a regular expression of the table, and the time is linear in the text.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from casebook.knowledge.words import WORD, singular

Label = TypeVar("Label")

LONGEST_PHRASE = 200
_GAP, _MOST_PARTS = 10, 60
"""Words that a `*` may stand for, and their parts: a generated name is one word of many parts."""
_MOST_GAPS = 4
_HEAD = 3
"""Letters by which phrases are looked up: the least that a phrase begins with."""
_FILLERS = frozenset(
    ["a", "an", "the", "is", "are", "was", "were", "be", "been", "has", "have", "had"]
)
_NOT = "¬"
"""Stands for the `not` of a contraction, so that what is found keeps its place in the text."""
_SPELLINGS = {_NOT: "not", "%": "percent"}
_CONTRACTED = re.compile(
    r"(?P<can>(?<=\bca)n)?(?(can)|(?<=[a-z])n)['\u2019]t(?![a-z])", re.IGNORECASE
)
_NAME = r"(?:[a-z]\w*://|(?<![\w/)])/(?=\w))(?:[^\s'\"<>|,;:)\]}]|:(?=\d))*"
_TOKEN = re.compile(
    rf"(?P<name>{_NAME})|(?P<line>\n)|(?P<stop>\.(?=\s|$)|[;|])|(?P<word>{_NOT}|%|{WORD})"
)
_STOPS = {"name": "/", "line": "\n", "stop": "."}
_REST = re.compile(r"(?<=\w)\*(?!\w)")

# What programs write before a status: "answered with 503", "status code: 503", "HTTP/1.1 503".
_TOLD = re.compile(
    r"(?:answer|return|respon|status|code|http|got|error)\w*(?:\s\w+)?[\s:=/.\d]{0,6}\Z",
    re.IGNORECASE,
)
_BEFORE = 40
_GOES_ON = re.compile(r"\w|[.,]\d")
# What is counted or measured is no status: "returned 500 rows", "responded in 429 ms".
_UNITS = frozenset(
    "ms us s sec second minute byte kb mb row item record message line".split()  # noqa: SIM905
)
_STATUS = re.compile(r"[1-5](?:xx|[0-9]{2})")


class Match(NamedTuple, Generic[Label]):
    """Where a phrase stands: `begin` is an offset in the text as it was given."""

    label: Label
    begin: int


class _Part(NamedTuple):
    """Words that stand together. `is_open`: the last is a beginning; `gap`: words before it."""

    letters: str
    is_open: bool
    gap: int


class Phrases(Generic[Label]):
    """Phrases, and statuses, each with the label of the row that it belongs to."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, Label]],
        statuses: Iterable[tuple[str, Label]] = (),
    ) -> None:
        """Raises ValueError for a phrase or a status that is none."""
        self._phrases: dict[str, list[tuple[tuple[_Part, ...], Label]]] = defaultdict(list)
        self._statuses: dict[str, list[Label]] = defaultdict(list)
        for phrase, label in phrases:
            parts = parsed(phrase)
            self._phrases[parts[0].letters[:_HEAD]].append((parts, label))
        for status, label in statuses:
            for code in codes_of(status):
                self._statuses[code].append(label)

    def matches(self, text: str) -> Iterator[Match[Label]]:
        """Every phrase that the text holds, in the order of the text. Never raises."""
        words = _Words(text)
        for index, offset in enumerate(words.offsets[:-1]):
            for parts, label in self._phrases.get(words.letters[offset : offset + _HEAD], ()):
                if words.has(parts, index):
                    yield Match(label, words.begins[index])
            if (labels := self._statuses.get(words.words[index])) and words.tells_status(index):
                for label in labels:
                    yield Match(label, words.begins[index])


class _Words:
    """A text's words: their letters without anything between, and where each begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.begins: list[int] = []
        self.offsets = [0]
        for found in _TOKEN.finditer(_CONTRACTED.sub(_spelled_out, text)):
            kind = found.lastgroup
            word = _normal(found.group()) if kind == "word" else _STOPS[str(kind)]
            if word:
                self.words.append(word)
                self.begins.append(found.start())
                self.offsets.append(self.offsets[-1] + len(word))
        self.letters = "".join(self.words)

    def has(self, parts: tuple[_Part, ...], index: int) -> bool:
        """Whether the parts stand here, each as near to the one before as it must be."""
        ends = {index}
        for part in parts:
            ends = {
                end
                for begin in {near for end in ends for near in self._within(end, part.gap)}
                if (end := self._end(part, begin))
            }
            if not ends:
                return False
        return True

    def _within(self, index: int, gap: int) -> Iterator[int]:
        """This word and those after it that a gap reaches, on the same line."""
        most = _MOST_PARTS if gap else 0
        for near in range(index, min(index + most + 1, len(self.words))):
            gap -= near > index and self.text[self.begins[near] - 1].isspace()
            if gap < 0:
                return
            yield near
            if self.words[near] == "\n":
                return

    def _end(self, part: _Part, index: int) -> int:
        """The word after the part if it stands here, else 0."""
        offset = self.offsets[index]
        if not self.letters.startswith(part.letters, offset):
            return 0
        offset += len(part.letters)
        end = bisect_left(self.offsets, offset)
        return end if part.is_open or self.offsets[end] == offset else 0

    def tells_status(self, index: int) -> bool:
        """Whether a number is a status: by what stands before it, or by its name after it."""
        begin = self.begins[index]
        before, after = self.text[max(0, begin - _BEFORE) : begin], self.text[begin + 3 :]
        if before[-1:].isalnum() or _GOES_ON.match(after):
            return False
        rest = self.letters[self.offsets[index + 1] : self.offsets[index + 1] + _BEFORE]
        if rest.startswith(("clienterror", "servererror", *_reason(self.words[index]))):
            return True
        is_measured = not _UNITS.isdisjoint(self.words[index + 1 : index + 2])
        return not is_measured and _TOLD.search(before) is not None


def _spelled_out(contraction: re.Match[str]) -> str:
    """`couldn't` is `could not`, and `can't` is `cannot`."""
    return f"n {_NOT}" if contraction["can"] else f" {_NOT} "


@lru_cache(maxsize=1_024)
def _reason(code: str) -> tuple[str, ...]:
    """What RFC 9110 calls a status, if it has a name."""
    from http import HTTPStatus

    return tuple(letters_of(one.phrase) for one in HTTPStatus if str(one.value) == code)


@lru_cache(maxsize=4_096)
def _normal(word: str) -> str:
    """Lower case and singular; empty for a word that need not be there."""
    word = word.lower()
    if word in _FILLERS:
        return ""
    return _SPELLINGS.get(word) or singular(word)


def letters_of(words: str) -> str:
    """The letters of a phrase's words, as those of a text are held."""
    return _Words(words).letters


def codes_of(status: str) -> tuple[str, ...]:
    """The codes of `503`, or of `5xx`; raises ValueError for what is neither."""
    if not _STATUS.fullmatch(status):
        raise ValueError(f'"{status}" is no status: write "503", or "5xx" for all of them')
    if status.endswith("xx"):
        return tuple(f"{status[0]}{rest:02}" for rest in range(100))
    return (status,)


@lru_cache(maxsize=4_096)
def parsed(phrase: str) -> tuple[_Part, ...]:
    """The parts of a phrase; who checks a table and who looks for its phrases both ask.

    Raises:
        ValueError: saying what is wrong with it.
    """
    if len(phrase) > LONGEST_PHRASE:
        raise ValueError(f"a phrase has at most {LONGEST_PHRASE} characters, not {len(phrase)}")
    if "\n" in phrase:
        raise ValueError(f'"{phrase}" has more than one line')
    parts: list[_Part] = []
    gap = 0
    pieces = phrase.split("*")
    for piece, following in zip(pieces, (*pieces[1:], None), strict=True):
        letters = letters_of(piece.strip(" ./;|"))
        after_open = bool(parts) and parts[-1].is_open and not gap
        if not letters and not (after_open and (piece or following is None)):
            raise ValueError(f'"{phrase}" needs a word before and after each *')
        if letters:
            is_open = following is not None and bool(_REST.search(f"{piece}*{following[:1]}"))
            parts.append(_Part(letters, is_open, gap))
        gap = 0 if letters and parts[-1].is_open else _GAP
    if len(parts[0].letters) < _HEAD:
        raise ValueError(f'"{phrase}" must begin with {_HEAD} letters that tell')
    if len(parts) - 1 > _MOST_GAPS:
        raise ValueError(f'"{phrase}" has more than {_MOST_GAPS} *')
    return tuple(parts)
