"""What became of the alarms that Casebook heard."""

from dataclasses import dataclass
from datetime import timedelta

from casebook.domain.alarm import Alarm
from casebook.errors import Forbidden
from casebook.ports.alarms import AlarmOutcome, AlarmStore, HeardAlarm
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.workloads.alarm_requests import (
    AlarmsQuery,
    HeardAlarmPage,
    HeardAlarmView,
    UnmatchedAlarmPage,
    UnmatchedAlarmView,
)
from casebook.workloads.owned import Ownerships

_UNMATCHED_SHOWN = 100
# Lambda tries an asynchronous event three times, one and two minutes apart.
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
_ATTEMPTS_TAKE = timedelta(minutes=10)


@dataclass(frozen=True)
class HeardAlarms:
    """What nobody claims belongs to no project. It is shown to those whose projects own the alarm:
    to all who are in a project, where each of them owns everything."""

    alarms: AlarmStore
    clock: Clock
    ownerships: Ownerships

    def newest(self, who: Identity, asked: AlarmsQuery) -> HeardAlarmPage:
        """The alarms of the caller's projects and the unmatched ones. Raises Forbidden."""
        _belongs_somewhere(who)
        found = self.alarms.heard(dict.fromkeys(who.projects), asked.limit + 1, asked.before)
        page = found[: asked.limit]
        return HeardAlarmPage(
            alarms=tuple(
                self._view(each)
                for each in page
                if each.unclaimed is None or self._owns(who, each.unclaimed)
            ),
            next=page[-1].place if len(found) > asked.limit else None,
        )

    def unmatched(self, who: Identity) -> UnmatchedAlarmPage:
        """Raises Forbidden."""
        _belongs_somewhere(who)
        kept = self.alarms.unmatched(_UNMATCHED_SHOWN)
        return UnmatchedAlarmPage(
            alarms=tuple(
                UnmatchedAlarmView(alarm=each.alarm, received_at=each.received_at, why=each.why)
                for each in kept
                # What is over a limit is its workload's, and among its project's in `newest`.
                if self._owns(who, each.alarm)
            )
        )

    def _owns(self, who: Identity, alarm: Alarm) -> bool:
        return any(self.ownerships.of(project).owns_alarm(alarm) for project in who.projects)

    def _view(self, heard: HeardAlarm) -> HeardAlarmView:
        outcome, why = heard.outcome, heard.why
        if outcome is AlarmOutcome.WAITING and self.clock.now() - heard.at > _ATTEMPTS_TAKE:
            outcome = AlarmOutcome.GIVEN_UP
            why = why or "no attempt to handle it came to its end, as when a function is killed"
        has_arrived = outcome in (AlarmOutcome.STARTED, AlarmOutcome.JOINED)
        return HeardAlarmView(
            name=heard.name,
            changed_at=heard.changed_at,
            reason=heard.reason,
            at=heard.at,
            outcome=outcome,
            workload_id=heard.workload_id,
            project=heard.project,
            diagnosis_id=heard.diagnosis_id if has_arrived else None,
            why=why,
        )


def _belongs_somewhere(who: Identity) -> None:
    if not who.projects:
        raise Forbidden("you belong to no project; ask for a group in the user pool")
