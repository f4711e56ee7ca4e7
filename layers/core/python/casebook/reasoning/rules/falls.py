"""What should be high, and fell: availability, hosts in service, a cache's hits."""

from collections.abc import Iterator
from statistics import fmean

from casebook.citing.claims import Citing, span
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import MetricShift
from casebook.knowledge.metrics import Harm, MetricKind, MetricTraits
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.rules.kinds import traits_of
from casebook.reasoning.rules.series import is_usual, known_before, summaries
from casebook.tools.results.metrics import Metrics, MetricSummary

_MOST_OF = 0.6
_ROOM = 0.98


def availability_fell(case: Case) -> Iterator[Finding]:
    """A share that succeeds, or a number of healthy hosts, is harmed when it falls. It counts as a
    symptom while it lasts."""
    for evidence, each in summaries(case):
        usually = _least_usual(each)
        if not _is_service(traits_of(each)) or usually is None or is_usual(each):
            continue
        low = [point for point in each.points if point.value < usually]
        if not low or each.points[-1].value >= usually:
            continue
        citing = Citing(evidence)
        least = citing.amount(min(point.value for point in low))
        yield case.finding(
            "availability-fell",
            FindingKind.SYMPTOM,
            f"The metric {each.name} of {each.resource} fell below everything usual, from"
            f" {span(low[0].at, each.period_seconds)} on{f', to {least}' if least else ''}.",
            Strength.STRONG,
            citing,
            resource=each.resource,
            onset=low[0].at,
            about=MetricShift(of="availability"),
        )


def hits_fell(case: Case) -> Iterator[Finding]:
    """A cache that no longer has what is asked for: it was emptied, replaced, or is too small. All
    that it spared what stands behind it now goes there."""
    for evidence, found in case.results(Metrics):
        for each in found.summaries:
            known, values = known_before(each), [point.value for point in each.points]
            if traits_of(each).subject != "cache hits" or not known or not values or is_usual(each):
                continue
            if fmean(values) > _MOST_OF * fmean(known) or values[-1] > _MOST_OF * fmean(known):
                continue
            citing = Citing(evidence)
            least = citing.amount(min(values))
            yield case.finding(
                "hits-fell",
                FindingKind.CAUSE,
                f"{each.resource} answers far less by itself than usual: its metric {each.name}"
                f" fell{f' to {least}' if least else ''}.",
                Strength.CIRCUMSTANTIAL,
                citing,
                resource=each.resource,
                category="infrastructure",
                onset=next((p.at for p in each.points if p.value < _MOST_OF * fmean(known)), None),
            )


def certificate_ended(case: Case) -> Iterator[Finding]:
    """No day is left of a certificate: from its last hour on nobody accepts it.

    https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
    """
    for evidence, each in summaries(case):
        is_certificate = traits_of(each).subject == "certificate"
        if is_certificate and each.points and each.points[-1].value < 1:
            yield case.finding(
                "certificate-ended",
                FindingKind.CAUSE,
                f"The certificate of {each.resource} has no day left ({each.name}).",
                Strength.STRONG,
                Citing(evidence),
                resource=each.resource,
                category="configuration",
            )


def _is_service(traits: MetricTraits) -> bool:
    """A share that succeeds, or what is in service: hosts, pods, replicas."""
    is_in_service = traits.kind is MetricKind.STATE and traits.harm is Harm.FALL
    return is_in_service or traits.kind is MetricKind.AVAILABILITY


def _least_usual(summary: MetricSummary) -> float | None:
    """The least that was there before, with two hundredths of room; None where nothing was."""
    known = known_before(summary)
    return min(known) * _ROOM if known and min(known) > 0 else None
