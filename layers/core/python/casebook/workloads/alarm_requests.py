"""What the endpoints of alarms take and give."""

from pydantic import Field

from casebook.domain.alarm import Alarm
from casebook.domain.model import Instant, Model
from casebook.ports.alarms import AlarmOutcome


class UnmatchedAlarmView(Model):
    alarm: Alarm
    received_at: Instant
    why: str


class UnmatchedAlarmPage(Model):
    """Newest first."""

    alarms: tuple[UnmatchedAlarmView, ...]


class AlarmsQuery(Model):
    """`before` is the `next` of the page before."""

    limit: int = Field(50, ge=1, le=200)
    before: str | None = Field(None, max_length=400, pattern=r"^\d{4}-\d\d-\d\dT[\d:.]{12}Z#.")


class HeardAlarmView(Model):
    """A change of an alarm's state, and what became of it in one workload.

    `waiting`: it is being handled, or will be tried again. `started` and `joined`: `diagnosisId`
    says which diagnosis. For the others `why` says why there is none: `over-limit`, `unmatched`
    (no workload claims it), `given-up` (every attempt failed; its message is in the queue of failed
    events). `reason` is CloudWatch's own, `at` the last attempt to handle it.
    """

    name: str
    changed_at: Instant
    reason: str
    at: Instant
    outcome: AlarmOutcome
    workload_id: str | None = None
    project: str | None = None
    diagnosis_id: str | None = None
    why: str | None = None


class HeardAlarmPage(Model):
    """Newest first. `next` is the `before` of the next page, absent on the last one."""

    alarms: tuple[HeardAlarmView, ...]
    next: str | None = None
