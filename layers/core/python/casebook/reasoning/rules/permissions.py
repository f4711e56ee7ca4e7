"""Somebody may not do what they try to do, or is not believed to be who they are."""

from collections.abc import Iterable, Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.reasoning.case import Case
from casebook.reasoning.denial import denial_in
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import Sighting, by_resource, onset_of
from casebook.reasoning.signs import Sign
from casebook.reasoning.topology import callees_below, callers_of


def denied_action(case: Case) -> Iterator[Finding]:
    """A refusal by IAM names who, what and whereupon; the one refused lacks the permission.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    denied = [each for each in case.sightings.telling if each.sign is Sign.PERMISSION]
    for resource, sightings in by_resource(denied).items():
        if _passes_on(case, resource, denied):
            continue
        citing = Citing(*(each.evidence for each in sightings))
        denial = next(filter(None, (denial_in(each.reading.words) for each in sightings)), None)
        what = citing.quote(denial.action) if denial else ""
        yield case.finding(
            "denied-action",
            FindingKind.CAUSE,
            f"{resource} was denied {what or 'access'} {told(sightings, citing)}.",
            0.8 if denial else 0.65,
            citing,
            resource=resource,
            category="permission",
            onset=onset_of(sightings),
            errors=sightings,
        )


_REJECTED = {
    Sign.CREDENTIALS: "The credentials of {} were rejected",
    Sign.EXPIRED: "A credential of {} has expired",
    Sign.CLOCK: "What {} signed was out of date when it arrived (its clock, or how long it waited)",
}


def rejected_credentials(case: Case) -> Iterator[Finding]:
    """Expired or wrong credentials are refused before any permission is looked at. They are set
    wrongly at who holds them, or its clock is; no permission is missing.

    A database that refuses them logs it too, and they are not its own: those of its clients are
    meant, where it is known who they are.
    """
    for sign, claim in _REJECTED.items():
        rejected = [each for each in case.sightings.telling if each.sign is sign]
        for resource, sightings in by_resource(rejected).items():
            if _is_told_by_a_client(case, resource, rejected) or _passes_on(
                case, resource, rejected
            ):
                continue
            citing = Citing(*(each.evidence for each in sightings))
            yield case.finding(
                "rejected-credentials",
                FindingKind.CAUSE,
                f"{claim.format(resource)} {told(sightings, citing)}.",
                0.65,
                citing,
                resource=resource,
                category="configuration",
                onset=onset_of(sightings),
                errors=sightings,
            )


def _is_told_by_a_client(case: Case, server: str, rejected: Iterable[Sighting]) -> bool:
    """True for a server, who calls nobody, of which a client says the same."""
    workload = case.scope.workload
    clients = callers_of(workload, server)
    return not workload.callees_of(server) and any(each.resource in clients for each in rejected)


def _passes_on(case: Case, caller: str, refused: Iterable[Sighting]) -> bool:
    """True for somebody who only passes on what was refused to whom it calls, and who calls others
    itself: a state machine, say, that ends with its task's error."""
    workload = case.scope.workload
    below = callees_below(workload, caller)
    return any(each.resource in below and workload.callees_of(each.resource) for each in refused)
