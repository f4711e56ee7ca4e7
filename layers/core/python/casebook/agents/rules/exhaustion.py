"""Something ran out: memory, time, disk, connections, or the capacity that a metric measures."""

from collections.abc import Iterator

from casebook.agents.case import Case, Sighting, by_resource, onset_of
from casebook.agents.claims import Citing
from casebook.agents.rules.errors import told
from casebook.agents.rules.series import begin_of_rise
from casebook.agents.signs import Sign
from casebook.agents.topology import callee_in
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.workload import Resource
from casebook.tools.results import Metrics, MetricSummary

_WHAT = {
    Sign.MEMORY: ("ran out of memory", 0.75),
    Sign.DISK: ("ran out of disk space", 0.75),
    Sign.CONNECTIONS: ("ran out of connections", 0.75),
    # A task that runs out of time is as often waiting for somebody else: weak by itself.
    Sign.TASK_TIMEOUT: ("ran out of time", 0.55),
}
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
_NEAR_FULL = ("cpuutilization", "memoryutilization", "memory_utilization", "diskusedpercent",
              "disk_used_percent", "storageutilization", "burstbalanceused")  # fmt: skip
_NEAR_EMPTY = ("freestoragespace", "freeablememory", "cpucreditbalance", "burstbalance",
               "freelocalstorage")  # fmt: skip


def out_of_resource(case: Case) -> Iterator[Finding]:
    """The runtime or the server says itself what it has none left of.

    Connections and disks run out at the server that has them, but a pool is its client's own; the
    rest runs out where it is logged.
    """
    for sign, (what, strength) in _WHAT.items():
        shown = [each for each in case.news if each.sign is sign]
        for resource, sightings in by_resource(shown).items():
            citing = Citing(*(each.evidence for each in sightings))
            server = _server(case, resource, sightings[0])
            yield case.finding(
                "out-of-resource",
                FindingKind.CAUSE,
                f"{resource} {what} {told(sightings, citing)}.",
                strength,
                citing,
                resource=server.name if server else resource,
                category="resource-exhaustion",
                onset=onset_of(sightings),
                errors=sightings,
            )


def _server(case: Case, resource: str, sighting: Sighting) -> Resource | None:
    """Whose limit it is, if the error came back from somebody else."""
    if sighting.sign not in (Sign.CONNECTIONS, Sign.DISK):
        return None
    if sighting.sign is Sign.CONNECTIONS and "pool" in sighting.reading.words.lower():
        return None
    return callee_in(case.scope.workload, resource, sighting.reading)


def saturated(case: Case) -> Iterator[Finding]:
    """A utilisation near its limit, and not in the hour before, leaves no room to work."""
    for evidence, metrics in case.results(Metrics):
        for each in metrics.summaries:
            if not (_is_near_full(each) or _is_near_empty(each)):
                continue
            citing = Citing(evidence)
            level = citing.amount(each.points[-1].value)
            yield case.finding(
                "saturated",
                FindingKind.CAUSE,
                f"{each.resource} is at its limit: its metric {each.name}"
                f" {f'stands at {level}' if level else 'has reached it'}, unlike the hour before.",
                0.7,
                citing,
                resource=each.resource,
                category="resource-exhaustion",
                onset=begin_of_rise(each, 1.2) if _is_near_full(each) else None,
            )


def _is_near_full(summary: MetricSummary) -> bool:
    usual = summary.baseline_mean
    return (
        summary.name.lower() in _NEAR_FULL
        and summary.window_max >= 90
        and (usual is None or usual < 75)
    )


def _is_near_empty(summary: MetricSummary) -> bool:
    usual = summary.baseline_mean
    if summary.name.lower() not in _NEAR_EMPTY or not usual or not summary.points:
        return False
    return min(point.value for point in summary.points) < 0.1 * usual
