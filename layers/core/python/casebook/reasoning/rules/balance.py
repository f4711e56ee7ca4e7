"""What is sent must be received: neighbours whose numbers no longer balance.

A metric that is silent says nothing about now. What stands before it does: as long as that delivers
as much as ever, silence behind it is no lack of work.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from casebook.citing.claims import Citing, clock
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.workload import Workload
from casebook.knowledge.metrics import MetricKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import is_arrivals, is_failure, traits_of
from casebook.reasoning.rules.series import rose
from casebook.reasoning.topology import callers_of
from casebook.tools.results.metrics import Metrics, MetricSummary

# What hands on all that comes in, whatever becomes of it there. A service that stops calling
# another may have its reasons.
_DELIVERS = frozenset(
    {"AWS/Events", "AWS/Scheduler", "AWS/SNS", "AWS/SQS", "AWS/Kinesis", "AWS/Firehose"}
)
# Of what was usual so much, at least, is no lack of work; and so little is none at all.
_GOES_ON, _NONE = 0.5, 0.05
_BY_CHANCE = 0.001
_FEWEST_BEFORE, _FEWEST_SINCE = 6, 2
_LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class Gap:
    """A link into which work goes and out of which none comes since then."""

    evidence: Evidence
    sent: MetricSummary
    received: MetricSummary
    receiver: str
    since: datetime
    refused: MetricSummary | None
    """What the sender counts of deliveries that failed."""


def not_delivered(case: Case) -> Iterator[Finding]:
    """Work is sent as ever and does not arrive: a rule fires and its function is not invoked.

    Neither side failed, so it is the link: the trigger or subscription is off or gone. A delivery
    that the sender counts as failed was refused: the permission or the target is gone.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html
    """
    for gap in _gaps(case):
        yield case.finding(
            "not-received",
            FindingKind.SYMPTOM,
            f"{gap.receiver} has received nothing since {clock(gap.since)} ({gap.received.name}),"
            f" while {gap.sent.resource} has as much to deliver as ever ({gap.sent.name}).",
            Strength.CIRCUMSTANTIAL,
            Citing(gap.evidence),
            resource=gap.receiver,
            onset=gap.since,
        )
        what = "trigger or subscription"
        if gap.refused:
            what = f"permission to deliver (its {gap.refused.name} rose)"
        yield case.finding(
            "not-delivered",
            FindingKind.CAUSE,
            f"What {gap.sent.resource} delivers has not reached {gap.receiver} since"
            f" {clock(gap.since)}, and nothing fails there: the {what} is the suspect.",
            Strength.CIRCUMSTANTIAL,
            Citing(gap.evidence),
            resource=gap.receiver,
            category="permission" if gap.refused else "configuration",
            onset=gap.since,
        )


def _gaps(case: Case) -> Iterator[Gap]:
    """One a receiver, the first that is found."""
    workload, found_of = case.scope.workload, dict[str, Gap]()
    for evidence, found in case.results(Metrics):
        newest = max((at for each in found.summaries for at, _ in each.timed), default=None)
        for received in found.summaries:
            since = _silent_since(received, newest, case.scope.now) if newest else None
            if since is None or _has_failed(received.resource, found):
                continue
            for sent in found.summaries:
                receiver = _receiver(workload, sent, received)
                if receiver is None or not _goes_on(sent, since):
                    continue
                if _works_on(workload, receiver, found, since):
                    continue  # its numbers are lost, not its work
                refused = next(_failures(sent.resource, found), None)
                gap = Gap(evidence, sent, received, receiver, since, refused)
                found_of.setdefault(receiver, gap)
    yield from found_of.values()


def _receiver(workload: Workload, sent: MetricSummary, received: MetricSummary) -> str | None:
    """Who does not receive; None if what was sent is not for it. A queue counts both ends."""
    if sent.namespace not in _DELIVERS or not is_arrivals(sent):
        return None
    if sent.resource in callers_of(workload, received.resource):
        return received.resource
    if sent.resource == received.resource and not is_arrivals(received):
        behind = workload.callees_of(sent.resource)
        return behind[0] if len(behind) == 1 else sent.resource
    return None


def _silent_since(received: MetricSummary, newest: datetime, now: datetime) -> datetime | None:
    """Since when nothing comes in, where by what was usual that is no chance; else None. A count
    that is published only where there is something to count has no datapoint for nothing."""
    is_intake = is_arrivals(received) or traits_of(received).kind is MetricKind.WORK
    timed = received.timed
    if not is_intake or not timed:
        return None
    typical = sum(value for _, value in timed) / len(timed)
    seen = [at for at, value in timed if value > _NONE * typical]
    if len(seen) < _FEWEST_BEFORE:
        return None
    step = _usual_step(seen, received)
    since = seen[-1] + step
    usual = sum(value for at, value in timed if at < since) / ((since - timed[0][0]) / step)
    periods = max(0.0, (newest - since) / step)
    is_chance = math.exp(-usual * periods) > _BY_CHANCE
    return None if is_chance or now - since > _LONGEST else since


def _usual_step(seen: list[datetime], received: MetricSummary) -> timedelta:
    """How long after a datapoint the next one comes. The period that is asked for may be shorter
    than the one that is published."""
    pauses = sorted(later - earlier for earlier, later in pairwise(seen))
    return max(timedelta(seconds=received.period_seconds), pauses[len(pauses) // 2])


def _goes_on(sent: MetricSummary, since: datetime) -> bool:
    """True if since then there has been at least half of what there was before, a datapoint."""
    earlier = [value for at, value in sent.timed if at < since]
    later = [value for at, value in sent.timed if at >= since]
    if len(earlier) < _FEWEST_BEFORE or len(later) < _FEWEST_SINCE:
        return False
    return sum(later) / len(later) >= _GOES_ON * sum(earlier) / len(earlier) > 0


def _has_failed(resource: str, found: Metrics) -> bool:
    """True if it was reached and failed: then its failures tell more."""
    return any(summary.namespace not in _DELIVERS for summary in _failures(resource, found))


def _failures(resource: str, found: Metrics) -> Iterator[MetricSummary]:
    for summary in found.summaries:
        if summary.resource == resource and is_failure(summary) and rose(summary):
            yield summary


def _works_on(workload: Workload, resource: str, found: Metrics, since: datetime) -> bool:
    """True if what only it calls gets work as ever."""
    only_its = {callee for callee in workload.callees_of(resource)
                if callers_of(workload, callee) == {resource}}  # fmt: skip
    return any(
        summary.resource in only_its and is_arrivals(summary) and _goes_on(summary, since)
        for summary in found.summaries
    )
