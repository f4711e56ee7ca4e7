"""The state of a diagnosis at any point of its log: the nearest snapshot, and what came after."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import TypeAdapter

from casebook.domain.diagnosis import Diagnosis
from casebook.domain.events.event import PAGE_BYTES, Event, sent_bytes
from casebook.errors import NotFound
from casebook.ports.event_log import EventLog
from casebook.streams import Frames, Stream, is_final

_EXCERPT_CHARACTERS = (2_000, 500, 100, 0)


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Diagnosis]:
    """Built when it is first used, as every model is."""
    return TypeAdapter(Diagnosis)


@dataclass(frozen=True, eq=False, repr=False)
class States:
    """A snapshot only saves reading: with every one deleted, the fold gives the same state."""

    log: EventLog

    def load(self, diagnosis_id: str, at: int | None = None) -> Diagnosis:
        """The state after the event `at`, or now.

        Raises:
            NotFound: nothing was ever written of it.
        """
        kept = self.log.snapshot(diagnosis_id, at)
        diagnosis = _adapter().validate_json(kept[1]) if kept else Diagnosis(diagnosis_id)
        left = None if at is None else at - diagnosis.seq
        if left is None or left > 0:
            for event in self.log.read(diagnosis_id, diagnosis.seq, left):
                diagnosis = diagnosis.after(event)
        if diagnosis.seq == 0:
            raise NotFound(f"there is no diagnosis {diagnosis_id}")
        return diagnosis

    def keep(self, diagnosis: Diagnosis) -> None:
        """Write a snapshot, as every completed step does."""
        self.log.put_snapshot(diagnosis.diagnosis_id, diagnosis.seq, as_json(diagnosis))


class DiagnosisStream(Stream):
    """A stream that knows the diagnosis after every event that was appended or read here: what this
    process wrote a line ago need not be read again. What others appended since is not in it; the
    state is that of its `seq`, as a snapshot's is."""

    def __init__(
        self,
        log: EventLog,
        frames: Frames,
        diagnosis: Diagnosis,
        ends_with: Callable[[Event], bool] = is_final,
    ) -> None:
        ended = diagnosis.status.value if diagnosis.is_over else None
        super().__init__(
            log, frames, diagnosis.diagnosis_id, diagnosis.seq, ends_with=ends_with, ended=ended
        )
        self.diagnosis = diagnosis

    def catch_up(self) -> Diagnosis:
        """The diagnosis as it stands now: only what others appended since is read. Raises
        StreamEnded."""
        with self._turn:  # a look-up that comes late may append at this moment
            self.meet(self._log.read(self.stream, self.seq))
            return self.diagnosis

    def _take_note(self, event: Event) -> None:
        super()._take_note(event)
        self.diagnosis = self.diagnosis.after(event)


def as_json(diagnosis: Diagnosis) -> str:
    return _adapter().dump_json(diagnosis, by_alias=True).decode()


def as_answer(diagnosis: Diagnosis, most: int = PAGE_BYTES) -> str:
    """The state as JSON text that one answer holds. That of a very long diagnosis has its excerpts
    of evidence shortened: each evidence is there whole under its own address."""
    text = as_json(diagnosis)
    for characters in _EXCERPT_CHARACTERS:
        if sent_bytes(text) <= most:
            break
        shortened = [
            each.model_copy(update={"excerpt": each.excerpt[:characters]})
            for each in diagnosis.evidence
        ]
        text = as_json(replace(diagnosis, evidence=tuple(shortened)))
    return text
