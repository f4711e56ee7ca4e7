"""Something ran out, as who ran out of it says: memory, time, disk, connections."""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.workload import Resource
from casebook.reasoning.case import Case, Sighting, by_resource, onset_of
from casebook.reasoning.rules.errors import told
from casebook.reasoning.signs import Sign
from casebook.reasoning.topology import callee_in

_WHAT = {
    Sign.MEMORY: ("ran out of memory", 0.75),
    Sign.DISK: ("ran out of disk space", 0.75),
    Sign.CONNECTIONS: ("ran out of connections", 0.75),
    # A task that runs out of time is as often waiting for somebody else: weak by itself.
    Sign.TASK_TIMEOUT: ("ran out of time", 0.55),
}


def out_of_resource(case: Case) -> Iterator[Finding]:
    """The runtime or the server says itself what it has none left of.

    Connections and disks run out at the server that has them, but a pool is its client's own; the
    rest runs out where it is logged.
    """
    for sign, (what, strength) in _WHAT.items():
        shown = [each for each in case.telling if each.sign is sign]
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
