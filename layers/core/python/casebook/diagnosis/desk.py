"""What every step of the state machine starts with and ends with."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from casebook.access import still_in
from casebook.budget.bookings import Booking, Bookings, Payer
from casebook.diagnosis.closing import Closing
from casebook.diagnosis.state import DiagnosisStream, States
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.event import Event, Payload
from casebook.domain.usage import ALARM_USER
from casebook.domain.workload import Workload
from casebook.errors import NotFound
from casebook.ports.clock import Clock
from casebook.ports.event_log import EventLog
from casebook.ports.workloads import Workloads
from casebook.streams import Frames, is_final
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.tools.recorder import DiagnosisRecorder
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Scope

OpenToolbox = Callable[[str, Iterable[str], Scope, str, DiagnosisRecorder], Toolbox]
"""Opens the toolbox of an agent, which by default has the named tools."""


@dataclass(frozen=True, eq=False, repr=False)
class Desk:
    """Loads a diagnosis, opens its stream for writing, and files a snapshot when a step is done."""

    workloads: Workloads
    log: EventLog
    frames: Frames
    states: States
    clock: Clock
    bookings: Bookings
    knowledge: TeamKnowledge
    closing: Closing

    def take(
        self, diagnosis_id: str, is_done: Callable[[Payload], bool] | None = None
    ) -> tuple[Diagnosis, DiagnosisStream]:
        """The diagnosis as it stands, and its stream, which takes nothing more of one that has
        ended.

        `is_done` tells the event that completes the step. Where another attempt at the step, which
        was given up too early, wrote it, this one adds nothing. Raises NotFound.
        """
        diagnosis = self.states.load(diagnosis_id)
        if diagnosis.is_over:
            self.closing.close(diagnosis)
        ends_with = is_final
        if is_done is not None:
            ends_with = partial(_ends, is_done)
        return diagnosis, DiagnosisStream(self.log, self.frames, diagnosis, ends_with)

    def file(self, stream: DiagnosisStream) -> Diagnosis:
        """Keep a snapshot of the diagnosis after everything that the stream wrote or read, close
        one that has ended, and return it."""
        self.states.keep(stream.diagnosis)
        if stream.diagnosis.is_over:
            self.closing.close(stream.diagnosis)
        return stream.diagnosis

    def booking(self, diagnosis: Diagnosis) -> AbstractContextManager[Booking]:
        """Books what tools use until the block ends, for the user who started the diagnosis."""
        user = diagnosis.user or ALARM_USER
        return self.bookings.open(Payer(diagnosis.project, diagnosis.workload_id, user))

    def knowing(self, diagnosis: Diagnosis) -> AbstractContextManager[None]:
        """Until the block ends, the team's own knowledge is in force as it was when the diagnosis
        began."""
        return self.knowledge.knowing(diagnosis.project, diagnosis.knowledge)

    def workload(self, diagnosis: Diagnosis) -> Workload:
        """Raises NotFound when it was removed since the diagnosis began."""
        workload = still_in(self.workloads.get(diagnosis.workload_id), diagnosis.project)
        if workload is None:
            raise NotFound("the workload was removed while it was diagnosed")
        return workload

    def scope(self, diagnosis: Diagnosis) -> Scope:
        """What the agents may look at: the workload, in the window of the incident, and the alarm
        that started it."""
        if diagnosis.window is None:
            raise NotFound(f"{diagnosis.diagnosis_id} has no diagnosis-started event")
        return Scope(
            self.workload(diagnosis),
            diagnosis.window,
            self.clock.now(),
            diagnosis.alarm,
            question=diagnosis.question or "",
            hint=diagnosis.hint,
            anchor=diagnosis.anchor,
            stream=diagnosis.diagnosis_id,
            evidence=diagnosis.evidence,
        )


def _ends(is_done: Callable[[Payload], bool], event: Event) -> bool:
    return is_final(event) or is_done(event.payload)
