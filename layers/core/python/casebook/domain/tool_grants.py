"""Which tools an agent may use: what the code gives it, and what the team decided otherwise."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from casebook.domain.model import Model


class ToolGrants(Model):
    """By agent and tool, True where the team allowed it and False where it forbade it.

    Only decisions are kept, so that a tool that a later release gives an agent is not missed, and
    one that was forbidden stays so. `revision` counts the changes, for writers side by side.
    """

    decisions: dict[str, dict[str, bool]] = Field(default_factory=dict)
    revision: int = 0

    def tools_of(self, agent: str, defaults: Iterable[str]) -> tuple[str, ...]:
        """The tools of an agent that the code gives `defaults`: those first, in their order."""
        decided = self.decisions.get(agent, {})
        granted = [*defaults, *(tool for tool, allowed in decided.items() if allowed)]
        return tuple(tool for tool in dict.fromkeys(granted) if decided.get(tool, True))

    def deciding(self, agent: str, tool: str, *, allowed: bool) -> Self:
        """The grants with one more decision, which replaces an earlier one on the same."""
        of_agent = {**self.decisions.get(agent, {}), tool: allowed}
        return self.model_copy(update={"decisions": {**self.decisions, agent: of_agent}})
