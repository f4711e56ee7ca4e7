"""The ways that harm travels from a cause to what it looks like elsewhere (`explaining.py`).

Each way says where it leads, what a cause sends along it and what an effect shows of that. That the
cause stands, began first and says more than a change of the effect's own, is asked of all alike.
"""

from collections.abc import Callable

from casebook.domain.finding import Category, Finding
from casebook.domain.observation import ChangeLink
from casebook.domain.workload import Resource, Workload
from casebook.knowledge.metrics import describe_metric
from casebook.reasoning.reading import read
from casebook.reasoning.signs import Sign, sign_of
from casebook.reasoning.topology import callees_below, callers_of
from casebook.reasoning.weighing import Candidate

Way = Callable[[Candidate, Candidate, Workload], bool]
"""Takes a cause, an effect and the workload."""

BORROWED: frozenset[Category] = frozenset({"dependency", "network", "infrastructure"})
"""What a caller says of itself or its callee when it only suffers from somebody else."""
OVERLOAD: frozenset[Category] = frozenset({"throttling", "resource-exhaustion", "dependency"})
HANDED_UP: frozenset[Category] = frozenset({"throttling", "resource-exhaustion"})
"""What a callee's refusal looks like in its caller's own words."""
OF_LOAD: frozenset[Sign | None] = frozenset({
    None, Sign.THROTTLING, Sign.CONNECTIONS, Sign.PROCESS_LIMIT, Sign.CAPACITY, Sign.MEMORY,
    Sign.DISK, Sign.SLOW, Sign.TASK_TIMEOUT, Sign.UPSTREAM, Sign.RESET, Sign.REFUSED,
    Sign.UNREACHABLE,
})  # fmt: skip
"""What more load can do to somebody. It takes no permission away and breaks no code."""
_SPILLED: frozenset[Category] = frozenset(
    {"resource-exhaustion", "infrastructure", "configuration"}
)
_MAY_BE_WAITING: frozenset[Category] = frozenset(
    {"resource-exhaustion", "deployment", "configuration"}
)
_CACHES = frozenset({"AWS/ElastiCache", "AWS/DAX", "AWS/MemoryDB"})
_DATABASES = frozenset({"AWS/RDS", "AWS/DocDB", "AWS/Neptune"})


def through_the_same_errors(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A change that explains the same errors says more than what they look like; and that what came
    in cannot be read says less than what changed about who sends it."""
    is_surer = cause.is_direct or cause.standing >= effect.standing
    is_sent = effect.category == "bad-input" and effect.resource in callees_below(
        workload, cause.resource
    )
    return cause.change is not None and _is_told_in(effect, cause) and (is_surer or is_sent)


def at_one_place(cause: Candidate, effect: Candidate, _: Workload) -> bool:
    """ "It fails" is answered by why it fails, if its own evidence says; and what ran out right
    after its resource was changed ran out by that."""
    if cause.resource != effect.resource:
        return False
    if cause.change and not effect.is_direct and effect.category in OVERLOAD | BORROWED:
        return True
    return effect.category in BORROWED and cause.category not in BORROWED


def up_the_calls(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A fault shows in everything above it: in words about others, as waiting, or in the callee's
    own words, as a client's pool runs dry because its database has no connection left."""
    if cause.resource not in callees_below(workload, effect.resource):
        return False
    if effect.category in BORROWED or _only_waits(effect):
        # The caller's own words on two callees are two faults, not one below the other.
        return not _is_told_in(cause, effect)
    return cause.category == effect.category in HANDED_UP and _are_of_one_kind(cause, effect)


def with_what_is_asked(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Who is sent what cannot be answered looks at fault to whoever passes it on, and the same
    errors tell both: what is asked says more than who does not answer it."""
    is_blamed = effect.category in BORROWED and not effect.is_direct and _is_told_in(effect, cause)
    is_below = effect.resource in callees_below(workload, cause.resource)
    return cause.category == "bad-input" and is_blamed and is_below


def down_the_calls(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What breaks under more load breaks because of it, unless its own words say more; a replica
    falls behind what it follows; and where only numbers say that something was loaded, the change
    of who calls it is the reason."""
    if effect.resource in workload.callees_of(cause.resource):
        if effect.shifts == {"replica-lag"}:
            return True
        is_numbers = not effect.errors and not effect.is_direct and effect.category in OVERLOAD
        if cause.change and is_numbers:
            return True
    reached = callees_below(workload, cause.resource)
    if cause.shifts != {"followed-load"}:  # that it works more says nothing of why it runs full
        reached = reached | {cause.resource}
    return effect.resource in reached and _loads(cause, effect)


def as_retries(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """More calls came in, and the errors say what no load does: a refusal, a defect, a bad message.
    What fails is tried again, so the calls are an echo of it."""
    are_connected = (
        cause.resource == effect.resource
        or cause.resource in callees_below(workload, effect.resource)
        or effect.resource in callees_below(workload, cause.resource)
    )
    is_no_load = bool(cause.errors) and cause.category != "traffic" and not _is_of_load(cause)
    return effect.category == "traffic" and is_no_load and are_connected


def through_connections(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A server has no connection left because one of its clients holds ever more of them; or it
    only has more of them open, and a client's own pool has none left. With two such clients it is
    nobody's leak."""
    is_holding = "connections" in cause.shifts or (is_about_a_pool(cause) and not effect.errors)
    is_out_of_them = "connections" in effect.shifts or Sign.CONNECTIONS in signs_of(effect)
    return (
        is_holding
        and is_out_of_them
        and effect.category == "resource-exhaustion"
        and effect.resource in workload.callees_of(cause.resource)
    )


def up_from_a_node(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """Pods of a node that is lost or short are not ready, and evicted: that is the node's, unless
    their workload was changed."""
    node, hosted = workload.resource(cause.resource), workload.resource(effect.resource)
    is_hosted = node and hosted and (node.type, hosted.type) == ("eks-node", "eks-workload")
    return bool(is_hosted) and effect.category in BORROWED and effect.change is None


def through_concurrency(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """The functions of a region draw on one pool of concurrency: one that takes it leaves none to
    the others, whether they call each other or not.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
    """
    functions = {resource.name for resource in workload.resources if resource.type == "lambda"}
    if effect.category != "throttling" or not {cause.resource, effect.resource} <= functions:
        return False
    took, took_too = ("concurrency" in one.shifts for one in (cause, effect))
    return (took and not took_too) or _loads(cause, effect)


def past_a_cache(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """What a cache does not answer any more is asked of what lies behind it: whoever uses both
    carries the load over."""
    cache, behind = workload.resource(cause.resource), workload.resource(effect.resource)
    if cache is None or behind is None or not _is_a_cache(cache) or _is_a_cache(behind):
        return False
    is_used_by_one = callers_of(workload, cache.name) & callers_of(workload, behind.name)
    return bool(is_used_by_one) and cause.category in _SPILLED and effect.category in OVERLOAD


def below_one_symptom(cause: Candidate, effect: Candidate, workload: Workload) -> bool:
    """A change is suspected for coming before a symptom without words, and below the same symptom
    somebody says what is wrong."""
    is_suspicion = effect.change is not None and not effect.errors
    one, other = cause.resource, effect.resource
    below = ({each.name} | callees_below(workload, each.name) for each in workload.resources)
    return is_suspicion and bool(cause.errors) and any({one, other} <= names for names in below)


WAYS: tuple[Way, ...] = (
    through_the_same_errors,
    at_one_place,
    up_the_calls,
    with_what_is_asked,
    down_the_calls,
    as_retries,
    through_connections,
    up_from_a_node,
    through_concurrency,
    past_a_cache,
    below_one_symptom,
)


def signs_of(candidate: Candidate) -> set[Sign | None]:
    return {sign_of(read(error)) for found in candidate.causes for error in found.errors}


def is_about_a_pool(candidate: Candidate) -> bool:
    return Sign.CONNECTIONS in signs_of(candidate) and any(
        "pool" in read(error).words.lower() for found in candidate.causes for error in found.errors
    )


def _is_told_in(one: Candidate, other: Candidate) -> bool:
    """True if all that one says is said by the other too."""
    return bool(one.errors) and one.errors <= other.errors


def _loads(cause: Candidate, effect: Candidate) -> bool:
    """True if the cause is more load and the effect what load does, unless the effect names in its
    own words what ran out, where of the cause only numbers tell."""
    is_more = cause.category == "traffic" or any(map(_asks_for_more, cause.causes))
    says_more = bool(effect.errors) and not cause.errors and cause.change is None
    suffers = effect.category in OVERLOAD | {"traffic"} and _is_of_load(effect)
    return is_more and suffers and not says_more


def _asks_for_more(finding: Finding) -> bool:
    return isinstance(finding.about, ChangeLink) and finding.about.asks_for_more


def _is_of_load(candidate: Candidate) -> bool:
    """True unless its errors say what load cannot have done."""
    signs = signs_of(candidate)
    return not signs or bool(signs & OF_LOAD)


def _are_of_one_kind(cause: Candidate, effect: Candidate) -> bool:
    """True unless each says something else ran out. A pool is its client's own: it can run dry
    while its server only has more connections open."""
    if cause.shifts == {"connections"} and is_about_a_pool(effect):
        return False
    told, echoed = signs_of(cause), signs_of(effect)
    return not told or bool(told & echoed) or Sign.CONNECTIONS in echoed


def _only_waits(effect: Candidate) -> bool:
    """True if all that is known of it is that time ran out."""
    return effect.category in _MAY_BE_WAITING and signs_of(effect) == {Sign.TASK_TIMEOUT}


def _is_a_cache(resource: Resource) -> bool:
    """By metrics that only caches have; never by its name. A database has a buffer cache."""
    return any(
        metric.namespace in _CACHES
        or (metric.namespace not in _DATABASES
            and describe_metric(metric.namespace, metric.name).subject == "cache hits")
        for metric in resource.metrics
    )  # fmt: skip
