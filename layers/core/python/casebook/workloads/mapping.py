"""The map of a workload: its resources, who calls whom, and how each is by what is known already.

Nothing is searched for it: alarms are asked for their state, and what was changed, observed and
opened is read from the table. The alarms that are known are those that the workload lists, those
that it was told of, and whatever fires in the account on one of its resources.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast, get_args

from casebook.access import visible_workload
from casebook.analysis.alarm_rule import alarms_of
from casebook.analysis.configuration import EXISTS
from casebook.domain.alarm import Alarm
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource, Workload
from casebook.errors import CasebookError
from casebook.ports.alarms import AlarmDirectory, AlarmStore
from casebook.ports.changes import ChangeStore, Observation, ObservationStore
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader, DiagnosisStore
from casebook.ports.workloads import Workloads
from casebook.tools.alarm_boundary import owners
from casebook.tools.boundary import withheld
from casebook.workloads.map_requests import (
    AlarmState,
    MapAlarm,
    MapCall,
    MapResource,
    OpenDiagnosis,
    State,
    WorkloadMap,
)

_DAY = timedelta(days=1)
_CLOCK_SKEW = timedelta(minutes=5)
_EVER = datetime.fromtimestamp(0, UTC)
_MOST_HEARD = 100
_MOST_FIRING = 300
_REASON_CHARACTERS = 300
_STATES = get_args(AlarmState)


@dataclass(frozen=True)
class MapReading:
    workloads: Workloads
    alarms: AlarmStore
    directory: AlarmDirectory
    changes: ChangeStore
    observations: ObservationStore
    diagnoses: DiagnosisStore
    clock: Clock

    def map(self, who: Identity, workload_id: str) -> WorkloadMap:
        """Raises NotFound. What CloudWatch does not tell is a note, and states are `unknown`."""
        workload = visible_workload(self.workloads.get(workload_id), who, workload_id)
        now, notes = self.clock.now(), withheld(workload)
        found = self._alarms(workload, notes)
        alarms = found or []
        window = Window(start=now - _DAY, end=now + _CLOCK_SKEW)
        changes = self.changes.within(workload_id, window)
        seen = self.observations.latest(workload_id)
        return WorkloadMap(
            workload_id=workload_id,
            at=now,
            resources=tuple(
                _resource(each, _of(each, alarms), changes, seen.get(each.name), found is None)
                for each in workload.resources
            ),
            calls=tuple(MapCall(caller=caller, callee=callee) for caller, callee in workload.calls),
            alarms=tuple(_alarm(alarm, watched) for alarm, watched in alarms),
            diagnosis=self._open(workload),
            notes=tuple(notes),
        )

    def _alarms(
        self, workload: Workload, notes: list[str]
    ) -> list[tuple[Alarm, tuple[str, ...]]] | None:
        """The alarms that are known, with the resources that each watches, firing ones first; None
        where CloudWatch does not tell."""
        try:
            named = self.directory.describe(self._names(workload))
            firing = self.directory.firing(_MOST_FIRING)
        except CasebookError as error:
            notes.append(f"The state of alarms could not be read: {error.detail}")
            return None
        if len(firing) == _MOST_FIRING:
            notes.append(
                f"More than {_MOST_FIRING} alarms of the account fire; some were not read."
            )
        known = {alarm.name: alarm for alarm in (*firing, *named)}
        watched = {name: owners(workload, alarm) for name, alarm in known.items()}
        listed = {alarm.name for alarm in named}
        found = [
            (alarm, _with_children(alarm, watched))
            for name, alarm in known.items()
            if alarm.state in _STATES and (watched[name] or name in listed)
        ]
        return sorted(found, key=lambda each: (each[0].state != "ALARM", each[0].name))

    def _names(self, workload: Workload) -> list[str]:
        """Those that the workload lists, and those that it was told of."""
        heard = self.alarms.heard([workload.project], _MOST_HEARD)
        told = (each.name for each in heard if each.workload_id == workload.workload_id)
        return list(dict.fromkeys((*workload.alarms, *told)))

    def _open(self, workload: Workload) -> OpenDiagnosis | None:
        """The newest one, if it has not ended: there is one open at a time."""
        for header in self.diagnoses.of_workload(workload.workload_id, 1):
            if header.ended_at is not None or header.project != workload.project:
                return None
            return OpenDiagnosis(
                diagnosis_id=header.diagnosis_id,
                status=_status(header),
                started_at=header.started_at,
                alarm=header.alarm,
            )
        return None


def _with_children(alarm: Alarm, watched: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The resources that it watches; of a composite one those of the known alarms in its rule."""
    own = watched[alarm.name]
    below = (name for child in alarms_of(alarm.rule) for name in watched.get(child, ()))
    return tuple(dict.fromkeys((*own, *below))) if alarm.rule else own


def _of(resource: Resource, alarms: Iterable[tuple[Alarm, tuple[str, ...]]]) -> list[Alarm]:
    return [alarm for alarm, watched in alarms if resource.name in watched]


def _resource(
    resource: Resource,
    alarms: Sequence[Alarm],
    changes: Sequence[Change],
    seen: Observation | None,
    is_blind: bool,
) -> MapResource:
    state, reason, since = _state(resource, alarms, changes, seen, is_blind)
    return MapResource(
        name=resource.name,
        type=resource.type,
        state=state,
        reason=reason,
        since=since,
        alarms=tuple(alarm.name for alarm in alarms),
    )


def _state(
    resource: Resource,
    alarms: Sequence[Alarm],
    changes: Sequence[Change],
    seen: Observation | None,
    is_blind: bool,
) -> tuple[State, str, datetime | None]:
    """What weighs most comes first: an alarm, that it is gone, a change, and then silence."""
    if firing := [alarm for alarm in alarms if alarm.state == "ALARM"]:
        first = min(firing, key=lambda alarm: alarm.changed_at)
        return "alarming", _counted([alarm.name for alarm in firing], "in ALARM"), _since(first)
    if seen is not None and seen.settings.get(EXISTS) is False:
        return "alarming", "AWS has no such resource any more.", seen.at
    if own := [change for change in changes if change.resource == resource.name]:
        newest = own[-1]
        by = f" by {newest.actor}" if newest.actor else ""
        said = f"{newest.kind}{by}: {newest.summary}"[:_REASON_CHARACTERS]
        return "changed", said if len(own) == 1 else f"{len(own)} changes, last {said}", newest.at
    if is_blind:
        return "unknown", "The state of its alarms could not be read.", None
    well = [alarm for alarm in alarms if alarm.state == "OK"]
    if well and len(well) == len(alarms):
        return "healthy", _counted([alarm.name for alarm in well], "OK"), None
    if alarms:
        silent = [alarm.name for alarm in alarms if alarm.state != "OK"]
        return "unknown", _counted(silent, "without enough data"), None
    exists = ", but AWS has it" if seen is not None else ""
    return "unknown", f"No alarm is known that watches it{exists}.", None


def _counted(names: Sequence[str], how: str) -> str:
    """`checkout-errors is in ALARM.`, or with how many more."""
    more = f" and {len(names) - 1} more are" if len(names) > 1 else " is"
    return f"{names[0]}{more} {how}."


def _alarm(alarm: Alarm, watched: tuple[str, ...]) -> MapAlarm:
    return MapAlarm(
        name=alarm.name,
        state=cast("AlarmState", alarm.state),
        reason=alarm.reason[:_REASON_CHARACTERS],
        since=_since(alarm),
        resources=watched,
    )


def _since(alarm: Alarm) -> datetime | None:
    """Since when it is in its state; None where CloudWatch does not say."""
    return alarm.changed_at if alarm.changed_at > _EVER else None


def _status(header: DiagnosisHeader) -> Literal["queued", "running", "paused"]:
    if header.is_queued:
        return "queued"
    return "paused" if header.status == "paused" else "running"
