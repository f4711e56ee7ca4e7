"""Sees changes that nobody told of: compares each resource's configuration with the last look."""

from collections.abc import Iterator, Mapping, Sequence

from casebook import threads
from casebook.analysis.configuration import EXISTS, UNREAD, Value, changes_between
from casebook.domain.change import Change
from casebook.domain.workload import Resource, Workload
from casebook.errors import CasebookError, NotFound, Unavailable
from casebook.ports.changes import ChangeStore, ConfigurationSource, Observation, ObservationStore
from casebook.ports.clock import Clock
from casebook.redaction import Redactor
from casebook.redaction.intake import setting, taken_in

_ONE_BY_ONE, _SIDE_BY_SIDE = 20, 8


def observe(
    workload: Workload,
    configuration: ConfigurationSource,
    observations: ObservationStore,
    changes: ChangeStore,
    clock: Clock,
) -> list[Change]:
    """Look at every resource, keep what was seen, and keep and return what has changed since.

    The first look at a resource is a baseline and makes no change. A look that shows nothing new is
    kept as well: it is the moment from which on a later change can have happened. A change is kept
    before the look that shows it, so that a crash in between repeats it (under the same id) and
    never loses it.

    Raises:
        CasebookError: some resource, or a part of it, could not be read. All else was observed
            first.
    """
    latest = observations.latest(workload.workload_id)
    found: list[Change] = []
    failure: CasebookError | None = None
    for resource, seen in _looked_at(workload.resources, configuration, clock):
        if isinstance(seen, CasebookError):
            failure = failure or seen
            continue
        if seen is None:
            continue
        before = latest.get(resource.name)
        comparable = before is not None and _are_comparable(before, seen)
        for change in changes_between(before, seen) if before and comparable else []:
            changes.add(workload.workload_id, change)
            found.append(change)
        observations.keep(workload.workload_id, seen)
        failure = failure or _unread(seen)
    if failure:
        raise failure
    return found


def _unread(seen: Observation) -> CasebookError | None:
    why = (str(value) for path, value in seen.settings.items() if path.startswith(UNREAD))
    detail = next(why, None)
    return Unavailable(f"{seen.resource}: {detail}") if detail else None


def _are_comparable(before: Observation, seen: Observation) -> bool:
    """Whether every difference was made by somebody. After an upgrade that reads more, the first
    look is a baseline again; that a resource came or went shows all the same."""
    gone = EXISTS in before.settings or EXISTS in seen.settings
    return gone or before.edition == seen.edition


def _looked_at(
    resources: Sequence[Resource], configuration: ConfigurationSource, clock: Clock
) -> Iterator[tuple[Resource, Observation | CasebookError | None]]:
    """Every resource in its order, with what was seen. Of hundreds several are read at a time, or
    whoever waits for all of them waits for minutes."""

    def look(resource: Resource) -> Observation | CasebookError | None:
        return _look_at(resource, configuration, clock)

    if len(resources) <= _ONE_BY_ONE:
        yield from ((resource, look(resource)) for resource in resources)
    else:
        with threads.pool(_SIDE_BY_SIDE) as pool:
            yield from zip(resources, pool.map(look, resources), strict=True)


def _taken_in(seen: Observation) -> Observation:
    """Descriptions and tags are words of others like any."""
    redactor = Redactor(of_names=True)
    return seen._replace(
        settings=_values(seen.settings, redactor), health=_values(seen.health, redactor)
    )


def _values(values: Mapping[str, Value], redactor: Redactor) -> dict[str, Value]:
    return {
        taken_in(path, redactor): setting(path, value, redactor)
        if isinstance(value, str)
        else value
        for path, value in values.items()
    }


def _look_at(
    resource: Resource, configuration: ConfigurationSource, clock: Clock
) -> Observation | CasebookError | None:
    """The resource now; one that is gone is seen too, as one that does not exist."""
    try:
        seen = configuration.observe(resource)
        return None if seen is None else _taken_in(seen)
    except NotFound:
        return Observation(resource.name, clock.now(), {EXISTS: False})
    except CasebookError as error:
        return error
