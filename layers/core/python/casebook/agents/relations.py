"""What one candidate has to do with another: the ways in which one fault looks like two.

Each relation is told of a cause and of an effect, and says whether the effect is what the cause
looks like from elsewhere.
"""

from collections.abc import Callable
from datetime import timedelta

from casebook.agents.reading import read
from casebook.agents.rules.saturation import CONNECTIONS_CLIMBED
from casebook.agents.rules.throttling import TOOK_CONCURRENCY
from casebook.agents.signs import Sign, sign_of
from casebook.agents.symptoms import CORRELATED
from casebook.agents.ties.load import MORE_LOAD
from casebook.agents.topology import callees_below, callers_of, telling_words
from casebook.agents.weighing import Candidate
from casebook.domain.finding import Category
from casebook.domain.workload import Resource, Workload

Relation = Callable[[Candidate, Candidate, Workload], bool]

_BORROWED: frozenset[Category] = frozenset({"dependency", "network", "infrastructure"})
"""What a caller says of itself or its callee when it only suffers from somebody else."""
_OVERLOAD: frozenset[Category] = frozenset({"throttling", "resource-exhaustion", "dependency"})
_HANDED_UP: frozenset[Category] = frozenset({"throttling", "resource-exhaustion"})
"""What a callee's refusal looks like in its caller's own words."""
_CACHES = frozenset({"AWS/ElastiCache", "AWS/DAX", "AWS/MemoryDB"})
_CACHE_WORDS = frozenset({"cache", "redis", "memcached", "valkey"})
_STANDS, _SAYS_ENOUGH = 0.4, 0.6
_CLOCKS = timedelta(seconds=60)


def by_its_change(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A change that explains the same errors directly says more than what they look like."""
    if cause.change is None or not effect.errors or not effect.errors <= cause.errors:
        return False
    if effect.change and effect.change.strength >= cause.change.strength:
        return False
    return cause.is_direct or cause.standing >= effect.standing


def as_the_callee(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """ "The callee fails" is answered by why it fails, if the callee's own evidence says."""
    if effect.resource != cause.resource or effect.category not in _BORROWED:
        return False
    return (
        effect.change is None
        and cause.category not in _BORROWED
        and cause.standing >= _STANDS
        and _began_first(cause, effect)
    )


def from_further_down(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A fault of something that is called shows in everything above it, later or at once."""
    if cause.resource not in callees_below(workload, effect.resource):
        return False
    if effect.change and effect.is_direct:
        return False
    suffers = effect.category in _BORROWED or _only_waits(effect)
    # The caller's own words on two callees are two faults, not one below the other.
    has_own_evidence = not (cause.errors and cause.errors <= effect.errors)
    return (
        suffers and has_own_evidence and cause.standing >= _STANDS and _began_first(cause, effect)
    )


def as_its_echo(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What ran out, or refused, further down is told by its callers in the same words: a client's
    pool runs dry because its database has no connection left."""
    return (
        cause.category == effect.category
        and cause.category in _HANDED_UP
        and cause.resource in callees_below(workload, effect.resource)
        and not (effect.change and effect.is_direct)
        and cause.standing >= _STANDS
        and _are_of_one_kind(cause, effect)
        and _began_first(cause, effect)
    )


def _are_of_one_kind(cause: Candidate, effect: Candidate) -> bool:
    """True unless each says something else ran out. A pool is its client's own: it can run dry
    while its server only has more connections open."""
    only_climbed = all(each.rule == CONNECTIONS_CLIMBED for each in cause.causes)
    if only_climbed and _is_about_a_pool(effect):
        return False
    told, echoed = _signs_of(cause), _signs_of(effect)
    return not told or bool(told & echoed) or Sign.CONNECTIONS in echoed


def by_its_load(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What breaks under a surge of traffic breaks because of it, unless its limit was lowered; and
    the surge itself may come from a caller that was made to ask for more."""
    reached = {cause.resource} | callees_below(workload, cause.resource)
    reached |= _sharing_concurrency(cause, effect, workload)
    asks_for_more = any(each.rule == f"{CORRELATED}{MORE_LOAD}" for each in cause.causes)
    return (
        (cause.category == "traffic" or asks_for_more)
        and effect.category in _OVERLOAD | {"traffic"}
        and effect.resource in reached
        and effect.change is None
        and _began_first(cause, effect)
    )


def by_what_it_holds(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A database has no connection left because one of its clients holds ever more of them; or it
    only has more of them open, and a client's own pool has none left. With two such clients it is
    nobody's leak."""
    holding = any(each.rule == CONNECTIONS_CLIMBED for each in cause.causes)
    drained = _is_about_a_pool(cause) and not effect.errors
    return (
        (holding or drained)
        and effect.category == "resource-exhaustion"
        and effect.change is None
        and effect.resource in workload.callees_of(cause.resource)
        and _is_about_connections(effect)
    )


def by_shared_concurrency(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """One function took the pool from which another is refused."""
    took = any(each.rule == TOOK_CONCURRENCY for each in cause.causes)
    took_too = any(each.rule == TOOK_CONCURRENCY for each in effect.causes)
    shared = _sharing_concurrency(cause, effect, workload)
    return took and not took_too and bool(shared) and effect.change is None


def as_its_cache(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What a cache does not answer any more is asked of what lies behind it: whoever uses both
    carries the load over."""
    cache, behind = workload.resource(cause.resource), workload.resource(effect.resource)
    if cache is None or behind is None or not _is_a_cache(cache) or _is_a_cache(behind):
        return False
    shared = callers_of(workload, cache.name) & callers_of(workload, behind.name)
    return (
        bool(shared)
        and cause.category in ("resource-exhaustion", "infrastructure", "configuration")
        and effect.category in _OVERLOAD
        and effect.change is None
        and cause.standing >= _STANDS
        and _began_first(cause, effect)
    )


def by_a_changed_caller(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Only numbers say that something was loaded, right after who calls it was changed."""
    return (
        cause.change is not None
        and effect.change is None
        and not effect.errors
        and not effect.is_direct
        and effect.category in _OVERLOAD
        and effect.resource in workload.callees_of(cause.resource)
        and cause.standing >= _STANDS
        and _began_first(cause, effect)
    )


def by_deeper_words(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A change is suspected for coming before a symptom without words, and below the same symptom
    somebody says what is wrong."""
    return (
        effect.change is not None
        and not effect.is_direct
        and not effect.errors
        and bool(cause.errors)
        and _stand_below_one(cause.resource, effect.resource, workload)
        and cause.strongest.strength >= _SAYS_ENOUGH
    )


def as_what_was_changed(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Something ran out, or fails, right after it was changed itself: the change is nearer to the
    cause than what it led to."""
    return (
        cause.resource == effect.resource
        and cause.change is not None
        and effect.change is None
        and not effect.is_direct
        and effect.category in _OVERLOAD | _BORROWED
        and cause.standing >= _STANDS
        and _began_first(cause, effect)
    )


RELATIONS: tuple[Relation, ...] = (
    by_its_change,
    as_the_callee,
    from_further_down,
    as_its_echo,
    by_its_load,
    by_what_it_holds,
    by_shared_concurrency,
    as_its_cache,
    as_what_was_changed,
    by_a_changed_caller,
    by_deeper_words,
)


def _sharing_concurrency(cause: Candidate, effect: Candidate, workload: Workload) -> set[str]:
    """The functions of a region draw on one pool of concurrency: one that takes it leaves none to
    the others, whether they call each other or not.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
    """
    functions = {each.name for each in workload.resources if each.type == "lambda"}
    if effect.category != "throttling" or not {cause.resource, effect.resource} <= functions:
        return set()
    return functions


def _stand_below_one(one: str, other: str, workload: Workload) -> bool:
    """True if somebody calls both, or one of them calls the other."""
    reached = ({each.name} | callees_below(workload, each.name) for each in workload.resources)
    return any({one, other} <= names for names in reached)


def _is_about_a_pool(candidate: Candidate) -> bool:
    return Sign.CONNECTIONS in _signs_of(candidate) and any(
        "pool" in read(error).words.lower() for each in candidate.causes for error in each.errors
    )


def _is_about_connections(candidate: Candidate) -> bool:
    climbed = any(each.rule == CONNECTIONS_CLIMBED for each in candidate.causes)
    return climbed or Sign.CONNECTIONS in _signs_of(candidate)


def _is_a_cache(resource: Resource) -> bool:
    return any(
        metric.namespace in _CACHES or "cachehit" in metric.name.lower().replace("_", "")
        for metric in resource.metrics
    ) or bool(telling_words(resource.name) & _CACHE_WORDS)


def _only_waits(effect: Candidate) -> bool:
    """True if all that is known of it is that time ran out."""
    suspected = effect.category in ("resource-exhaustion", "deployment", "configuration")
    return suspected and _signs_of(effect) == {Sign.TASK_TIMEOUT}


def _signs_of(candidate: Candidate) -> set[Sign | None]:
    return {sign_of(read(error)) for each in candidate.causes for error in each.errors}


def _began_first(cause: Candidate, effect: Candidate) -> bool:
    """What was changed began to work when it was changed, whenever it came to be seen."""
    began = [each.change.at if each.change else each.onset for each in cause.causes]
    seen = [each.onset for each in effect.causes if each.onset]
    known = [moment for moment in began if moment]
    return not known or not seen or min(known) <= min(seen) + _CLOCKS
