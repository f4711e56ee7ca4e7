"""One agent at work with a language model.

It is asked, wants tools, gets their results, and is asked again until it has an answer. Whatever
happens it comes to an end: after so many steps, at the end of its time, when its budget is used up,
when somebody cancels, or when no model answers; and it always says which of these it was.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from casebook.agents.calls_made import CallsMade, Form
from casebook.agents.fencing import Fence
from casebook.agents.specialist import Run, Tools
from casebook.budget.spending import Spending
from casebook.domain.budget import Advice, Reservation
from casebook.domain.events.tools import UsageRecorded
from casebook.errors import Unavailable
from casebook.models.attempt import Attempt, Reset
from casebook.models.chain import Chain
from casebook.models.costs import usages_of, worst_case
from casebook.models.errors import NoModelAnswered
from casebook.models.pace import Deadline, Pace
from casebook.models.port import (
    ModelName,
    Part,
    Reasoning,
    Stopped,
    StopReason,
    TextDelta,
    ToolCall,
)
from casebook.models.transcript import AssistantMessage, Transcript, UserMessage

_FINISH = (
    "You have used most of what you may use. Look nothing more up: conclude now from the evidence"
    " that you have, and say what you could not find out."
)
# The share of the time that is kept for concluding.
_FOR_THE_END = 0.2
_TOO_LATE = "Not run: there is no room for more look-ups. Conclude from the evidence that you have."


class Ending(StrEnum):
    """Why an agent's work with a model ended."""

    FINISHED = "finished"  # it said all it wanted to say
    OUT_OF_STEPS = "out-of-steps"  # it still wanted tools after its last step
    OUT_OF_TIME = "out-of-time"  # it still wanted tools when its time was over
    OUT_OF_BUDGET = "out-of-budget"  # a budget refused the next call
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
    """The last of what a loop yields. `model` is the one that spoke last; `runs` are all tool runs
    of this loop, in order; `why` completes the ending for people."""

    ending: Ending
    text: str
    runs: tuple[Run, ...]
    model: ModelName | None
    why: str = ""


Said = Text | Withdrawn | Committed | Paid | Ended


class Course(StrEnum):
    """Whether an agent may go on."""

    GO_ON = "go-on"
    FINISH = "finish"  # somebody paused it: come to an end with what there is


class Steering(Protocol):
    def __call__(self) -> Course:
        """Looked at before every call of a model. May raise to end the work at once (cancelled)."""
        ...


@dataclass(frozen=True, slots=True)
class LoopLimits:
    """`steps` are calls of a model; `seconds` are for all of them, tools included."""

    steps: int = 8
    seconds: float = 240.0


class Loop:
    """One agent's work. `run` is iterated over once; it yields `Said` and ends with `Ended`.

    `gathered` are runs that were made before: the same calls are not made again.
    """

    def __init__(
        self,
        chain: Chain,
        toolbox: Tools,
        spending: Spending,
        steering: Steering,
        fence: Fence,
        *,
        limits: LoopLimits | None = None,
        form: Form | None = None,
        gathered: Sequence[Run] = (),
        pace: Pace | None = None,
    ) -> None:
        self._chain = chain
        self._spending = spending
        self._steering = steering
        self._limits = limits or LoopLimits()
        self._calls = CallsMade(toolbox, fence, form)
        self._calls.remember(gathered)
        self._pace = pace or Pace()
        self._text = ""
        self._model: ModelName | None = None

    def run(self, transcript: Transcript) -> Iterator[Said]:
        """Work on the transcript until there is an end to it."""
        deadline = self._pace.deadline(self._limits.seconds)
        for step in range(1, self._limits.steps + 1):
            if deadline.seconds_left <= 0:
                # Not the provider's fault: it is not asked, so that its breaker hears of nothing.
                yield self._ended(Ending.OUT_OF_TIME)
                return
            is_late = deadline.seconds_left < self._limits.seconds * _FOR_THE_END
            is_only = self._limits.steps == 1
            go = self._may_go_on(transcript, is_last=is_late or step == self._limits.steps)
            if isinstance(go, Ended):
                yield go
                return
            if go.must_finish and not is_only:
                transcript = transcript.plus(UserMessage(_FINISH))
            try:
                reply = yield from self._hear(transcript, go.reservation, deadline)
            except NoModelAnswered as error:
                yield self._ended(Ending.NO_MODEL, error.detail)
                return
            self._text += reply.text
            yield Committed()
            if not reply.tool_calls:
                is_cut = reply.stopped is StopReason.LENGTH
                yield self._ended(Ending.CUT_SHORT if is_cut else Ending.FINISHED)
                return
            refusal = _TOO_LATE if go.must_finish else None
            results = self._calls.answer(reply.tool_calls, refusal)
            if self._calls.is_done:
                yield self._ended(Ending.FINISHED)
                return
            transcript = transcript.plus(reply.message, *results)
        yield self._ended(Ending.OUT_OF_STEPS)

    def _may_go_on(self, transcript: Transcript, *, is_last: bool) -> "_Go | Ended":
        """Ask whoever steers, and the ledger."""
        course = self._steering()
        try:
            allowance = self._spending.ask(worst_case(self._chain, transcript))
        except Unavailable as error:
            return self._ended(Ending.OUT_OF_BUDGET, f"the ledger does not answer: {error.detail}")
        if allowance.reservation is None:
            why = allowance.used_up.sentence if allowance.used_up else ""
            return self._ended(Ending.OUT_OF_BUDGET, why)
        is_told = Advice.FINISH is allowance.advice or course is Course.FINISH
        return _Go(allowance.reservation, is_told or is_last or self._calls.goes_in_circles)

    def _hear(
        self, transcript: Transcript, reservation: Reservation, deadline: Deadline
    ) -> "Generator[Said, None, _Reply]":
        """One call: yields what is said and what it cost, returns the whole reply.

        Whoever stops listening (a session that has ended, a cancelled diagnosis) pays all the same
        for what was said until then.
        """
        reply, attempts = _Reply(), list[Attempt]()
        try:
            for part in self._chain.stream(transcript, deadline.seconds_left):
                match part:
                    case Attempt():
                        attempts.append(part)
                    case Reset():
                        reply = _Reply()
                        yield Withdrawn(part.reason)
                    case TextDelta():
                        reply.take(part)
                        yield Text(part.text)
                    case _:
                        reply.take(part)
        finally:
            recorded = self._spending.settle(reservation, usages_of(attempts))
        self._model = attempts[-1].model if attempts else self._model
        if recorded:
            yield Paid(tuple(recorded))
        return reply

    def _ended(self, ending: Ending, why: str = "") -> Ended:
        return Ended(ending, self._text, tuple(self._calls.runs), self._model, why)


@dataclass(frozen=True, slots=True)
class _Go:
    """A call may be made; with `must_finish`, it is the last that may look anything up no more."""

    reservation: Reservation
    must_finish: bool


@dataclass(slots=True)
class _Reply:
    """What a model said in one call."""

    text: str = ""
    tool_calls: list[ToolCall] = field(default_factory=list)
    reasoning: list[Reasoning] = field(default_factory=list)
    stopped: StopReason | None = None

    def take(self, part: Part) -> None:
        match part:
            case TextDelta():
                self.text += part.text
            case ToolCall():
                self.tool_calls.append(part)
            case Reasoning():
                self.reasoning.append(part)
            case Stopped():
                self.stopped = part.reason

    @property
    def message(self) -> AssistantMessage:
        return AssistantMessage(self.text, tuple(self.tool_calls), tuple(self.reasoning))
