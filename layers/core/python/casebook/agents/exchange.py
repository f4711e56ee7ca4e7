"""One question in a chat, and everything that an answer may be made from."""

from dataclasses import dataclass

from casebook.agents.replies import Situation
from casebook.domain.evidence import Evidence
from casebook.domain.message import Message
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Scope


@dataclass(frozen=True, slots=True)
class Exchange:
    """`earlier` is what was said before the question, oldest first; `evidence` is what was gathered
    for it; `situation` is what is known of the workload's diagnoses."""

    question: Message
    earlier: tuple[Message, ...]
    evidence: tuple[Evidence, ...]
    toolbox: Toolbox
    scope: Scope
    situation: Situation
