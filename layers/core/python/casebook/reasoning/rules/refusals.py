"""What somebody who was asked refused, in the words of whoever asked."""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.reasoning.case import Case
from casebook.reasoning.mentions import callee_in
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import Sighting, by_resource, onset_of
from casebook.reasoning.signs import Sign


def throttled_call(case: Case) -> Iterator[Finding]:
    """The refusal names its reason, so the one that refused is the bottleneck, not the caller.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
    https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (TooManyRequestsException)
    """
    grouped: dict[tuple[str, str | None], list[Sighting]] = {}
    for each in case.sightings.telling:
        if each.sign is Sign.THROTTLING:
            callee = callee_in(case.scope.workload, each.resource, each.reading)
            grouped.setdefault((each.resource, callee.name if callee else None), []).append(each)
    for (caller, callee_name), sightings in grouped.items():
        citing = Citing(*(each.evidence for each in sightings))
        by = f" by {callee_name}" if callee_name else ""
        yield case.finding(
            "throttled-call",
            FindingKind.CAUSE,
            f"{caller} was throttled{by} {told(sightings, citing)}.",
            0.8 if callee_name else 0.65,
            citing,
            resource=callee_name or caller,
            category="throttling",
            onset=onset_of(sightings),
            errors=sightings,
        )


def refused_input(case: Case) -> Iterator[Finding]:
    """Code that did not change refuses what it accepted before: somebody sends something new."""
    refused = [each for each in case.sightings.telling if each.sign in (Sign.INPUT, Sign.PARSING)]
    for resource, sightings in by_resource(refused).items():
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "refused-input",
            FindingKind.CAUSE,
            f"{resource} refused what it was sent {told(sightings, citing)}.",
            0.6 if any(each.sign is Sign.PARSING for each in sightings) else 0.55,
            citing,
            resource=resource,
            category="bad-input",
            onset=onset_of(sightings),
            errors=sightings,
        )
