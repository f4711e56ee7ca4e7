"""Running the query behind a piece of evidence again, and comparing."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casebook.access import still_in
from casebook.budget.bookings import Bookings, Payer
from casebook.diagnosis.comparing import compared, not_repeatable
from casebook.diagnosis.requests import Recheck
from casebook.domain.cited import CitedEvidence
from casebook.domain.events.event import Event
from casebook.domain.events.tools import ToolFinished, ToolStarted
from casebook.domain.evidence import Evidence
from casebook.domain.model import Json
from casebook.errors import NotFound
from casebook.ports.clock import Clock
from casebook.ports.event_log import EventLog
from casebook.ports.evidence import EvidenceStore, RecheckLimit
from casebook.ports.workloads import Workloads
from casebook.team_knowledge.applying import TeamKnowledge

if TYPE_CHECKING:
    from casebook.tools.run import Repeated
    from casebook.tools.tool import Scope

Repeat = Callable[[str, Json, "Scope"], "Repeated"]
"""Runs the tool of that name with these parameters. Raises KeyError: there is no such tool."""


@dataclass(frozen=True)
class Rechecking:
    """A recheck is a person's request: which agent may use the tool does not matter. Nothing of it
    is appended to the diagnosis or session, which may have ended; its requests to AWS are booked
    for the person."""

    workloads: Workloads
    log: EventLog
    store: EvidenceStore
    limit: RecheckLimit
    clock: Clock
    repeat: Repeat
    bookings: Bookings
    knowledge: TeamKnowledge

    def recheck(self, cited: CitedEvidence) -> Recheck:
        """Run the query again: same tool, same parameters, same window, the workload as it is
        registered now.

        Raises:
            NotFound: the workload was removed.
            LimitReached: evidence of this diagnosis or session was rechecked as often as may be in
                an hour.
        """
        then = cited.evidence
        stored = self._stored(then)
        parameters = parameters_of(self.log.read(cited.stream), then.id)
        if parameters is None:
            return not_repeatable(then, stored, self.clock.now())
        scope = self._scope(cited)
        self.limit.count(cited.stream, self.clock.now())
        payer = Payer(scope.workload.project, cited.workload_id, cited.user)
        try:
            with self.bookings.open(payer), self._knowing(scope.workload.project, cited):
                now = self.repeat(then.tool, parameters, scope)
        except KeyError:
            return not_repeatable(then, stored, self.clock.now())
        return compared(then, stored, now)

    def _knowing(self, project: str, cited: CitedEvidence) -> AbstractContextManager[None]:
        """What was known then, beside what Casebook knows; what is known now, if nobody knows."""
        if cited.knowledge is None:
            return self.knowledge.knowing_newest(project)
        return self.knowledge.knowing(project, cited.knowledge)

    def _stored(self, evidence: Evidence) -> bytes | None:
        try:
            return self.store.get(evidence.location) if evidence.location else None
        except NotFound:
            return None

    def _scope(self, cited: CitedEvidence) -> "Scope":
        """What was looked at then, up to where the evidence's own window reaches: tools look until
        `now`."""
        from casebook.tools.tool import Scope

        workload = still_in(self.workloads.get(cited.workload_id), cited.project)
        if workload is None:
            raise NotFound("the workload was removed, so nothing of it is looked at any more")
        return Scope(
            workload,
            cited.window,
            cited.evidence.window.end,
            cited.alarm,
            question=cited.question,
            hint=cited.hint,
            stream=cited.stream,
            repeats=True,
        )


def parameters_of(events: Iterable[Event], evidence_id: str) -> Json | None:
    """What the tool was asked that brought this evidence; None if no tool did."""
    started: dict[str, Json] = {}
    for event in events:
        match event.payload:
            case ToolStarted(call_id=call_id, parameters=parameters):
                started[call_id] = parameters
            case ToolFinished(call_id=call_id, evidence_id=found) if found == evidence_id:
                return started.get(call_id)
    return None
