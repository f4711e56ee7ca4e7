"""Reading, checking and replacing a project's own knowledge."""

from dataclasses import dataclass

from casebook.domain.team_knowledge import TeamDocument
from casebook.errors import InvalidRequest, NotFound, Overtaken
from casebook.knowledge.rows import WrongRow
from casebook.knowledge.team_rows import TeamRows, WrongDocument, read_rows
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.team_knowledge import DocumentChanged, TeamDocumentStore
from casebook.team_knowledge.checking import check
from casebook.team_knowledge.requests import (
    CheckDocument,
    CheckedDocument,
    PutDocument,
    RowProblem,
    TeamKnowledgePage,
    TeamKnowledgeQuery,
)
from casebook.team_knowledge.telling import told


@dataclass(frozen=True)
class Keeping:
    store: TeamDocumentStore
    clock: Clock

    def get(self, who: Identity, project: str, asked: TeamKnowledgeQuery) -> TeamKnowledgePage:
        """Raises NotFound: a project of others, or a version that is kept no longer."""
        _check_member(who, project)
        newest = self.store.newest(project)
        version = asked.version or newest
        kept = self.store.read(project, version) if version else TeamDocument(project=project)
        if kept is None:
            raise NotFound(f"version {version} is not kept; the newest is {newest}")
        return _page(kept, newest)

    def check(self, who: Identity, project: str, asked: CheckDocument) -> CheckedDocument:
        """Raises NotFound."""
        _check_member(who, project)
        checked = check(asked.document)
        return CheckedDocument(
            rows=told(checked.rows), problems=tuple(map(_problem, checked.problems))
        )

    def put(self, who: Identity, project: str, asked: PutDocument) -> TeamKnowledgePage:
        """Work that begins from now on knows it, wherever it runs within half a minute.

        Raises:
            NotFound: a project of others.
            InvalidRequest: with every row and field that is wrong; what was in force stays.
            Overtaken: somebody else has replaced the version that the writer saw.
        """
        _check_member(who, project)
        if problems := check(asked.document).problems:
            raise _refused(problems)
        document = TeamDocument(
            project=project,
            version=asked.version + 1,
            document=asked.document,
            written_at=self.clock.now(),
            written_by=who.user,
        )
        try:
            self.store.add(document)
        except DocumentChanged as error:
            newest = self.store.newest(project)
            raise Overtaken(
                f"version: the newest is {newest}, not {asked.version}; another has written it:"
                " get it, put your rows in, and send it again"
            ) from error
        return _page(document, document.version)


def _check_member(who: Identity, project: str) -> None:
    if project not in who.projects:
        raise NotFound(f"there is no project {project} of yours")


def _page(kept: TeamDocument, newest: int) -> TeamKnowledgePage:
    try:
        rows = read_rows(kept.document)
    except WrongDocument:  # was fit for an earlier Casebook; whoever reads it can mend it
        rows = TeamRows()
    return TeamKnowledgePage(
        project=kept.project,
        version=kept.version,
        newest=newest,
        document=kept.document,
        written_at=kept.written_at,
        written_by=kept.written_by,
        rows=told(rows),
    )


def _problem(wrong: WrongRow) -> RowProblem:
    return RowProblem(field=wrong.where, error=wrong.problem)


def _refused(problems: tuple[WrongRow, ...]) -> InvalidRequest:
    errors = tuple({"field": each.where, "error": each.problem} for each in problems)
    return InvalidRequest("; ".join(map(str, problems)), errors)
