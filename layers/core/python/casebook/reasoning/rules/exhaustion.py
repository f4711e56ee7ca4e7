"""Something ran out, as who ran out of it says: memory, time, disk, connections."""

import re
from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.workload import Resource
from casebook.reasoning.case import Case
from casebook.reasoning.mentions import callee_in, service_in
from casebook.reasoning.rules.errors import told
from casebook.reasoning.sightings import Sighting, by_resource, onset_of
from casebook.reasoning.signs import Sign

_WHAT = {
    Sign.MEMORY: ("ran out of memory", 0.75),
    Sign.DISK: ("ran out of disk space", 0.75),
    Sign.CONNECTIONS: ("ran out of connections", 0.75),
    Sign.PROCESS_LIMIT: ("reached a limit of its own process (files, ports or threads)", 0.75),
    Sign.CAPACITY: ("found no room to start in", 0.7),
    # A task that runs out of time is as often waiting for somebody else: weak by itself.
    Sign.TASK_TIMEOUT: ("ran out of time", 0.55),
}
# https://redis.io/docs/latest/develop/reference/eviction/
_OF_CACHE = re.compile(r"OOM command not allowed|used memory > 'maxmemory'", re.IGNORECASE)
_OWN_DISK = re.compile(r"\bENOSPC|Errno 28\b|os error 28\b|['\"\s]/(?:tmp|var|mnt|opt|home)/")


def out_of_resource(case: Case) -> Iterator[Finding]:
    """The runtime or the server says itself what it has none left of.

    Connections and disks run out at the server that has them, but a pool is its client's own; a
    cache that refuses to write speaks of its own memory. The rest runs out where it is logged,
    whatever host stands in the line.
    """
    for sign, (what, strength) in _WHAT.items():
        shown = [e for e in case.sightings.telling if e.sign is sign and not e.reading.event]
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
    words = sighting.reading.words
    is_answer = (
        (sighting.sign is Sign.CONNECTIONS and "pool" not in words.lower())
        or (sighting.sign is Sign.DISK and not _is_local_disk(words))
        or (sighting.sign is Sign.MEMORY and _OF_CACHE.search(words) is not None)
    )
    return callee_in(case.scope.workload, resource, sighting.reading) if is_answer else None


def _is_local_disk(words: str) -> bool:
    """The operating system's own refusal, with no driver or service that hands it on."""
    return _OWN_DISK.search(words) is not None and service_in(words) is None
