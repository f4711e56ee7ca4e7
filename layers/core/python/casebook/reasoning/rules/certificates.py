"""A TLS certificate is not accepted: whose, the words of the alert and the number of servers tell.

No row of the table of causes: several servers are held against each other here.
"""

import re
from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.mentions import callee_in
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import Sighting, onset_of
from casebook.reasoning.signs import Sign

_OWN_CERTIFICATE = re.compile(
    r"remote error: tls|received (fatal )?alert|alert (certificate|bad|unknown ca)|client cert",
    re.IGNORECASE,
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
    for (caller, callee), sightings in _by_callee(case, rejected).items():
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
            Strength.STRONG if callee or is_own else Strength.CIRCUMSTANTIAL,
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
            Strength.STRONG,
            citing,
            resource=caller,
            category="configuration",
            onset=onset_of(sightings),
            errors=sightings,
        )


def _by_callee(
    case: Case, sightings: list[Sighting]
) -> dict[tuple[str, str | None], list[Sighting]]:
    grouped: dict[tuple[str, str | None], list[Sighting]] = {}
    for each in sorted(sightings, key=lambda each: -each.pattern.count):
        callee = callee_in(case.scope.workload, each.resource, each.reading)
        grouped.setdefault((each.resource, callee.name if callee else None), []).append(each)
    return grouped
