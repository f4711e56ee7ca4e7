"""What a model should know before the first question of a session is asked.

The newest 500 log lines with what repeats itself folded, the resources' state, the open alarms and
the recent changes. It is gathered once, at the session's first turn, and stays as it was then: what
comes before the question is the same in every turn, so that providers can cache it. How things are
now, the tools tell.
"""

import json
from dataclasses import dataclass

from casebook.agents.fencing import Fence
from casebook.domain.model import iso
from casebook.errors import NotFound
from casebook.ports import EvidenceStore
from casebook.tools.registry import Toolbox

LINES = 500
_NAME = "background"
_CALLS = (
    ("get_recent_logs", {"lines": LINES}),
    ("get_workload_state", {}),
    ("list_changes", {"lookback_hours": 24}),
)


@dataclass(frozen=True)
class Backgrounds:
    """Kept beside the session's evidence, and as long."""

    store: EvidenceStore

    def of(self, session_id: str, toolbox: Toolbox) -> str:
        """The session's background; gathered and kept if this is its first turn."""
        try:
            kept = json.loads(self.store.find(session_id, _NAME))
        except NotFound:
            text = gathered(toolbox, Fence.of(session_id))
            self.store.put(session_id, _NAME, json.dumps({"text": text}).encode())
            return text
        return str(kept["text"])


def gathered(toolbox: Toolbox, fence: Fence) -> str:
    """What there is to know now, fenced, each with the id of its evidence."""
    known = {tool.name for tool in toolbox.tools}
    runs = toolbox.gather(*(call for call in _CALLS if call[0] in known))
    head = f"How it was at {iso(toolbox.scope.now)}, when this conversation began:"
    return "\n\n".join([head, *map(fence.result, runs)])
