"""An agent's tools, as far as it may use them."""

from typing import Any

from casebook.agents.specialist import Call
from casebook.tools.registry import Toolbox
from casebook.tools.run import ToolRun
from casebook.tools.tool import Scope


class PermittedTools:
    """Runs what is in the toolbox and leaves out the rest; `withheld` names what was left out."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox
        self._withheld: dict[str, None] = {}

    @property
    def scope(self) -> Scope:
        return self._toolbox.scope

    @property
    def withheld(self) -> tuple[str, ...]:
        return tuple(self._withheld)

    def gather(self, *calls: Call) -> list[ToolRun[Any]]:
        self._withheld |= {tool: None for tool, _ in calls if not self._toolbox.permits(tool)}
        return self._toolbox.gather(*(call for call in calls if self._toolbox.permits(call[0])))
