"""Diagnosis headers and what people say of diagnoses, in memory."""

from casebook.domain.events.event import Draft, Event
from casebook.ports.diagnoses import DiagnosisFilter, DiagnosisHeader
from casebook.ports.feedback import Feedback
from local.memory.event_log import MemoryEventLog


class MemoryDiagnosisStore:
    def __init__(self, log: MemoryEventLog) -> None:
        self._log = log
        self._headers: dict[str, DiagnosisHeader] = {}
        self._open: dict[str, str] = {}
        self._tokens: dict[str, str] = {}

    def open(self, header: DiagnosisHeader, first: Draft) -> tuple[str, Event | None]:
        if open_id := self._open.get(header.workload_id):
            return open_id, None
        (event,) = self._log.append(header.diagnosis_id, 0, [first])
        self._open[header.workload_id] = header.diagnosis_id
        self._headers[header.diagnosis_id] = header
        return header.diagnosis_id, event

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
        self._headers[header.diagnosis_id] = header
        is_open = self._open.get(header.workload_id) == header.diagnosis_id
        if header.ended_at is not None and is_open:
            del self._open[header.workload_id]

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
