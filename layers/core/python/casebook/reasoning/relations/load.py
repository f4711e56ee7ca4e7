"""What is shared runs out because somebody takes too much of it."""

from casebook.domain.finding import Finding
from casebook.domain.observation import ChangeLink
from casebook.domain.workload import Resource, Workload
from casebook.knowledge.metrics import describe_metric
from casebook.reasoning.relations.shared import (
    OVERLOAD,
    STANDS,
    began_first,
    is_about_a_pool,
    is_about_connections,
    is_of_load,
)
from casebook.reasoning.topology import callees_below, callers_of
from casebook.reasoning.weighing import Candidate

_CACHES = frozenset({"AWS/ElastiCache", "AWS/DAX", "AWS/MemoryDB"})
_DATABASES = frozenset({"AWS/RDS", "AWS/DocDB", "AWS/Neptune"})


def by_its_load(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What breaks under a surge of traffic breaks because of it, unless its limit was lowered; and
    the surge itself may come from a caller that was made to ask for more."""
    reached = {cause.resource} | callees_below(workload, cause.resource)
    reached |= _sharing_concurrency(cause, effect, workload)
    asks_for_more = any(_makes_more(each) for each in cause.causes)
    if cause.shifts == {"followed-load"}:
        reached -= {cause.resource}  # that it works more says nothing of why it runs full
    return (
        (cause.category == "traffic" or asks_for_more)
        and effect.category in OVERLOAD | {"traffic"}
        and effect.resource in reached
        and effect.change is None
        and is_of_load(effect)
        and not _says_more(effect, cause)
        and began_first(cause, effect)
    )


def by_its_source(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A replica falls behind because of what became of what it follows."""
    return (
        effect.shifts == {"replica-lag"}
        and effect.resource in workload.callees_of(cause.resource)
        and cause.standing >= STANDS
        and began_first(cause, effect)
    )


def as_its_retries(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """More calls came in, and the errors say what no load does: a refusal, a defect, a bad message.
    What fails is tried again, so the calls are an echo of it."""
    related = {cause.resource, *callees_below(workload, cause.resource)}
    related |= {each.name for each in workload.resources
                if cause.resource in callees_below(workload, each.name)}  # fmt: skip
    return (
        effect.category == "traffic"
        and effect.change is None
        and cause.category != "traffic"
        and bool(cause.errors)
        and not is_of_load(cause)
        and effect.resource in related
        and cause.standing >= STANDS
    )


def by_what_it_holds(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A database has no connection left because one of its clients holds ever more of them; or it
    only has more of them open, and a client's own pool has none left. With two such clients it is
    nobody's leak."""
    holding = "connections" in cause.shifts
    drained = is_about_a_pool(cause) and not effect.errors
    return (
        (holding or drained)
        and effect.category == "resource-exhaustion"
        and effect.change is None
        and effect.resource in workload.callees_of(cause.resource)
        and is_about_connections(effect)
    )


def by_shared_concurrency(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """One function took the pool from which another is refused."""
    took, took_too = ("concurrency" in each.shifts for each in (cause, effect))
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
        and effect.category in OVERLOAD
        and effect.change is None
        and cause.standing >= STANDS
        and began_first(cause, effect)
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


def _makes_more(finding: Finding) -> bool:
    return isinstance(finding.about, ChangeLink) and finding.about.asks_for_more


def _is_a_cache(resource: Resource) -> bool:
    """By metrics that only caches have; never by its name. A database has a buffer cache."""
    return any(
        metric.namespace in _CACHES
        or (metric.namespace not in _DATABASES
            and describe_metric(metric.namespace, metric.name).subject == "cache hits")
        for metric in resource.metrics
    )  # fmt: skip


def _says_more(effect: Candidate, cause: Candidate) -> bool:
    """True if the effect's errors name what ran out or was refused, where of the cause only numbers
    tell: its own words come before what load suggests."""
    return bool(effect.errors) and not cause.errors and cause.change is None
