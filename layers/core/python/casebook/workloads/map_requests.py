"""What the map of a workload gives."""

from typing import Literal

from casebook.domain.model import Instant, Model
from casebook.domain.workload import ResourceType

State = Literal["alarming", "changed", "healthy", "unknown"]
AlarmState = Literal["ALARM", "OK", "INSUFFICIENT_DATA"]


class MapResource(Model):
    """`alarming`: an alarm that watches it is in ALARM, or it is gone. `changed`: something of it
    was changed in the last day. `healthy`: every alarm that watches it is well. `unknown`: no alarm
    is known that would tell. `since` is when that began, where it did. `alarms` are the names of
    those that watch it."""

    name: str
    type: ResourceType
    state: State
    reason: str
    since: Instant | None = None
    alarms: tuple[str, ...] = ()


class MapCall(Model):
    """Who calls whom, as it is registered."""

    caller: str
    callee: str


class MapAlarm(Model):
    """An alarm as it is now. `resources` are those of the workload that it watches."""

    name: str
    state: AlarmState
    reason: str
    since: Instant | None = None
    resources: tuple[str, ...] = ()


class OpenDiagnosis(Model):
    diagnosis_id: str
    status: Literal["queued", "running", "paused"]
    started_at: Instant
    alarm: str | None = None


class WorkloadMap(Model):
    """Resources are in the order of their registration, alarms with those in ALARM first.
    `diagnosis` is the open one, if one is. `notes` say what could not be read."""

    workload_id: str
    at: Instant
    resources: tuple[MapResource, ...]
    calls: tuple[MapCall, ...]
    alarms: tuple[MapAlarm, ...]
    diagnosis: OpenDiagnosis | None = None
    notes: tuple[str, ...] = ()
