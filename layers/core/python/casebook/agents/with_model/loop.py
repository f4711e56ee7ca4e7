"""One agent at work with a language model.

It is asked, wants tools, gets their results, and is asked again until it has an answer. Whatever
happens it comes to an end: after so many steps, at the end of its time, when its budget is used up,
when somebody cancels, or when no model answers; and it always says which of these it was.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from casebook.agents.specialist import Run, Tools
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.hearing import Hearing, Reply
from casebook.agents.with_model.progress import (
    Committed,
    Ended,
    Ending,
    Paid,
    Said,
    Text,
    Withdrawn,
)
from casebook.agents.with_model.tool_calls import CallsMade, Form
from casebook.budget.spending import Spending
from casebook.domain.budget import Advice, Reservation
from casebook.domain.usage import Usage
from casebook.errors import Unavailable
from casebook.models.chain import Chain
from casebook.models.costs import interrupted, usages_of, worst_case
from casebook.models.errors import NoModelAnswered
from casebook.models.pace import Deadline, Pace
from casebook.models.port import ModelName, StopReason
from casebook.models.transcript import Transcript, UserMessage

_FINISH = (
    "You have used most of what you may use. Look nothing more up: conclude now from the evidence"
    " that you have, and say what you could not find out."
)
# This share of the time is for concluding, not for looking things up.
_FOR_THE_END = 0.35
_TOO_LATE = "Not run: there is no room for more look-ups. Conclude from the evidence that you have."


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
        self._has_evidence = bool(gathered)
        self._pace = pace or Pace()
        self._text = ""
        self._model: ModelName | None = None

    def run(self, transcript: Transcript) -> Generator[Said, None, None]:
        """Work on the transcript until there is an end to it."""
        deadline = self._pace.deadline(self._limits.seconds)
        is_told = False
        for step in range(1, self._limits.steps + 1):
            go = self._may_go_on(transcript, step, deadline)
            if isinstance(go, Ended):
                yield go
                return
            if go.must_finish and not is_told and self._limits.steps > 1:
                transcript, is_told = transcript.plus(UserMessage(_FINISH)), True
            reply = yield from self._hear(transcript, go.reservation, deadline)
            if isinstance(reply, NoModelAnswered):
                yield self._ended(Ending.NO_MODEL, reply.detail)
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

    def _may_go_on(self, transcript: Transcript, step: int, deadline: Deadline) -> "_Go | Ended":
        """Ask the clock, whoever steers, and the ledger."""
        course = self._steering()
        if deadline.seconds_left <= 0:
            # That is no provider's fault: none is asked, and no circuit breaker hears of it.
            return self._ended(Ending.OUT_OF_TIME)
        try:
            allowance = self._spending.ask(worst_case(self._chain, transcript))
        except Unavailable as error:
            return self._ended(Ending.OUT_OF_BUDGET, f"the ledger does not answer: {error.detail}")
        if allowance.reservation is None:
            why = allowance.used_up.sentence if allowance.used_up else ""
            return self._ended(Ending.OUT_OF_BUDGET, why)
        is_advised = Advice.FINISH is allowance.advice or course is Course.FINISH
        is_late = deadline.seconds_left < self._limits.seconds * _FOR_THE_END
        # Who has nothing yet may look things up once: there must be something to conclude from.
        can_conclude = step > 1 or self._has_evidence
        should_finish = can_conclude and (is_advised or is_late or self._calls.goes_in_circles)
        return _Go(allowance.reservation, should_finish or step == self._limits.steps)

    def _hear(
        self, transcript: Transcript, reservation: Reservation, deadline: Deadline
    ) -> Generator[Said, None, Reply | NoModelAnswered]:
        """One call: yields what is said and what it cost, returns the whole reply.

        Whoever stops listening (a session that has ended, a cancelled diagnosis) pays all the same
        for what was asked and said until then.
        """
        heard = Hearing()
        failure: NoModelAnswered | None = None
        try:
            with closing(self._chain.stream(transcript, deadline.seconds_left)) as parts:
                for part in parts:
                    if (said := heard.take(part)) is not None:
                        yield said
        except NoModelAnswered as error:
            failure = error
        finally:
            usages = self._usages(heard, transcript)
            recorded = self._spending.settle(reservation, usages)
        if recorded:
            yield Paid(tuple(recorded))
        if failure is None:
            self._model = heard.attempts[-1].model
        return failure or heard.reply

    def _usages(self, heard: Hearing, transcript: Transcript) -> list[Usage]:
        usages = usages_of(heard.attempts)
        if heard.asked is not None:
            usages.append(interrupted(self._chain, heard.asked, transcript, heard.reply.text))
        return usages

    def _ended(self, ending: Ending, why: str = "") -> Ended:
        return Ended(ending, self._text, tuple(self._calls.runs), self._model, why)


@dataclass(frozen=True, slots=True)
class _Go:
    """A call may be made; with `must_finish`, after it nothing is looked up any more."""

    reservation: Reservation
    must_finish: bool


__all__ = [
    "Committed",
    "Course",
    "Ended",
    "Ending",
    "Loop",
    "LoopLimits",
    "Paid",
    "Said",
    "Steering",
    "Text",
    "Withdrawn",
]
