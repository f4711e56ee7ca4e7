"""How many diagnoses run at once, and whose turn is next."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from typing import NamedTuple


class Caps(NamedTuple):
    """How many diagnoses run at once: in the account, and of one project."""

    account: int
    project: int


class Entry(NamedTuple):
    """A diagnosis that is under way or waits. Ids sort by age."""

    diagnosis_id: str
    project: str


@dataclass(frozen=True)
class DiagnosisQueue:
    """What is under way, and what waits for a place."""

    caps: Caps
    under_way: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()

    def in_turn(self) -> Iterator[Entry]:
        """What waits, in the order in which it starts: each place goes to the project with the
        fewest under way, among those to the diagnosis that has waited longest."""
        counts = Counter(entry.project for entry in self.under_way)
        lines = _lines(self.waiting)
        heads = [(counts[project], line[0], project) for project, line in lines.items()]
        heapify(heads)
        while heads:
            count, entry, project = heappop(heads)
            yield entry
            lines[project].popleft()
            if lines[project]:
                heappush(heads, (count + 1, lines[project][0], project))

    def startable(self) -> list[Entry]:
        """What may start now, in its order."""
        counts = Counter(entry.project for entry in self.under_way)
        room = self.caps.account - len(self.under_way)
        found: list[Entry] = []
        for entry in self.in_turn():
            if len(found) >= room:
                break
            if counts[entry.project] < self.caps.project:
                counts[entry.project] += 1
                found.append(entry)
        return found

    def admits(self, newcomer: Entry) -> bool:
        """Whether it may start at once. It overtakes nothing whose turn is before its own."""
        return newcomer in replace(self, waiting=(*self.waiting, newcomer)).startable()

    def places(self) -> dict[str, int]:
        """The place of each diagnosis that waits, from 1 on."""
        return {entry.diagnosis_id: place for place, entry in enumerate(self.in_turn(), 1)}


def _lines(waiting: Iterable[Entry]) -> dict[str, deque[Entry]]:
    """What waits of each project, oldest first."""
    lines: dict[str, deque[Entry]] = {}
    for entry in sorted(waiting):
        lines.setdefault(entry.project, deque()).append(entry)
    return lines
