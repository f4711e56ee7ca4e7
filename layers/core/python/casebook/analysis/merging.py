"""Which templates differ by a value that does not look like one: a user's name, a host, a state.

Two templates that differ in one word may be one template and its values ("session of ann", "session
of bob") or two ("connection opened", "connection closed"). Here is which templates may be one; what
makes their words values is in `values`. Grouping by what is the same, and counting what is not, is
from IPLoM (Makanju, Zincir-Heywood, Milios: "Clustering Event Logs Using Iterative Partitioning",
KDD 2009).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from casebook.analysis.masking import ANY
from casebook.analysis.values import Values

Key = tuple[str, ...]

_LONGEST_KEY = 80
_MOST_BLANKS = 6
_ROUNDS = 8


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
        self._saids: dict[Key, list[int]] = {}
        self._values = Values()

    def by_one_word(self) -> bool:
        """Merges keys that are the same but for one word; whether there were any."""
        without = list(map(self._without_one, self.members))
        often = Counter(chain.from_iterable(without))
        shared = {rest for rest, count in often.items() if count > 1}
        families: _Families = defaultdict(list)
        for key, rests in zip(self.members, without, strict=True):
            if shared.isdisjoint(rests):
                continue
            for place, rest in enumerate(rests):
                if rest in shared:
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
                    for rest, places in _without_rarest(self._said(key), self._hashed(key), often):
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

    def _said(self, key: Key) -> list[int]:
        """The places of a key's words that are not values."""
        places = self._saids.get(key)
        if places is None:
            places = self._saids[key] = [n for n, word in enumerate(key) if ANY not in word]
        return places

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
                self._values.are_values(blank, place, {key[place] for key in left})
                for place in places
            ):
                gone = [member for key in left for member in self.members.pop(key)]
                self.members.setdefault(blank, []).extend(gone)
                changed = True
        return changed


def _without(key: Key, places: Iterable[int]) -> Key:
    words = list(key)
    for place in places:
        words[place] = ANY
    return tuple(words)


def _without_rarest(
    said: list[int], hashes: list[int], often: Counter[int]
) -> Iterable[tuple[int, Places]]:
    """What is left of a key's sum without its two, three … rarest words, and which these are; half
    of its words stay."""
    most = min(_MOST_BLANKS, len(said) // 2)
    if most < 2:
        return
    counts = list(map(often.__getitem__, hashes))
    # What no other key has cannot stay.
    alone = [counts[place] for place in said].count(1)
    if alone > most:
        return
    rarest = sorted(said, key=counts.__getitem__)
    rest = sum(hashes)
    for count, place in enumerate(rarest[:most], 1):
        rest += hash((place, ANY)) - hashes[place]
        if count >= max(2, alone):
            yield rest, tuple(sorted(rarest[:count]))
