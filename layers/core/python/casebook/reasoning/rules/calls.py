"""A call to somebody else failed: at the address, on the way, or over there."""

import re
from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.reasoning.case import Case
from casebook.reasoning.endpoints import endpoints_in, is_local
from casebook.reasoning.mentions import callee_in
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import Sighting, onset_of
from casebook.reasoning.signs import CALLING, CONNECTING, Sign
from casebook.reasoning.topology import callers_of
from casebook.tools.results.logs import LogPatterns

_OWN_CERTIFICATE = re.compile(
    r"remote error: tls|received (fatal )?alert|alert (certificate|bad|unknown ca)|client cert",
    re.IGNORECASE,
)
_BY_SIGN: dict[Sign, str] = {
    Sign.UNRESOLVED: "could not resolve the name of",
    Sign.REFUSED: "was refused a connection to",
    Sign.UNREACHABLE: "could not connect to",
}


def unreachable_address(case: Case) -> Iterator[Finding]:
    """A refused or unanswered connection names an address: it is wrong, or nobody is there.

    Which of the two, a change of configuration tells (see ties.py). Without one, a refusal says
    that the callee is down; no answer at all that it or the way there is; an unknown name, that
    what is broken is the way and not the callee. Who is not reached on the same host is a part of
    the one who calls.
    """
    failed = [each for each in case.sightings.telling if each.sign in CONNECTING]
    for (caller, callee, sign), sightings in _by_callee(case, failed).items():
        citing = Citing(*(each.evidence for each in sightings))
        addresses = [e for each in sightings for e in endpoints_in(each.reading.words)]
        address = citing.quote(*addresses) if addresses else ""
        target = callee or address or "an address"
        at = f" at {address}" if callee and address else ""
        by_name = sign is Sign.UNRESOLVED
        is_own = callee is None and all(is_local(each.reading.words) for each in sightings)
        is_there = sign is Sign.REFUSED or (callee is not None and not by_name)
        elsewhere: Category = "dependency" if is_there else "network"
        category: Category = "infrastructure" if is_own else elsewhere
        to_blame = callee or caller
        if callee and sign is not Sign.UNREACHABLE and _others_reach(case, caller, callee):
            to_blame, category = caller, "configuration"
        yield case.finding(
            "unreachable-address",
            FindingKind.CAUSE,
            f"{caller} {_BY_SIGN[sign]} {target}{at} {told(sightings, citing)}.",
            0.6 if callee or address else 0.5,
            citing,
            resource=to_blame,
            category=category,
            onset=onset_of(sightings),
            errors=sightings,
        )


def _others_reach(case: Case, caller: str, callee: str) -> bool:
    """True if, in a cluster, others that call the same go on without such an error: then the callee
    is there, and the caller has its name or port wrong. A service's address is one for all.

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


def failing_callee(case: Case) -> Iterator[Finding]:
    """A 5xx, a hang-up or silence is said by the caller and done by the callee."""
    signs = (Sign.UPSTREAM, Sign.RESET, Sign.SLOW)
    failed = [each for each in case.sightings.telling if each.sign in signs]
    for (caller, callee, sign), sightings in _by_callee(case, failed).items():
        citing = Citing(*(each.evidence for each in sightings))
        how = "did not answer in time" if sign is Sign.SLOW else "failed"
        yield case.finding(
            "failing-callee",
            FindingKind.CAUSE,
            f"Calls of {caller} to {callee or 'something it depends on'} {how}"
            f" {told(sightings, citing)}.",
            0.6 if callee else 0.5,
            citing,
            resource=callee or caller,
            category="dependency",
            onset=onset_of(sightings),
            errors=sightings,
        )


def rejected_certificate(case: Case) -> Iterator[Finding]:
    """A certificate belongs to the one who shows it: mostly the callee's has expired or is wrong.

    An alert that came from the other side says that it was one's own which was not taken.
    https://datatracker.ietf.org/doc/html/rfc8446#section-6.2
    Certificates of several others do not go wrong at once: then it is what the caller trusts.
    """
    rejected = [each for each in case.sightings.telling if each.sign is Sign.CERTIFICATE]
    distrustful = _who_trust_nobody(case, rejected)
    yield from _outdated_trust(case, rejected, distrustful)
    rejected = [each for each in rejected if each.resource not in distrustful]
    for (caller, callee, _), sightings in _by_callee(case, rejected).items():
        citing = Citing(*(each.evidence for each in sightings))
        is_own = any(_OWN_CERTIFICATE.search(each.reading.words) for each in sightings)
        other = callee or "a server that it calls"
        claim = (
            f"{other} did not take the certificate of {caller}"
            if is_own
            else f"{caller} did not accept the certificate of {other}"
        )
        elsewhere: Category = "dependency" if callee else "infrastructure"
        yield case.finding(
            "rejected-certificate",
            FindingKind.CAUSE,
            f"{claim} {told(sightings, citing)}.",
            0.7 if callee else 0.65,
            citing,
            resource=caller if is_own or not callee else callee,
            category="configuration" if is_own else elsewhere,
            onset=onset_of(sightings),
            errors=sightings,
        )


def _who_trust_nobody(case: Case, rejected: list[Sighting]) -> set[str]:
    """Callers that do not accept the certificates of two others or more."""
    others: dict[str, set[str]] = {}
    for each in rejected:
        callee = callee_in(case.scope.workload, each.resource, each.reading)
        if callee and not _OWN_CERTIFICATE.search(each.reading.words):
            others.setdefault(each.resource, set()).add(callee.name)
    return {caller for caller, names in others.items() if len(names) > 1}


def _outdated_trust(case: Case, rejected: list[Sighting], callers: set[str]) -> Iterator[Finding]:
    for caller in sorted(callers):
        sightings = [each for each in rejected if each.resource == caller]
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "outdated-trust",
            FindingKind.CAUSE,
            f"{caller} does not accept the certificates of several servers that have nothing in"
            f" common, so what it trusts is out of date, {told(sightings, citing)}.",
            0.75,
            citing,
            resource=caller,
            category="configuration",
            onset=onset_of(sightings),
            errors=sightings,
        )


def missing_target(case: Case) -> Iterator[Finding]:
    """A table or queue that "does not exist" was deleted, or is spelled wrongly in a setting."""
    missing = [each for each in case.sightings.telling if each.sign is Sign.MISSING]
    for (caller, callee, _), sightings in _by_callee(case, missing).items():
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "missing-target",
            FindingKind.CAUSE,
            f"{caller} asked for something that is not there {told(sightings, citing)}.",
            0.55,
            citing,
            resource=callee or caller,
            category="infrastructure" if callee else "configuration",
            onset=onset_of(sightings),
            errors=sightings,
        )


def read_only_target(case: Case) -> Iterator[Finding]:
    """A write that went to a replica, or to a server that has become one: the address is wrong, or
    another is the writer by now."""
    refused = [each for each in case.sightings.telling if each.sign is Sign.READ_ONLY]
    for (caller, callee, _), sightings in _by_callee(case, refused).items():
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "read-only-target",
            FindingKind.CAUSE,
            f"{caller} writes to {callee or 'a database'}, which may only be read,"
            f" {told(sightings, citing)}.",
            0.6,
            citing,
            resource=caller,
            category="configuration",
            onset=onset_of(sightings),
            errors=sightings,
        )


def _by_callee(
    case: Case, sightings: list[Sighting]
) -> dict[tuple[str, str | None, Sign], list[Sighting]]:
    grouped: dict[tuple[str, str | None, Sign], list[Sighting]] = {}
    for each in sorted(sightings, key=lambda each: -each.pattern.count):
        assert each.sign is not None
        callee = callee_in(case.scope.workload, each.resource, each.reading)
        key = (each.resource, callee.name if callee else None, each.sign)
        grouped.setdefault(key, []).append(each)
    return grouped
