"""Imported sessions in memory, where nothing is ever half done."""

from collections import defaultdict

from casebook.importing.sessions import ImportedSession
from casebook.importing.store import Standing
from local.memory.event_log import MemoryEventLog
from tests.fakes.sessions import MemorySessionStore


class MemoryImportStore:
    def __init__(self, log: MemoryEventLog, sessions: MemorySessionStore) -> None:
        self._log = log
        self._sessions = sessions
        self._digests: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def standing(self, batch: str, session: ImportedSession) -> Standing:
        kept = self._digests[batch].get(session.session_id)
        if kept is None:
            return Standing.ABSENT
        return Standing.KEPT if kept == session.digest else Standing.DIFFERENT

    def keep(self, batch: str, session: ImportedSession) -> None:
        self._digests[batch][session.session_id] = session.digest
        self._log.replace(session.session_id, session.events)
        self._sessions.replace(session.session_id, session.header)

    def sessions(self, batch: str) -> list[str]:
        return sorted(self._digests[batch])

    def remove(self, batch: str, session_id: str) -> None:
        if self._digests[batch].pop(session_id, None) is not None:
            self._log.replace(session_id, [])
            self._sessions.replace(session_id, None)
