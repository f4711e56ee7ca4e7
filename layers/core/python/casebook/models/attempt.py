"""What became of one request to one provider: for the ledger, for events, and for whoever reads."""

from dataclasses import dataclass
from decimal import Decimal

from casebook.models.port import ModelName, Usage

ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Attempt:
    """`outcome` is `answered` or the word of a ModelError, whose `detail` it has.

    `cost` is in US dollars, and None where the price or the usage is not known. A failed attempt
    may have cost something too. `folded` tool results stood in the transcript as previews.
    """

    model: ModelName
    outcome: str
    milliseconds: int
    usage: Usage | None
    cost: Decimal | None
    detail: str = ""
    folded: int = 0

    @property
    def answered(self) -> bool:
        return self.outcome == ANSWERED


@dataclass(frozen=True, slots=True)
class Asked:
    """A request goes to this model now. Its `Attempt` follows, unless nobody listens any more."""

    model: ModelName


@dataclass(frozen=True, slots=True)
class Reset:
    """Everything since the beginning of the answer is withdrawn: text and tool calls. `reason` is a
    sentence for people."""

    reason: str
