"""What an agent's work with a model tells while it goes on, and how it ends."""

from dataclasses import dataclass
from enum import StrEnum

from casebook.agents.specialist import Run
from casebook.domain.events.tools import UsageRecorded
from casebook.models.port import ModelName


class Ending(StrEnum):
    """Why an agent's work with a model ended."""

    FINISHED = "finished"  # it said all it wanted to say
    OUT_OF_STEPS = "out-of-steps"  # it still wanted tools after its last step
    OUT_OF_TIME = "out-of-time"  # it still wanted tools when its time was over
    OUT_OF_BUDGET = "out-of-budget"  # a budget refused the next call, or the ledger did not answer
    NO_MODEL = "no-model"  # every provider failed
    CUT_SHORT = "cut-short"  # the answer was longer than the model may write


@dataclass(frozen=True, slots=True)
class Text:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Everything that was said since the last `Committed` is withdrawn, and said anew."""

    reason: str


@dataclass(frozen=True, slots=True)
class Committed:
    """The text until here stands: tools are run now, or the work is done."""


@dataclass(frozen=True, slots=True)
class Paid:
    """What to append to the stream for the models' calls of one step."""

    recorded: tuple[UsageRecorded, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """The last of what a loop yields. `text` is what stands of what was said; `model` is the one
    that answered last; `runs` are all tool runs of this loop, in order; `why` completes the ending
    for people."""

    ending: Ending
    text: str
    runs: tuple[Run, ...]
    model: ModelName | None
    why: str = ""


Said = Text | Withdrawn | Committed | Paid | Ended
