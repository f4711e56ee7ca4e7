"""What was found once is a secret wherever it comes again, also where nothing around gives it away.

The values are kept in memory alone, as long as whoever reads the stream; nothing of them is stored.
"""

import re
import threading

# A value that could be a word or a count of its own would take those out of every text.
_SHORTEST, _SHORTEST_WORD = 6, 12
_MOST = 5_000
_KEPT = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_TO_BLANKS = bytes.maketrans(bytes(range(256)).translate(None, _KEPT), b" " * (256 - len(_KEPT)))

ELSEWHERE = "known"
"""The kind of a value that another answer gave away: `<known-1>`."""
_HIDDEN = rf"<{ELSEWHERE}-\d{{1,6}}>"


class Recollection:
    """Values that were found. Safe to use from several threads.

    They are looked for by their longest word: a text costs its words, however many there are.
    """

    def __init__(self) -> None:
        self._by_word: dict[bytes, dict[str, str]] = {}
        self._size = 0
        self._lock = threading.Lock()

    def __bool__(self) -> bool:
        return self._size > 0

    def add(self, value: str, name: str) -> bool:
        """Whether it is remembered from now on: it was not, and is like no other word."""
        words = _words(value)
        if not words or not _is_like_no_other(value):
            return False
        with self._lock:
            values = self._by_word.setdefault(max(words, key=len), {})
            if value in values or self._size >= _MOST:
                return False
            values[value] = name
            self._size += 1
        return True

    def add_all(self, other: "Recollection", name: str) -> None:
        """What another one has, under this name; nobody adds to the other any more."""
        for values in other._by_word.values():
            for value in values:
                self.add(value, name)

    def places(self, text: str) -> list[tuple[int, int, str]]:
        """Where the values stand in the text, as no part of a longer word."""
        with self._lock:
            met = self._by_word.keys() & set(_words(text))
            values = {v: name for word in met for v, name in self._by_word[word].items()}
        return [
            (*found.span(), name)
            for value, name in values.items()
            for found in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", text)
        ]


def says_the_same(then: str, now: str) -> bool:
    """Whether a JSON text of now is one of then, in which values were hidden that another answer
    had given away: who asks again has that one answer alone."""
    first, *between, last = re.split(_HIDDEN, then) if ELSEWHERE in then else (then, "")
    if first == then or not now.startswith(first) or not now.endswith(last):
        return False
    position, end = len(first), len(now) - len(last)
    for piece in between:
        found = now.find(piece, position + 1, end)
        if found < 0 or not _is_one_value(now[position:found]):
            return False
        position = found + len(piece)
    return _is_one_value(now[position:end])


def _is_one_value(part: str) -> bool:
    """Whether it stands within one text of a JSON document."""
    return re.fullmatch(r'(?:[^"\\]|\\.)+', part) is not None


def _words(text: str) -> list[bytes]:
    return text.encode("utf-8", "surrogatepass").translate(_TO_BLANKS).split()


def _is_like_no_other(value: str) -> bool:
    """What holds an assignment of its own is no value: a rule read on too far."""
    core = value.rstrip("=")
    if "=" in core or ":" in core:
        return False
    return len(core) >= (_SHORTEST_WORD if core.isalpha() or core.isdigit() else _SHORTEST)
