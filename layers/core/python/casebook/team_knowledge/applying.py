"""Lets a piece of work know what the team knows whose workload it is about."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NamedTuple

from casebook.knowledge.catalogue import OURS, Catalogue, knowing
from casebook.observability import logger
from casebook.ports.clock import Clock
from casebook.ports.team_knowledge import TeamDocumentStore

_FRESH = timedelta(seconds=30)
_MOST_KEPT = 16


class InForce(NamedTuple):
    """The version that work begins with, and what is to be told where the newest cannot be used."""

    version: int
    gap: str = ""


class TeamKnowledge:
    """Of every project. What a version says never changes, so it is read once in a process; which
    one is the newest is asked again after half a minute."""

    def __init__(self, store: TeamDocumentStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._newest: dict[str, tuple[datetime, InForce]] = {}
        self._catalogues: OrderedDict[tuple[str, int], Catalogue] = OrderedDict()

    def in_force(self, project: str) -> InForce:
        """What work that begins now is to know. A document that was fit for an earlier Casebook and
        is not for this one is left out."""
        now = self._clock.now()
        asked = self._newest.get(project)
        if asked is None or now - asked[0] >= _FRESH:
            asked = self._newest[project] = now, self._usable(project)
        return asked[1]

    @contextmanager
    def knowing(self, project: str, version: int) -> Iterator[None]:
        """Let the block know what this version says, beside what Casebook knows."""
        with knowing(self._catalogue(project, version) or OURS):
            yield

    @contextmanager
    def knowing_newest(self, project: str) -> Iterator[None]:
        with self.knowing(project, self.in_force(project).version):
            yield

    def _usable(self, project: str) -> InForce:
        version = self._store.newest(project)
        if self._catalogue(project, version):
            return InForce(version)
        return InForce(
            0,
            f"the project's own knowledge (version {version}) cannot be read by this version of"
            " Casebook, and was left out; `casebook knowledge check` says why",
        )

    def _catalogue(self, project: str, version: int) -> Catalogue | None:
        """None for a version that is gone or cannot be read."""
        if version == 0:
            return OURS
        if (made := self._catalogues.get((project, version))) is None:
            made = self._read(project, version)
            if made is not None:
                self._catalogues[project, version] = made
                while len(self._catalogues) > _MOST_KEPT:
                    self._catalogues.popitem(last=False)
        return made

    def _read(self, project: str, version: int) -> Catalogue | None:
        from casebook.knowledge.team_rows import WrongDocument, read_rows  # for teams that have any

        kept = self._store.read(project, version)
        if kept is None:
            logger.warning("a team's document is gone", project=project, version=version)
            return None
        try:
            return Catalogue(read_rows(kept.document))
        except WrongDocument as problem:
            logger.warning("a team's document is wrong", project=project, problem=str(problem))
            return None
