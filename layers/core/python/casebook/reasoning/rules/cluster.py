"""What Kubernetes says of an object: the reasons of events, the states of containers, a node's
journal. The table of `knowledge/kubernetes.toml` says which is a cause and whose."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from casebook.citing.claims import Citing
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.knowledge.kubernetes import Blame, Reason, ReasonKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.reading import read
from casebook.reasoning.rules.errors import quote_words, told
from casebook.reasoning.sightings import by_resource, onset_of
from casebook.tools.results.logs import LogPatterns

# A rollout makes the new pods ready before it takes the last old one away.
# https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds
_ROLLOUT = timedelta(minutes=10)
# What is made of a symptom that nothing explains. What a probe ends is started again, too.
_UNEXPLAINED: tuple[tuple[ReasonKind, Category, str], ...] = (
    (ReasonKind.PROBE, "configuration", "fails its probe and complains of nothing"),
    (ReasonKind.CRASH, "deployment", "ends as soon as it is started and does not say why"),
)


def cluster_reason(case: Case) -> Iterator[Finding]:
    """A reason that names what is wrong is a cause; one that tells that something fails, a symptom
    like any other error.

    Only of objects whose workload or node is registered: the neighbours of a cluster fail too.
    """
    found = sorted(
        ((row, each) for each in case.sightings.news if (row := each.reason) and row.kind.is_cause),
        key=lambda pair: (pair[1].resource, pair[0].name, -pair[1].pattern.count),
    )
    for (resource, row), pairs in groupby(found, key=lambda pair: (pair[1].resource, pair[0])):
        sightings = [sighting for _, sighting in pairs]
        registered = case.scope.workload.resource(resource)
        if registered is None or not _may_be_blamed(row, registered.type):
            continue
        citing = Citing(*(each.evidence for each in sightings))
        yield case.finding(
            "cluster-reason",
            FindingKind.CAUSE,
            f"{resource} {row.says}, as Kubernetes said {told(sightings, citing)}.",
            row.strength,
            citing,
            resource=resource,
            category=row.category,
            onset=onset_of(sightings),
            errors=sightings,
        )


def scaled_to_zero(case: Case) -> Iterator[Finding]:
    """A workload that was scaled down to no pod answers nobody, and logs no error.

    The last step of a rollout reads the same (the old replica set goes to 0), after the new one was
    scaled up.
    """
    for evidence, found in case.results(LogPatterns):
        rows = [(each, event.row) for each in found.warnings if (event := read(each).event)]
        for pattern, row in rows:
            if row is None or row.kind is not ReasonKind.STOPPED:
                continue
            grew = any(
                other.resource == pattern.resource
                and known is not None
                and known.kind is ReasonKind.GROWN
                and other.last_at >= pattern.last_at - _ROLLOUT
                for other, known in rows
            )
            if grew or case.scope.workload.resource(pattern.resource) is None:
                continue
            citing = Citing(evidence)
            words = quote_words(pattern, citing)
            yield case.finding(
                "scaled-to-zero",
                FindingKind.CAUSE,
                f"{pattern.resource} was scaled down to no pod{f': {words}' if words else ''}.",
                Strength.STRONG,
                citing,
                resource=pattern.resource,
                category="configuration",
                onset=pattern.last_at,
            )


def started_again(case: Case) -> Iterator[Finding]:
    """A workload is started again and again, or its probe fails, and nothing that is said of it
    tells why. A probe of what complains of nothing asks for the wrong thing or in too little time;
    what ends by itself, and blames nobody, was released or set up wrongly.

    https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
    """
    for resource, sightings in by_resource(case.sightings.telling).items():
        registered = case.scope.workload.resource(resource)
        if registered is None or any(each.sign is not None for each in sightings):
            continue
        for kind, category, says in _UNEXPLAINED:
            shown = [e for e in sightings if e.reason is not None and e.reason.kind is kind]
            if not shown:
                continue
            citing = Citing(*(each.evidence for each in shown))
            yield case.finding(
                "started-again",
                FindingKind.CAUSE,
                f"{resource} {says}, as Kubernetes said {told(shown, citing)}.",
                Strength.CIRCUMSTANTIAL,
                citing,
                resource=resource,
                category=category,
                onset=onset_of(shown),
                errors=shown,
            )
            break


def _may_be_blamed(row: Reason, type_: str) -> bool:
    """What is said of a node blames no workload that shares its log group."""
    if row.blames is Blame.OBJECT:
        return True
    return (row.blames is Blame.NODE) == (type_ == "eks-node")
