"""What came in is not what it should be."""

from collections.abc import Iterator

from casebook.agents.case import Case, by_resource, onset_of
from casebook.agents.claims import Citing
from casebook.agents.rules.errors import told
from casebook.agents.signs import Sign
from casebook.domain.finding import Finding, FindingKind
from casebook.tools.results import Metrics

_AGE_METRICS = ("approximateageofoldestmessage", "iteratorage", "iteratorage.milliseconds")


def refused_input(case: Case) -> Iterator[Finding]:
    """Code that did not change refuses what it accepted before: somebody sends something new."""
    refused = [each for each in case.news if each.sign in (Sign.INPUT, Sign.PARSING)]
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


def backlog(case: Case) -> Iterator[Finding]:
    """A queue whose oldest message grows older is not being emptied: a symptom of its consumer."""
    for evidence, metrics in case.results(Metrics):
        for each in metrics.summaries:
            values = [point.value for point in each.points]
            if each.name.lower() in _AGE_METRICS and len(values) > 1 and _grows(values):
                yield case.finding(
                    "backlog",
                    FindingKind.SYMPTOM,
                    f"{each.resource} is not emptied: its metric {each.name} keeps growing.",
                    0.5,
                    Citing(evidence),
                    resource=each.resource,
                    onset=each.points[0].at,
                )


def _grows(values: list[float]) -> bool:
    return values[-1] >= 60 and values[-1] > 2 * values[0] and values == sorted(values)
