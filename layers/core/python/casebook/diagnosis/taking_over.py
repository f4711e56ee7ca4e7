"""The beginning of a diagnosis that is run again from a step of another: what stands is copied.

Events keep their data, and so the ids of evidence, findings and tool runs; tool runs are copied
too, so that evidence is rechecked here as there. `steps-taken-over` says before them what is not
new.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from casebook.diagnosis.state import DiagnosisStream
from casebook.diagnosis.steps_that_stand import Standing, Told, standing
from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.diagnosis import StepsTakenOver
from casebook.domain.events.event import Draft, Event
from casebook.ports.event_log import EventLog

_AT_A_TIME = 25


@dataclass(frozen=True)
class TakingOver:
    log: EventLog
    actor: str

    def take_over(self, diagnosis: Diagnosis, stream: DiagnosisStream) -> None:
        """Copy what stands. A repeat goes on where the first try stopped.

        Raises:
            StreamEnded: somebody ended the diagnosis meanwhile.
        """
        rerun = diagnosis.rerun
        if rerun is None or rerun.from_seq is None:
            return
        found = standing(rerun.of, self.log.read(rerun.of), rerun.from_seq)
        if found is not None:
            _Copying(found, stream).run(self._written(diagnosis), self.actor)

    def _written(self, diagnosis: Diagnosis) -> list[Event]:
        """What an earlier try has written, from `steps-taken-over` on."""
        if diagnosis.taken_over is None:
            return []
        own = self.log.read(diagnosis.diagnosis_id)
        begin = next(n for n, each in enumerate(own) if each.type == StepsTakenOver.type)
        return own[begin:]


class _Copying:
    """Copies event by event, or several at once where none is the parent of another: only what was
    written has a seq."""

    def __init__(self, found: Standing, stream: DiagnosisStream) -> None:
        self._found, self._stream = found, stream
        self._places: dict[int, int] = {}
        """The new seq of each copy, by the old one."""

    def run(self, written: list[Event], actor: str) -> None:
        if not written:
            written = self._stream.append(Draft(actor, self._found.told, parent=1))
        first, *copies = written
        pending: list[Told] = []
        for event, payload in self._left(copies):
            waits = event.parent in {old.seq for old, _ in pending}
            if waits or len(pending) == _AT_A_TIME:
                self._write(pending, first.seq)
                pending = []
            pending.append((event, payload))
        self._write(pending, first.seq)

    def _left(self, copies: Iterable[Event]) -> list[Told]:
        """What is not copied yet. Between copies there may be who paused, or an alarm that
        joined."""
        left = list(self._found.events)
        for copy in copies:
            if left and (copy.type, copy.data) == (left[0][0].type, left[0][1].to_json()):
                old, _ = left.pop(0)
                self._places[old.seq] = copy.seq
        return left

    def _write(self, pending: list[Told], first: int) -> None:
        """A copy's parent is the copy of its parent, else `steps-taken-over`."""
        if not pending:
            return
        drafts = [
            Draft(old.actor, payload, self._places.get(old.parent or 0, first))
            for old, payload in pending
        ]
        for (old, _), new in zip(pending, self._stream.append(*drafts), strict=True):
            self._places[old.seq] = new.seq
