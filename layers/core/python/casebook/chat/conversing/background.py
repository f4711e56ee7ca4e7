"""What a model should know before the first question of a session is asked.

The newest 500 log lines with what repeats itself folded, the resources' state and the recent
changes. It is gathered once, at the session's first turn, and stays as it was then: what comes
before the question is the same in every turn, so that providers can cache it. How things are now,
the tools tell.
"""

import json
from dataclasses import dataclass

from casebook.agents.with_model.fencing import Fence
from casebook.domain.evidence import Evidence
from casebook.domain.model import Json, iso
from casebook.errors import CasebookError, NotFound
from casebook.observability import logger
from casebook.ports.evidence import EvidenceStore
from casebook.tools.registry import Toolbox

LINES = 500
_NAME = "background"
_CALLS: tuple[tuple[str, Json], ...] = (
    ("get_recent_logs", {"lines": LINES}),
    ("get_workload_state", {}),
    ("list_changes", {"lookback_hours": 24}),
)


@dataclass(frozen=True, slots=True)
class Background:
    """`evidence` is what was gathered for it just now; of an earlier turn's, the session's events
    tell."""

    text: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Backgrounds:
    """Kept beside the session's evidence, and as long."""

    store: EvidenceStore

    def of(self, session_id: str, toolbox: Toolbox) -> Background:
        """The session's background; gathered and kept if this is its first turn."""
        try:
            return Background(str(json.loads(self.store.find(session_id, _NAME))["text"]))
        except NotFound:
            pass
        except CasebookError as error:
            # It costs the provider's cache to gather it again; to do without would cost the answer.
            logger.warning("a background could not be read", session=session_id, why=str(error))
        made = gathered(toolbox, Fence.of(session_id))
        try:
            self.store.put(session_id, _NAME, json.dumps({"text": made.text}).encode())
        except CasebookError as error:
            logger.warning("a background could not be kept", session=session_id, why=str(error))
        return made


def gathered(toolbox: Toolbox, fence: Fence) -> Background:
    """What there is to know now, fenced, each with the id of its evidence."""
    known = {tool.name for tool in toolbox.tools}
    runs = toolbox.gather(*(call for call in _CALLS if call[0] in known))
    head = f"How it was at {iso(toolbox.scope.now)}, when this conversation began:"
    text = "\n\n".join([head, *map(fence.result, runs)])
    return Background(text, tuple(run.evidence for run in runs))
