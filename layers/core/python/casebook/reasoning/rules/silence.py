"""Nobody speaks: a resource that wrote and does not any more, and one that was never heard."""

import math
from collections.abc import Iterator

from casebook.citing.claims import Citing, clock
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.observation import Unseen
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.tools.results.logs import BASELINE, LogPatterns, LogVolume
from casebook.tools.results.metrics import Metrics

_BY_CHANCE = 0.001


def fell_silent(case: Case) -> Iterator[Finding]:
    """No line where lines used to come: what writes them has stopped, or what carries them has.

    With the rate of the hour before, no line at all had to be less likely than one in a thousand.
    """
    for evidence, volumes in _by_resource(case):
        last = max((each.last_at for each in volumes if each.last_at), default=None)
        before = sum(each.baseline_lines for each in volumes)
        expected = before * (evidence.window.duration / BASELINE)
        if last is None or any(e.lines for e in volumes) or math.exp(-expected) > _BY_CHANCE:
            continue
        citing = Citing(evidence)
        yield case.finding(
            "fell-silent",
            FindingKind.SYMPTOM,
            f"{volumes[0].resource} has logged nothing since {clock(last)}, after"
            f" {citing.count(before, 'line')} in the hour before.",
            Strength.CIRCUMSTANTIAL,
            citing,
            resource=volumes[0].resource,
            onset=last,
        )


def unseen_in_logs(case: Case) -> Iterator[Finding]:
    """No line of the resource that the alarm is about, then or now: the others' calm says nothing
    of it."""
    alarmed = case.scope.alarmed
    for evidence, volumes in _by_resource(case):
        is_meant = alarmed is not None and volumes[0].resource == alarmed.name
        if is_meant and not any(each.lines for each in volumes):
            yield case.finding(
                "unseen-in-logs",
                FindingKind.CONTEXT,
                f"{volumes[0].resource}, which the alarm is about, has logged nothing in the"
                " window.",
                Strength.WEAK,
                Citing(evidence),
                resource=volumes[0].resource,
                about=Unseen(source="logs"),
            )


def unseen_in_metrics(case: Case) -> Iterator[Finding]:
    """No datapoint of the resource that the alarm is about: whether it recovered, or never failed,
    cannot be known from the others."""
    alarmed = case.scope.alarmed
    for evidence, found in case.results(Metrics):
        own = [each for each in found.summaries if alarmed and each.resource == alarmed.name]
        if alarmed and own and not any(each.points for each in own):
            yield case.finding(
                "unseen-in-metrics",
                FindingKind.CONTEXT,
                f"{alarmed.name}, which the alarm is about, has no datapoint in the window.",
                Strength.WEAK,
                Citing(evidence),
                resource=alarmed.name,
                about=Unseen(source="metrics"),
            )


def _by_resource(case: Case) -> Iterator[tuple[Evidence, list[LogVolume]]]:
    for evidence, found in case.results(LogPatterns):
        grouped: dict[str, list[LogVolume]] = {}
        for each in found.volumes:
            grouped.setdefault(each.resource, []).append(each)
        for volumes in grouped.values():
            yield evidence, volumes
