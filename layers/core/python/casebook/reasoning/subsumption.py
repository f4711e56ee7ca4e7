"""Which candidate is another's explanation: a symptom is not its own cause."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from casebook.domain.workload import Workload
from casebook.reasoning.relations import RELATIONS, Relation
from casebook.reasoning.weighing import Candidate


def subsumed(
    candidates: Sequence[Candidate],
    workload: Workload,
    relations: Sequence[Relation] = RELATIONS,
) -> list[Candidate]:
    """The candidates that nothing else explains, with what they explain, most likely first."""

    def explains(cause: Candidate, effect: Candidate) -> bool:
        return _explains(cause, effect, workload, relations)

    parents = {index: _parent(index, candidates, explains) for index, _ in enumerate(candidates)}
    roots: list[Candidate] = []
    for index, root in enumerate(candidates):
        if parents[index] is None:
            below = [
                c for i, c in enumerate(candidates) if i != index and _top(i, parents) == index
            ]
            explained = tuple(each for one in below for each in (*one.causes, *one.symptoms))
            roots.append(replace(root, explained=explained))
    return sorted(roots, key=lambda each: (-each.standing, each.resource))


def _parent(
    index: int, candidates: Sequence[Candidate], explains: Callable[[Candidate, Candidate], bool]
) -> int | None:
    """The best explanation of this candidate among the others."""
    weaker = candidates[index]
    found = [
        (other.standing, -i)
        for i, other in enumerate(candidates)
        if i != index and explains(other, weaker)
        if not (explains(weaker, other) and (weaker.standing, -index) > (other.standing, -i))
    ]
    return -max(found)[1] if found else None


def _top(index: int, parents: dict[int, int | None]) -> int:
    """The last explanation in the chain; a ring ends where it is entered."""
    seen = {index}
    while (parent := parents[index]) is not None and parent not in seen:
        seen.add(parent)
        index = parent
    return index


def _explains(
    cause: Candidate, effect: Candidate, workload: Workload, relations: Sequence[Relation]
) -> bool:
    """True if the effect is what the cause looks like from elsewhere. What only a model says
    explains nothing away that a rule found."""
    if cause.is_by_model and not effect.is_by_model:
        return False
    return any(relation(cause, effect, workload) for relation in relations)
