"""Whose fault an error is: one function for each way of telling."""

import re
from collections.abc import Callable, Sequence

from casebook.knowledge.causes import Blame
from casebook.reasoning.case import Case
from casebook.reasoning.mentions import callee_in, code_behind, service_in
from casebook.reasoning.sightings import Sighting
from casebook.reasoning.signs import CALLING, Sign
from casebook.reasoning.topology import callees_below, callers_of
from casebook.tools.results.logs import LogPatterns

# https://redis.io/docs/latest/develop/reference/eviction/
_OF_CACHE = r"OOM command not allowed|used memory > 'maxmemory'"
_OWN_DISK = r"\bENOSPC|Errno 28\b|os error 28\b|['\"\s]/(?:tmp|var|mnt|opt|home)/"

Blaming = Callable[[Case, Sighting, Sequence[Sighting]], str | None]
"""The resource that an error blames, given all that show the same sign; None if another error
blames it better."""


def blamed(how: Blame, case: Case, error: Sighting, alike: Sequence[Sighting]) -> str | None:
    """The name of the resource that the error blames; None if this one blames nobody."""
    return _BLAMING[how](case, error, alike)


def _self(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str:
    return error.resource


def _callee_or_self(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str:
    callee = callee_in(case.scope.workload, error.resource, error.reading)
    return callee.name if callee else _shared_callee(case, error, alike) or error.resource


def _shared_callee(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str | None:
    """The only one whom all call that log the very same words: they have heard them from it."""
    words = error.pattern.template
    saying = {each.resource for each in alike if each.pattern.template == words}
    called = [set(case.scope.workload.callees_of(name)) for name in saying]
    shared = set.intersection(*called) - saying if len(called) > 1 else set()
    return shared.pop() if len(shared) == 1 else None


def _unreached_callee(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str:
    """Whom the call went to, unless others reach it: then the caller has its name or port wrong.
    No answer at all may be the way from here to there."""
    callee = _callee_or_self(case, error, alike)
    is_reached = error.sign is not Sign.UNREACHABLE and _others_reach(case, error.resource, callee)
    return error.resource if is_reached else callee


def _others_reach(case: Case, caller: str, callee: str) -> bool:
    """True if, in a cluster, others that call the same go on without such an error: then the callee
    is there. A service's address is one for all.

    https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/
    """
    workload = case.scope.workload
    ends = [workload.resource(name) for name in (caller, callee)]
    if any(end is None or end.type != "eks-workload" for end in ends):
        return False
    others = callers_of(workload, callee) - {caller}
    failing = {e.resource for e in case.sightings.telling if e.sign in CALLING | {Sign.CONNECTIONS}}
    working = {
        volume.resource
        for _, found in case.results(LogPatterns)
        for volume in found.volumes
        if volume.lines
    }
    return bool(others & working) and not others & failing


def _owner_of_the_limit(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str:
    """Connections and disks are their server's, a pool its client's, a cache's memory its own."""
    words = error.reading.words
    is_answer = (
        (error.sign is Sign.CONNECTIONS and "pool" not in words.lower())
        or (error.sign is Sign.DISK and not _is_local_disk(words))
        or (error.sign is Sign.MEMORY and re.search(_OF_CACHE, words, re.IGNORECASE) is not None)
    )
    return _callee_or_self(case, error, alike) if is_answer else error.resource


def _is_local_disk(words: str) -> bool:
    """The operating system's own refusal, with no driver or service that hands it on."""
    return re.search(_OWN_DISK, words) is not None and service_in(words) is None


def _refused_client(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str | None:
    """Who was refused itself: neither a server that logs what it refused its client, nor one that
    passes on what was refused to whom it calls (a state machine ends with its task's error)."""
    workload, name = case.scope.workload, error.resource
    saying = {each.resource for each in alike}
    is_server = not workload.callees_of(name) and not saying.isdisjoint(callers_of(workload, name))
    is_relay = any(workload.callees_of(one) for one in saying & callees_below(workload, name))
    return None if is_server or is_relay else name


def _answering_function(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str:
    callee = callee_in(case.scope.workload, error.resource, error.reading)
    return callee.name if callee and callee.type == "lambda" else error.resource


def _code(case: Case, error: Sighting, alike: Sequence[Sighting]) -> str:
    return code_behind(case.scope.workload, error.resource, error.reading)


_BLAMING: dict[Blame, Blaming] = {
    Blame.SELF: _self,
    Blame.CALLEE_OR_SELF: _callee_or_self,
    Blame.UNREACHED_CALLEE: _unreached_callee,
    Blame.OWNER_OF_THE_LIMIT: _owner_of_the_limit,
    Blame.REFUSED_CLIENT: _refused_client,
    Blame.ANSWERING_FUNCTION: _answering_function,
    Blame.CODE: _code,
}
