"""One question in a chat, what an answer may be made from, and the steps of an answer."""

from typing import NamedTuple

from casebook.domain.events.tools import UsageRecorded
from casebook.domain.evidence import Evidence
from casebook.domain.message import Message
from casebook.domain.report import Verdict
from casebook.tools.registry import Toolbox
from casebook.tools.tool import Scope


class Situation(NamedTuple):
    """What is known of the workload's diagnoses when the question is asked."""

    open_diagnosis: str | None = None
    """The id of one that is running."""
    last_diagnosis: str | None = None
    last_verdict: Verdict | None = None
    last_summary: str | None = None


class Exchange(NamedTuple):
    """`earlier` is what was said before the question, oldest first; `evidence` is what was gathered
    for it; `situation` is what is known of the workload's diagnoses."""

    question: Message
    earlier: tuple[Message, ...]
    evidence: tuple[Evidence, ...]
    toolbox: Toolbox
    scope: Scope
    situation: Situation


class Delta(NamedTuple):
    """The next piece of the text."""

    text: str


class Withdrawal(NamedTuple):
    """All text until here is withdrawn; what follows is said from the beginning."""

    reason: str


class Cost(NamedTuple):
    """What models were paid for."""

    recorded: tuple[UsageRecorded, ...]


class Answer(NamedTuple):
    """The whole answer, and the evidence that it cites; the last step. `model` wrote it, unless
    rules did; `unsupported` are those of its sentences that the evidence does not bear out."""

    text: str
    evidence: tuple[str, ...]
    model: str | None = None
    unsupported: tuple[str, ...] = ()


Step = Delta | Withdrawal | Cost | Answer
