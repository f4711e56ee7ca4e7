"""Which templates differ by a value that does not look like one: a user's name, a host, a state.

Two templates that differ in one word may be one template and its values ("session of ann", "session
of bob") or two ("connection opened", "connection closed"). A form tells names of hosts and files;
the word before tells what a noun calls by name; how many words stand in the same place, while all
else is the same, tells the rest, as in IPLoM (Makanju, Zincir-Heywood, Milios: "Clustering Event
Logs Using Iterative Partitioning", KDD 2009). A word that was found to be a value in one place
counts as one in another.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from casebook.analysis.masking import ANY

Key = tuple[str, ...]

# How many words must stand in one place before they count as values of it.
_LOOK_LIKE_VALUES = 2
_AFTER_PREPOSITION = 3
_WORDS = 5
_STATES = 8

_LONGEST_KEY = 80
_MOST_BLANKS = 6
_ROUNDS = 8
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


def merged(keys: Iterable[Key]) -> dict[Key, Key]:
    """For each of the keys, the one that it becomes, with `<*>` where the word is a value."""
    merging = _Merging(keys)
    for _ in range(_ROUNDS):
        if not (merging.by_one_word() or merging.by_several_words()):
            break
    return {member: key for key, members in merging.members.items() for member in members}


Places = tuple[int, ...]
# Keys that may be one template, by the places where they differ and the words where they do not.
_Families = dict[tuple[Places, Key], list[Key]]


class _Merging:
    def __init__(self, keys: Iterable[Key]) -> None:
        self.members: dict[Key, list[Key]] = {key: [key] for key in keys}
        self._hashes: dict[Key, list[int]] = {}
        self._rests: dict[Key, list[int]] = {}
        self._known: set[str] = set()

    def by_one_word(self) -> bool:
        """Merges keys that are the same but for one word; whether there were any."""
        without = list(map(self._without_one, self.members))
        often = Counter(chain.from_iterable(without))
        families: _Families = defaultdict(list)
        for key, rests in zip(self.members, without, strict=True):
            for place, rest in enumerate(rests):
                if often[rest] > 1:
                    families[(place,), _without(key, (place,))].append(key)
        return self._merge_families(families)

    def by_several_words(self) -> bool:
        """Merges keys whose rarest words differ while the rest, at least as much, is the same."""
        by_length: dict[int, list[Key]] = defaultdict(list)
        for key in self.members:
            if 4 <= len(key) <= _LONGEST_KEY:
                by_length[len(key)].append(key)
        alike: dict[int, list[tuple[Key, Places]]] = defaultdict(list)
        for keys in by_length.values():
            if len(keys) > 1:
                often = Counter(chain.from_iterable(map(self._hashed, keys)))
                for key in keys:
                    for rest, places in _without_rarest(key, self._hashed(key), often):
                        alike[rest].append((key, places))
        there = {sum(self._hashed(key)) for key in self.members}
        families: _Families = defaultdict(list)
        for rest, several in alike.items():
            if len(several) == 1 and rest not in there:
                continue
            for key, places in several:
                families[places, _without(key, places)].append(key)
        return self._merge_families(families)

    def _without_one(self, key: Key) -> list[int]:
        """What is left of the key's sum without each of its words."""
        rests = self._rests.get(key)
        if rests is None:
            hashes = self._hashed(key)
            total = sum(hashes)
            rests = self._rests[key] = [total - each for each in hashes]
        return rests

    def _hashed(self, key: Key) -> list[int]:
        """A number for each word and its place. Keys are compared by sums of these, of which some
        are taken away: that takes a tenth of the time that building keys without words would."""
        hashes = self._hashes.get(key)
        if hashes is None:
            hashes = [] if len(key) > _LONGEST_KEY else list(map(hash, enumerate(key)))
            self._hashes[key] = hashes
        return hashes

    def _merge_families(self, families: _Families) -> bool:
        for (_, blank), keys in families.items():
            if blank in self.members and blank not in keys:
                keys.append(blank)
        several = [each for each in families.items() if len(each[1]) > 1]
        changed = False
        for (places, blank), keys in sorted(several, key=lambda e: (len(e[0][0]), -len(e[1]))):
            left = [key for key in keys if key in self.members]
            if len(left) < 2 or all(ANY in word for word in blank):
                continue
            if all(
                self._are_values(blank, place, {key[place] for key in left}) for place in places
            ):
                gone = [member for key in left for member in self.members.pop(key)]
                self.members.setdefault(blank, []).extend(gone)
                changed = True
        return changed

    def _are_values(self, key: Key, place: int, words: set[str]) -> bool:
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

    def _needed(self, key: Key, place: int, words: set[str]) -> int:
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


def _without(key: Key, places: Iterable[int]) -> Key:
    words = list(key)
    for place in places:
        words[place] = ANY
    return tuple(words)


def _without_rarest(
    key: Key, hashes: list[int], often: Counter[int]
) -> Iterable[tuple[int, Places]]:
    """What is left of a key's sum without its two, three … rarest words, and which these are; half
    of its words stay."""
    rare = [place for place, word in enumerate(key) if ANY not in word]
    most = min(_MOST_BLANKS, len(rare) // 2)
    # What no other key has cannot stay.
    alone = sum(often[hashes[place]] == 1 for place in rare)
    if most < 2 or alone > most:
        return
    rare.sort(key=lambda place: often[hashes[place]])
    rest = sum(hashes)
    for count, place in enumerate(rare[:most], 1):
        rest += hash((place, ANY)) - hashes[place]
        if count >= max(2, alone):
            yield rest, tuple(sorted(rare[:count]))


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
