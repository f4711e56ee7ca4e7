"""Importing a file's sessions as one batch, and taking a batch out again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casebook.domain.workload import Workload
from casebook.errors import InvalidRequest, NotFound
from casebook.importing import database, reading
from casebook.importing.records import NotImportable, Problem, Skipped, SourceSession
from casebook.importing.sessions import ImportedSession, imported, left_out
from casebook.importing.store import ImportStore, Standing
from casebook.ports.workloads import WorkloadStore

# How many are done, and how many there are.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Names:
    """What the file's words mean here: a workload's name there to its id, and a user's name there
    to that in Cognito; users that are not listed keep their name."""

    workloads: Mapping[str, str]
    users: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """Sessions `already` imported before are none of `imported`. `messages` counts those of the
    imported sessions; the last two were left out of these sessions, and are no part of it."""

    batch: str
    imported: int = 0
    already: int = 0
    skipped: int = 0
    messages: int = 0
    system_messages: int = 0
    unasked_messages: int = 0
    problems: list[Problem] = field(default_factory=list)

    def count(self, source: SourceSession) -> None:
        """Note a session that was imported."""
        system, unasked = left_out(source.messages)
        self.imported += 1
        self.messages += len(source.messages) - system - unasked
        self.system_messages += system
        self.unasked_messages += unasked

    def skip(self, *problems: Problem) -> None:
        """Note what is wrong with a session, or with messages that have none."""
        self.problems += problems
        self.skipped += any(each.table == "sessions" or each.session for each in problems)


@dataclass(frozen=True)
class SessionImport:
    """One session after the other, each whole or not at all. Stopping at any moment does no harm:
    the same command goes on where it stopped, and `roll_back` takes out what is there."""

    workloads: WorkloadStore
    store: ImportStore

    def run(
        self, file: Path, batch: str, names: Names, *, dry_run: bool, progress: Progress
    ) -> Outcome:
        """Import the file's sessions into the batch; bad rows are in the outcome. A dry run tells
        what would happen and writes nothing.

        Raises:
            InvalidRequest: the file cannot be read, or a workload's id is unknown.
        """
        workloads = self._known(names.workloads)
        outcome = Outcome(batch)
        with database.opened(file) as source:
            total = reading.count(source)
            for session in reading.sessions(source):
                if isinstance(session, Skipped):
                    outcome.skip(*session.problems)
                else:
                    user = names.users.get(session.user, session.user)
                    self._take(session, outcome, workloads, user, dry_run=dry_run)
                progress(outcome.imported + outcome.already + outcome.skipped, total)
        return outcome

    def roll_back(self, batch: str, *, dry_run: bool, progress: Progress) -> int:
        """Take out everything that the batch brought; how many sessions that were.

        Raises:
            NotFound: there is no such batch, or nothing of it is left.
        """
        sessions = self.store.sessions(batch)
        if not sessions:
            raise NotFound(f"nothing was imported as {batch}, or nothing of it is left")
        for number, session in enumerate(sessions, 1):
            if not dry_run:
                self.store.remove(batch, session)
            progress(number, len(sessions))
        return len(sessions)

    def _known(self, names: Mapping[str, str]) -> dict[str, Workload]:
        """The workloads by their names in the file."""
        found = {}
        for name, workload_id in names.items():
            workload = self.workloads.get(workload_id)
            if workload is None:
                raise InvalidRequest(f"there is no workload {workload_id} in this table")
            found[name] = workload
        return found

    def _take(
        self,
        source: SourceSession,
        outcome: Outcome,
        workloads: Mapping[str, Workload],
        user: str,
        *,
        dry_run: bool,
    ) -> None:
        """Import one session, or note why not."""
        try:
            session = _imported(source, outcome.batch, workloads, user)
        except NotImportable as error:
            outcome.skip(error.problem)
            return
        match self.store.standing(outcome.batch, session):
            case Standing.DIFFERENT:
                outcome.skip(_problem(source, "it was imported before and has changed since"))
            case Standing.KEPT:
                outcome.already += 1
            case Standing.ABSENT | Standing.PARTIAL:
                if not dry_run:
                    self.store.keep(outcome.batch, session)
                outcome.count(source)


def _imported(
    source: SourceSession, batch: str, workloads: Mapping[str, Workload], user: str
) -> ImportedSession:
    workload = workloads.get(source.workload)
    if workload is None:
        reason = f"no --workload says which one {source.workload!r} is"
        raise NotImportable(_problem(source, reason))
    return imported(source, batch, workload, user)


def _problem(source: SourceSession, reason: str) -> Problem:
    return Problem("sessions", source.session_id, reason, source.session_id)
