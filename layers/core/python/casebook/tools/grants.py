"""What an agent may use now: the table's word, looked up once a minute."""

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from pydantic import ValidationError

from casebook.domain.tool_grants import ToolGrants
from casebook.ports.clock import Clock
from casebook.ports.tool_grants import ToolGrantStore

logger = logging.getLogger(__name__)

CACHED = timedelta(minutes=1)


class GrantedTools:
    """The grants as this process knows them; a change reaches it within a minute.

    The age is taken from the clock of the day: a process that Lambda has frozen wakes up with a
    monotonic clock that may have stood still. A clock that was set back counts as expired.
    """

    def __init__(self, store: ToolGrantStore, clock: Clock, tools: Collection[str]) -> None:
        self._store = store
        self._clock = clock
        self._tools = tools
        self._known: tuple[datetime, ToolGrants] | None = None

    def of(self, agent: str, defaults: Iterable[str]) -> tuple[str, ...]:
        """The tools of the agent. A name that no tool has is left out, with a warning in the log.

        Raises:
            CasebookError: the table could not be read.
        """
        granted = self._current().tools_of(agent, defaults)
        for unknown in (name for name in granted if name not in self._tools):
            logger.warning("%s is allowed %r, and there is no such tool", agent, unknown)
        return tuple(name for name in granted if name in self._tools)

    def _current(self) -> ToolGrants:
        now = self._clock.now()
        if self._known and timedelta(0) <= now - self._known[0] < CACHED:
            return self._known[1]
        grants = self._read()
        self._known = (now, grants)
        return grants

    def _read(self) -> ToolGrants:
        try:
            return self._store.read()
        except ValidationError:
            # What an agent reads of AWS its role decides; with grants that nobody can read, a
            # diagnosis goes on with the defaults instead of failing.
            logger.exception("the tool grants in the table are broken; the defaults apply")
            return ToolGrants()
