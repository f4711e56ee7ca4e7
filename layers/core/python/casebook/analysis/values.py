"""Which words of a template are values: names of people and things, hosts, units, states.

A form tells names of hosts and files; the word before tells what a noun calls by name; how many
words stand in the same place, while all else is the same, tells the rest. A word that was found to
be a value in one place counts as one in another.
"""

from collections.abc import Sequence

from casebook.analysis.masking import ANY

# How many words must stand in one place before they count as values of it.
_LOOK_LIKE_VALUES = 2
_AFTER_PREPOSITION = 3
_WORDS = 5
_STATES = 8

_MOST_KNOWN = 10_000
# What English calls by name right after it. Strings and not patterns: they cost an import nothing.
_NAMING = (
    " user username login logname account owner member host hostname node client server peer "
    "address domain device interface tty file directory path group queue topic bucket named uid "
    "gid ruser rhost worker "
)
_PREPOSITIONS = " for from by at on of with to in as "
# Words of which one can stand for another without a change of what is said.
_CLOSED_SETS = tuple(
    frozenset(words.split("|"))
    for words in (
        "b|kb|mb|gb|tb|kib|mib|gib|tib|byte|bytes|ns|us|ms|s|sec|secs|second|seconds|min|mins|"
        "minute|minutes|h|hour|hours|day|days",
        "true|false|yes|no|null|none|nil|on|off",
        "mon|tue|wed|thu|fri|sat|sun",
        "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    )
)
_PUNCTUATION = "\"'()[]{}<>,;:.=!"


class Values:
    """Words that were found to be values, and the judgement by which they were."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def are_values(self, key: tuple[str, ...], place: int, words: set[str]) -> bool:
        """Whether the words that stand in this place of otherwise equal keys are its values."""
        if any(ANY in word for word in words):
            return True
        if len(words) < _LOOK_LIKE_VALUES:
            return False
        needed = self._needed(key, place, words)
        if len(words) < needed:
            return False
        if needed > _LOOK_LIKE_VALUES and len(self._known) < _MOST_KNOWN:
            self._known.update(map(_core, words))
        return True

    def _needed(self, key: tuple[str, ...], place: int, words: set[str]) -> int:
        """How many such words it takes."""
        cores = [_core(word) for word in words]
        before = _core(key[place - 1]).lower() if place else ""
        if all(map(_looks_like_value, words)) or _is_closed_set(cores):
            return _LOOK_LIKE_VALUES
        if 2 * sum(core.endswith(("ed", "ing")) for core in cores) > len(cores):
            return _STATES
        known = sum(core in self._known for core in cores)
        if f" {before} " in _NAMING or known >= max(1, len(cores) - 1):
            return _LOOK_LIKE_VALUES
        if all(core.isupper() for core in cores):
            return _STATES
        if f" {before} " in _PREPOSITIONS:
            return _AFTER_PREPOSITION
        # A line seldom begins with a value: its first word says what it is about.
        return _WORDS if place else _STATES


def _core(word: str) -> str:
    return word.strip(_PUNCTUATION)


def _looks_like_value(word: str) -> bool:
    """Names of hosts, files and classes, addresses, and a word in quotation marks."""
    core = _core(word)
    quoted = len(word) > 2 and word[0] in "\"'" and word.rstrip(",;.:)")[-1] == word[0]
    return any(sign in core for sign in "./@\\") or (quoted and not core.isupper())


def _is_closed_set(words: Sequence[str]) -> bool:
    """Units, truth values, days, months, and one word in singular and plural."""
    lowered = {word.lower() for word in words}
    return any(lowered <= known for known in _CLOSED_SETS) or (
        len({word.removesuffix("s") for word in lowered}) == 1
    )
