"""Diagnosis headers and what people say of diagnoses, in memory."""

from threading import RLock

from casebook.domain.diagnosis_queue import Caps, DiagnosisQueue, Entry
from casebook.domain.events.event import Draft
from casebook.ports.diagnoses import DiagnosisFilter, DiagnosisHeader, Opened
from casebook.ports.feedback import Feedback
from local.memory.event_log import MemoryEventLog

_CAPS = Caps(account=40, project=10)


class MemoryDiagnosisStore:
    def __init__(self, log: MemoryEventLog, caps: Caps = _CAPS) -> None:
        self._log = log
        self._caps = caps
        self._under_way: set[Entry] = set()
        self._waiting: set[Entry] = set()
        self._headers: dict[str, DiagnosisHeader] = {}
        self._open: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._lock = RLock()

    def open(self, header: DiagnosisHeader, first: Draft) -> Opened:
        with self._lock:
            return self._opened(header, first)

    def _opened(self, header: DiagnosisHeader, first: Draft) -> Opened:
        if open_id := self._open.get(header.workload_id):
            return Opened(open_id, None, self._headers[open_id].is_queued)
        (event,) = self._log.append(header.diagnosis_id, 0, [first])
        self._open[header.workload_id] = header.diagnosis_id
        is_queued = not self.queue().admits(header.entry)
        (self._waiting if is_queued else self._under_way).add(header.entry)
        self._headers[header.diagnosis_id] = header._replace(is_queued=is_queued)
        return Opened(header.diagnosis_id, event, is_queued)

    def queue(self) -> DiagnosisQueue:
        with self._lock:
            under_way, waiting = sorted(self._under_way), sorted(self._waiting)
        return DiagnosisQueue(self._caps, tuple(under_way), tuple(waiting))

    def begin(self, entry: Entry) -> bool:
        with self._lock:
            return self._begun(entry)

    def _begun(self, entry: Entry) -> bool:
        own = [each for each in self._under_way if each.project == entry.project]
        is_room = len(self._under_way) < self._caps.account and len(own) < self._caps.project
        header = self._headers[entry.diagnosis_id]
        if entry not in self._waiting or not is_room or not header.is_queued:
            return False
        self._waiting.remove(entry)
        self._under_way.add(entry)
        self._headers[entry.diagnosis_id] = header._replace(is_queued=False)
        return True

    def leave(self, entry: Entry) -> None:
        with self._lock:
            self._waiting.discard(entry)
            self._under_way.discard(entry)

    def header(self, diagnosis_id: str) -> DiagnosisHeader | None:
        return self._headers.get(diagnosis_id)

    def of_workload(
        self, workload_id: str, limit: int, before: str | None = None
    ) -> list[DiagnosisHeader]:
        mine = [h for h in self._headers.values() if h.workload_id == workload_id]
        mine = [h for h in mine if before is None or h.diagnosis_id < before]
        return sorted(mine, key=lambda h: h.diagnosis_id, reverse=True)[:limit]

    def listed(
        self, wanted: DiagnosisFilter, limit: int, before: str | None = None
    ) -> list[DiagnosisHeader]:
        found = [
            header
            for header in self._headers.values()
            if header.project in wanted.projects
            and wanted.status in (None, "ended" if header.ended_at else "open")
            and wanted.workload_id in (None, header.workload_id)
            and wanted.verdict in (None, header.verdict)
            and (before is None or header.diagnosis_id < before)
        ]
        return sorted(found, key=lambda header: header.diagnosis_id, reverse=True)[:limit]

    def update(self, header: DiagnosisHeader) -> None:
        before = self._headers.get(header.diagnosis_id)
        if header.ended_at is None and before is not None and before.ended_at is not None:
            return
        if header.ended_at is None:
            self._headers[header.diagnosis_id] = header
            return
        if self._open.get(header.workload_id) == header.diagnosis_id:
            del self._open[header.workload_id]
        self.leave(header.entry)
        self._headers[header.diagnosis_id] = header._replace(is_queued=False)

    def hold(self, diagnosis_id: str, token: str) -> None:
        self._tokens[diagnosis_id] = token

    def release(self, diagnosis_id: str) -> str | None:
        return self._tokens.pop(diagnosis_id, None)


class MemoryFeedbackStore:
    def __init__(self, diagnoses: MemoryDiagnosisStore) -> None:
        self._diagnoses = diagnoses
        self._kept: dict[tuple[str, str], Feedback] = {}

    def keep(self, feedback: Feedback) -> None:
        self._kept[feedback.diagnosis_id, feedback.user] = feedback
        header = self._diagnoses.header(feedback.diagnosis_id)
        if header is not None:
            said = [each.rating for each in self.of_diagnosis(feedback.diagnosis_id)]
            counted = header._replace(useful=said.count("useful"), wrong=said.count("wrong"))
            self._diagnoses.update(counted)

    def of_diagnosis(self, diagnosis_id: str) -> list[Feedback]:
        found = [each for each in self._kept.values() if each.diagnosis_id == diagnosis_id]
        return sorted(found, key=lambda feedback: feedback.at)
