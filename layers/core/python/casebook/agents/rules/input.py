"""What came in is not what it should be."""

from collections.abc import Iterator

from casebook.agents.case import Case, Sighting, by_resource, onset_of
from casebook.agents.claims import Citing
from casebook.agents.reading import read_line
from casebook.agents.rules.errors import told
from casebook.agents.signs import Sign
from casebook.agents.topology import callers_of
from casebook.domain.finding import Finding, FindingKind
from casebook.tools.results import LogLines, Metrics

_AGE_METRICS = ("approximateageofoldestmessage", "iteratorage", "iteratorage.milliseconds")
_AGAIN = 3


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


def poison_message(case: Case) -> Iterator[Finding]:
    """A consumer of a queue that fails over the same message again and again.

    A queue gives a failed message back, so one bad message fails without end. The sign is an error
    that says the very same, numbers and all, at least three times, behind a queue.
    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
    """
    for resource, sightings in by_resource(case.news).items():
        if not _consumes_a_queue(case, resource):
            continue
        repeated = [each for each in sightings if _is_the_same_again(case, each)]
        if repeated:
            citing = Citing(*(each.evidence for each in repeated))
            yield case.finding(
                "poison-message",
                FindingKind.CAUSE,
                f"{resource} fails over the same message again and again,"
                f" {told(repeated, citing)}.",
                0.6,
                citing,
                resource=resource,
                category="bad-input",
                onset=onset_of(repeated),
                errors=repeated,
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


def _consumes_a_queue(case: Case, resource: str) -> bool:
    workload = case.scope.workload
    callers = (workload.resource(name) for name in callers_of(workload, resource))
    return any(caller is not None and caller.type == "sqs" for caller in callers)


def _is_the_same_again(case: Case, sighting: Sighting) -> bool:
    """True if an error about data came at least three times in the very same words.

    The template cannot tell: it leaves out every number, be it always the same one.
    """
    if sighting.sign not in (Sign.PROGRAMMING, Sign.INPUT, Sign.PARSING):
        return False
    said = [
        read_line(line.message).said
        for _, lines in case.results(LogLines)
        for line in lines.lines
        if line.log_group == sighting.pattern.log_group
    ]
    return said.count(sighting.reading.said) >= _AGAIN
