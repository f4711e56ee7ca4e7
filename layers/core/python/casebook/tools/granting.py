"""Deciding which tools agents may use; how the command line changes the table's grants."""

from collections.abc import Mapping
from dataclasses import dataclass

from casebook.domain.tool_grants import ToolGrants
from casebook.errors import InvalidRequest
from casebook.ports.tool_grants import GrantsChanged, ToolGrantStore


@dataclass(frozen=True)
class AgentTools:
    """What one agent may use, and which of its tools the team decided on against the code."""

    agent: str
    tools: tuple[str, ...]
    allowed: tuple[str, ...]
    forbidden: tuple[str, ...]


@dataclass(frozen=True)
class Granting:
    """`defaults` are every agent's tools as the code has them; `tools` is every tool there is."""

    store: ToolGrantStore
    defaults: Mapping[str, tuple[str, ...]]
    tools: tuple[str, ...]

    def list(self) -> tuple[AgentTools, ...]:
        """Every agent, in the order of the code."""
        grants = self.store.read()
        return tuple(self._of(agent, grants) for agent in self.defaults)

    def allow(self, agent: str, tool: str) -> AgentTools:
        """Let the agent use the tool. Raises InvalidRequest for a name that nobody has."""
        return self._decide(agent, tool, allowed=True)

    def forbid(self, agent: str, tool: str) -> AgentTools:
        """Keep the tool from the agent. Raises InvalidRequest for a name that nobody has."""
        return self._decide(agent, tool, allowed=False)

    def _decide(self, agent: str, tool: str, *, allowed: bool) -> AgentTools:
        _known("agent", agent, tuple(self.defaults))
        _known("tool", tool, self.tools)
        while True:
            decided = self.store.read().deciding(agent, tool, allowed=allowed)
            try:
                self.store.replace(decided)
            except GrantsChanged:
                continue
            return self._of(agent, decided)

    def _of(self, agent: str, grants: ToolGrants) -> AgentTools:
        defaults = self.defaults[agent]
        decided = grants.decisions.get(agent, {})
        may = grants.tools_of(agent, defaults)
        return AgentTools(
            agent=agent,
            tools=tuple(tool for tool in may if tool in self.tools),
            allowed=tuple(tool for tool in may if tool not in defaults and tool in self.tools),
            forbidden=tuple(tool for tool, is_allowed in decided.items() if not is_allowed),
        )


def _known(kind: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        what = f"there is no {kind} {name!r}; there are: {', '.join(names)}"
        raise InvalidRequest(what, ({"field": kind, "error": what},))
