"""Log templates: what a line says, with `<*>` where a value varies.

Values that look like values are masked first (`masking`). Lines that are the same after that are a
group, found by a few look-ups a line. Groups that differ by values which only the other groups give
away are merged when the templates are asked for (`merging`), unlike Drain (He, Zhu, Zheng, Lyu:
"Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017), which decides at the
first line and merges "VM started" with "VM stopped".
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice

from casebook.analysis.masking import ANY, LONGEST_LINE, Masks, outlines, shapes
from casebook.analysis.merging import Key, merged

# What a miner holds at most, however long it listens. Above it the rest shares one template.
_MOST_GROUPS = 3_000
# Characters of shapes whose group need not be looked for again.
_MOST_REMEMBERED = 1_000_000
_MOST_WILDCARD_PLACES = 30
_AT_ONCE = 1_000
_REST: Key = (ANY,)


class Group:
    """Lines of one template. A group that was merged into another points to it."""

    __slots__ = ("_merged_into", "count", "key")

    def __init__(self, key: Key) -> None:
        self.key = key
        self.count = 0
        self._merged_into: Group | None = None

    @property
    def template(self) -> str:
        """The words that all lines of the group share."""
        return " ".join(self.settled.key)

    @property
    def settled(self) -> "Group":
        """The group that this one has become: itself, unless it was merged."""
        group = self
        while group._merged_into is not None:
            group = group._merged_into
        if group is not self:
            self._merged_into = group
        return group

    def merge_into(self, other: "Group") -> None:
        """Hands its lines to the other group."""
        other.count += self.count
        self._merged_into = other


class TemplateMiner:
    """Groups lines one after another, in bounded memory; a template only becomes more general."""

    def __init__(self) -> None:
        self._masks = Masks()
        self._groups: dict[Key, Group] = {}
        self._by_shape: dict[str, Group] = {}
        self._by_outline: dict[str, Group] = {}
        self._remembered = 0
        # By a key's number of words: the places that merging found to hold values.
        self._wildcards: dict[int, set[tuple[int, ...]]] = defaultdict(set)
        self._unsettled = 0

    def add(self, line: str) -> Group:
        """The group that the line belongs to, which may be a new one. Never raises."""
        return self.add_all([line])[0]

    def add_all(self, lines: Iterable[str]) -> list[Group]:
        """The group of each line. Many at once cost a fraction of one by one."""
        remaining = iter(lines)
        found: list[Group] = []
        while batch := list(islice(remaining, _AT_ONCE)):
            if max(map(len, batch)) > LONGEST_LINE:
                batch = [line[:LONGEST_LINE] for line in batch]
            groups = self._groups_of(batch)
            for group, count in Counter(groups).items():
                group.settled.count += count
            found += groups
        return found

    def groups(self) -> list[Group]:
        """Every group, merged as far as the lines so far tell."""
        self.settle()
        return [group for group in self._groups.values() if group.count]

    def settle(self) -> None:
        """Merges the groups that differ by values."""
        if not self._unsettled:
            return
        before, self._groups = self._groups, {}
        for key, into in merged(before).items():
            group = self._groups.get(into)
            if group is None:
                group = self._groups[into] = before.get(into) or Group(into)
            if before[key] is not group:
                before[key].merge_into(group)
                self._remember_wildcards(key, into)
        self._unsettled = 0

    def _groups_of(self, lines: list[str]) -> list[Group]:
        """The groups of these lines. Lines of one shape share a group, that of one of them, and so
        do lines of one outline: most lines are looked up, and few are looked at."""
        of_lines = shapes(lines)
        new = {
            shape: line
            for shape, line in dict(zip(of_lines, lines, strict=True)).items()
            if shape not in self._by_shape
        }
        for (shape, line), outline in zip(new.items(), outlines(new.values()), strict=True):
            group = self._by_outline.get(outline)
            if group is None:
                group = self._by_outline[outline] = self._group_of(line)
                self._remembered += len(outline)
            self._by_shape[shape] = group
            self._remembered += len(shape)
        groups = list(map(self._by_shape.__getitem__, of_lines))
        if self._remembered > _MOST_REMEMBERED:
            self._by_shape.clear()
            self._by_outline.clear()
            self._remembered = 0
        return groups

    def _group_of(self, line: str) -> Group:
        key = self._masks.key(line)
        if group := self._groups.get(key) or self._general(key):
            return group
        if len(self._groups) >= _MOST_GROUPS and self._unsettled > _MOST_GROUPS // 2:
            self.settle()
        if len(self._groups) >= _MOST_GROUPS:
            return self._groups.setdefault(_REST, Group(_REST))
        self._unsettled += 1
        self._groups[key] = Group(key)
        return self._groups[key]

    def _general(self, key: Key) -> Group | None:
        """The merged group whose template the key fits."""
        for places in self._wildcards.get(len(key), ()):
            blank = list(key)
            for place in places:
                blank[place] = ANY
            if group := self._groups.get(tuple(blank)):
                return group
        return None

    def _remember_wildcards(self, key: Key, into: Key) -> None:
        known = self._wildcards[len(key)]
        if len(known) < _MOST_WILDCARD_PLACES:
            known.add(tuple(i for i, word in enumerate(into) if word == ANY != key[i]))


def mine_templates(lines: Iterable[str]) -> list[str]:
    """One template a line, in order, `<*>` where a value varies; the templates are those that the
    miner holds after it has seen every line."""
    miner = TemplateMiner()
    found = miner.add_all(lines)
    miner.settle()
    templates = {group: group.template for group in set(found)}
    return list(map(templates.__getitem__, found))
