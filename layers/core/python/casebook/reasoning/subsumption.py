"""Which candidates nothing else explains: a symptom is not its own cause."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from casebook.domain.workload import Workload
from casebook.reasoning.explaining import explains
from casebook.reasoning.ways import WAYS, Way
from casebook.reasoning.weighing import Candidate


def subsumed(
    candidates: Sequence[Candidate], workload: Workload, ways: Sequence[Way] = WAYS
) -> list[Candidate]:
    """The candidates that nothing else explains, with what they explain, most likely first."""
    parents = _parents(candidates, workload, ways)
    below: dict[int, list[Candidate]] = {}
    for index, one in enumerate(candidates):
        below.setdefault(_top(index, parents), []).append(one)
    roots = []
    for index, ones in below.items():
        root = candidates[index]
        explained = [one for one in ones if one is not root]
        told = tuple(found for one in explained for found in (*one.causes, *one.symptoms))
        roots.append(replace(root, explained=told))
    return sorted(roots, key=lambda root: (-root.standing, root.resource))


def _parents(
    candidates: Sequence[Candidate], workload: Workload, ways: Sequence[Way]
) -> dict[int, int]:
    """The best explanation of each candidate among the others. Of two that explain each other the
    surer one does, or the first."""
    rank = {index: (one.standing, -index) for index, one in enumerate(candidates)}
    pairs = {
        (cause, effect)
        for cause in rank
        for effect in rank
        if cause != effect and explains(candidates[cause], candidates[effect], workload, ways)
    }
    best = {
        effect: cause
        for cause, effect in sorted(pairs, key=lambda pair: rank[pair[0]])
        if (effect, cause) not in pairs or rank[cause] > rank[effect]
    }
    # Of a ring, in which each explains the next, the surest is what explains the rest.
    for index in sorted(rank, key=lambda index: rank[index], reverse=True):
        if index in _above(index, best):
            del best[index]
    return best


def _above(index: int, parents: Mapping[int, int]) -> list[int]:
    """Everything that explains it, nearest first; a ring is walked once."""
    found: list[int] = []
    while (parent := parents.get(index)) is not None and parent not in found:
        found.append(parent)
        index = parent
    return found


def _top(index: int, parents: Mapping[int, int]) -> int:
    return _above(index, parents)[-1] if index in parents else index
