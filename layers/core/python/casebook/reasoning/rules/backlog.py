"""What waits: queues that are not emptied, and whether they still grow."""

from collections.abc import Iterator

from casebook.analysis.configuration import DEAD_LETTERS, DEAD_LETTERS_OF
from casebook.citing.claims import Citing, clock
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Backlog
from casebook.knowledge.metrics import MetricKind, MetricTraits
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import traits_of
from casebook.reasoning.rules.series import (
    begin_of_rise,
    grows,
    known_before,
    rose,
    summaries,
    usual_of,
)
from casebook.tools.results.metrics import Metrics, MetricSummary
from casebook.tools.results.states import WorkloadState

# The least that is worth a word: a minute, and a hundred messages.
_LEAST_AGE = {"Seconds": 60, "Milliseconds": 60_000}
_LEAST_WAITING = 100
_FAR_ABOVE = 10
# Growth is judged by the newest datapoints.
_NEWEST, _FEWEST_STEPS = 8, 4


def backlog(case: Case) -> Iterator[Finding]:
    """A queue whose oldest message grows older, or whose messages pile up, is not being emptied: a
    symptom of its consumer."""
    for evidence, each in summaries(case):
        values = [point.value for point in each.points]
        least = _least_of(traits_of(each))
        if least is None or not values or values[-1] < least or not rose(each):
            continue
        if grows(values) or values[-1] >= _FAR_ABOVE * usual_of(each):
            yield case.finding(
                "backlog",
                FindingKind.SYMPTOM,
                f"{each.resource} is not emptied: its metric {each.name} keeps growing.",
                Strength.CIRCUMSTANTIAL,
                Citing(evidence),
                resource=each.resource,
                onset=begin_of_rise(each),
            )


def backlog_trend(case: Case) -> Iterator[Finding]:
    """Whether what waits still grows. As long as it does, nothing that works on it has recovered:
    rare errors pause while each message is tried again."""
    for evidence, found in case.results(Metrics):
        for name in dict.fromkeys(summary.resource for summary in found.summaries):
            waiting = [e for e in found.summaries if e.resource == name and _is_waiting(e)]
            growing = [e for e in waiting if _goes_on_growing(e)]
            if not waiting:
                continue
            shown = (growing or waiting)[0]
            yield case.finding(
                "backlog-grows" if growing else "backlog-holds",
                FindingKind.CONTEXT,
                f"What waits at {name} {'still grows' if growing else 'does not grow'}"
                f" ({shown.name}, up to {clock(shown.points[-1].at)}).",
                Strength.WEAK,
                Citing(evidence),
                resource=name,
                about=Backlog(grows=bool(growing)),
            )


def dead_letters(case: Case) -> Iterator[Finding]:
    """Whose messages wait in a dead-letter queue: who reads that queue gave up on them. How long
    they have waited nobody tells, so it is worth knowing and no symptom.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
    """
    for evidence, state in case.results(WorkloadState):
        for each in state.resources:
            citing, waiting = Citing(evidence), each.health.get(DEAD_LETTERS)
            said = []
            if sources := each.settings.get(DEAD_LETTERS_OF):
                said.append(f"{each.resource} holds messages of {sources} that were given up on.")
            if isinstance(waiting, int) and waiting and (many := citing.amount(waiting)):
                said.append(f"{many} messages of {each.resource} wait in its dead-letter queue.")
            if said:
                yield case.finding(
                    "dead-letters",
                    FindingKind.CONTEXT,
                    " ".join(said),
                    Strength.WEAK,
                    citing,
                    resource=each.resource,
                )


def _is_waiting(summary: MetricSummary) -> bool:
    """True for a backlog or an age that has been worth a word."""
    least = _least_of(traits_of(summary))
    return least is not None and bool(summary.points) and summary.window_max >= least


def _goes_on_growing(summary: MetricSummary) -> bool:
    """True if the newest values are the highest, and go up."""
    known = [*known_before(summary), *(point.value for point in summary.points)]
    values = known[-_NEWEST:]
    least = _least_of(traits_of(summary))
    return (
        least is not None
        and len(values) >= _FEWEST_STEPS
        and grows(values)
        and (values[-1] >= least and rose(summary))
    )


def _least_of(traits: MetricTraits) -> int | None:
    """From what value on a queue or a stream that is behind is worth a word. A replica's lag is
    its own matter (`replica_behind`)."""
    if traits.subject == "replica":
        return None
    if traits.kind is MetricKind.AGE:
        return _LEAST_AGE.get(traits.unit or "")
    return _LEAST_WAITING if traits.kind is MetricKind.BACKLOG else None
