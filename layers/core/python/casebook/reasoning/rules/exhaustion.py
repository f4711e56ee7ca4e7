"""Something ran out, as who ran out of it says: memory, time, disk, connections."""

import re
from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.workload import Resource
from casebook.reasoning.case import Case, Sighting, by_resource, onset_of
from casebook.reasoning.rules.errors import told
from casebook.reasoning.signs import Sign, sign_in
from casebook.reasoning.topology import callee_in

_WHAT = {
    Sign.MEMORY: ("ran out of memory", 0.75),
    Sign.DISK: ("ran out of disk space", 0.75),
    Sign.LOCAL_LIMIT: ("ran into a limit of its own process", 0.75),
    Sign.NO_ROOM: ("finds no room to run on its cluster", 0.75),
    Sign.CONNECTIONS: ("ran out of connections", 0.75),
    # A task that runs out of time is as often waiting for somebody else: weak by itself.
    Sign.TASK_TIMEOUT: ("ran out of time", 0.55),
}


_GUESSED = 0.7
_GUESS = re.compile(
    r"\b(perhaps|maybe|possibly|probably|might|could) (be |have |has )?", re.IGNORECASE
)
# A server that refuses for want of its own memory says so to its client.
_OF_SERVER = re.compile(r"OOM command not allowed|used memory > .?maxmemory", re.IGNORECASE)


def out_of_resource(case: Case) -> Iterator[Finding]:
    """The runtime or the server says itself what it has none left of.

    Connections, disks and a cache's memory run out at the server that has them, but a pool, a file
    handle and a port are their process's own, whatever host stands in the line; the rest runs out
    where it is logged. What a line only guesses weighs less than what is measured.
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
                strength * (_GUESSED if all(map(_is_a_guess, sightings)) else 1.0),
                citing,
                resource=server.name if server else resource,
                category="resource-exhaustion",
                onset=onset_of(sightings),
                errors=sightings,
            )


def _server(case: Case, resource: str, sighting: Sighting) -> Resource | None:
    """Whose limit it is, if the error came back from somebody else."""
    if sighting.sign is Sign.MEMORY and not _OF_SERVER.search(sighting.reading.words):
        return None
    if sighting.sign not in (Sign.CONNECTIONS, Sign.DISK, Sign.MEMORY):
        return None
    if sighting.sign is Sign.CONNECTIONS and "pool" in sighting.reading.words.lower():
        return None
    return callee_in(case.scope.workload, resource, sighting.reading)


def _is_a_guess(sighting: Sighting) -> bool:
    """True if the line supposes what ran out, and does not know it."""
    words, sign = sighting.reading.words, sighting.sign
    guess = _GUESS.search(words)
    return bool(guess and sign and sign_in(words[: guess.start()]) is not sign)
