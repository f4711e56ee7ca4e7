"""Teams' documents in memory."""

from casebook.domain.team_knowledge import TeamDocument
from casebook.ports.team_knowledge import DocumentChanged


class MemoryTeamDocumentStore:
    """`reads` counts what was asked of it."""

    def __init__(self, *documents: TeamDocument) -> None:
        self._kept: dict[str, list[TeamDocument]] = {}
        self.reads = 0
        for each in documents:
            self.add(each)

    def newest(self, project: str) -> int:
        self.reads += 1
        return len(self._kept.get(project, ()))

    def read(self, project: str, version: int) -> TeamDocument | None:
        self.reads += 1
        kept = self._kept.get(project, [])
        return kept[version - 1] if 1 <= version <= len(kept) else None

    def add(self, document: TeamDocument) -> None:
        kept = self._kept.setdefault(document.project, [])
        if document.version != len(kept) + 1:
            raise DocumentChanged
        kept.append(document)
