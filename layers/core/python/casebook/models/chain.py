"""Asking several models in turn until one answers.

Each provider is tried a few times, then the next goes on with the same transcript, in the middle of
a turn too: tool calls and results are part of it. What a failed attempt said is withdrawn
(`Reset`), and every attempt is told (`Attempt`), so that a caller can record it as it happens.
"""

import math
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from casebook.models.attempt import ANSWERED, Asked, Attempt, Reset
from casebook.models.breaker import Breaker
from casebook.models.errors import (
    ContentFiltered,
    ContextTooLong,
    CutOff,
    EmptyAnswer,
    Failure,
    ModelError,
    NoModelAnswered,
    TimedOut,
)
from casebook.models.folding import estimated_tokens, fold, folded_results
from casebook.models.pace import Deadline, Pace
from casebook.models.port import (
    LanguageModel,
    Part,
    Stopped,
    StopReason,
    TextDelta,
    ToolCall,
    Usage,
)
from casebook.models.prices import Price
from casebook.models.transcript import Transcript

# A provider that wants a longer pause is left to the next one; the last one is waited for.
PATIENCE_SECONDS = 5.0
# Nor may tries at one provider take the time that the others need: each has its share of what is
# left. An answer under way is never ended for that.
# How much shorter a transcript becomes that a provider found too long, by our own estimate.
_SHORTER = 0.6

Said = Part | Asked | Reset | Attempt


@dataclass(frozen=True, slots=True)
class Link:
    """One model of the chain, with its limits and its price (None: unknown)."""

    model: LanguageModel
    max_tokens: int
    context_tokens: int
    attempts: int
    price: Price | None


class Chain:
    def __init__(self, links: Sequence[Link], breaker: Breaker, pace: Pace | None = None) -> None:
        self.links = tuple(links)
        self._breaker = breaker
        self._pace = pace or Pace()

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Said, None, None]:
        """Go on with the transcript, in at most `seconds`.

        Tool calls may be withdrawn as text may, so they are to be run when the `Stopped` is there.

        Raises:
            NoModelAnswered: with the reason of each provider; anything said was withdrawn.
        """
        deadline = self._pace.deadline(seconds)
        failures: list[Failure] = []
        for place, link in enumerate(self.links):
            others = len(self.links) - place - 1
            error = yield from self._ask(link, transcript, deadline, others)
            if error is None:
                return
            failures.append(Failure(link.model.name, error))
        raise NoModelAnswered(failures)

    def _ask(
        self, link: Link, transcript: Transcript, deadline: Deadline, others: int
    ) -> Generator[Said, None, ModelError | None]:
        """Try one provider until it answers (None) or should not be tried again (its error)."""
        name = link.model.name
        transcript = fold(transcript, link.context_tokens - link.max_tokens)
        share = self._pace.deadline(deadline.seconds_left / (others + 1))
        tries = 0
        while True:
            if skipped := self._breaker.admit(name):
                return skipped
            error = yield from self._attempt(link, transcript, deadline)
            if error is None:
                self._breaker.succeeded(name)
                return None
            self._breaker.failed(name, error)
            if isinstance(error, ContextTooLong):
                shorter = fold(transcript, int(estimated_tokens(transcript) * _SHORTER))
                if shorter == transcript:
                    return error
                transcript = shorter
                continue
            tries += 1
            wait = self._pace.wait_before_retry(tries, error.retry_after)
            patience = min(share.seconds_left, PATIENCE_SECONDS if others else math.inf)
            if not error.retry_here or tries >= link.attempts or wait >= patience:
                return error
            self._pace.sleep(wait)

    def _attempt(
        self, link: Link, transcript: Transcript, deadline: Deadline
    ) -> Generator[Said, None, ModelError | None]:
        """One request: its parts, then what became of it."""
        began = self._pace.now()
        hearing = _Hearing()
        error: ModelError | None = None
        yield Asked(link.model.name)
        try:
            yield from hearing.parts(link.model, transcript, deadline)
        except ModelError as failure:
            error = failure
        usage = error.usage or hearing.usage if error else hearing.usage
        if error and hearing.said_something:
            yield Reset(error.title)
        yield Attempt(
            model=link.model.name,
            outcome=error.outcome if error else ANSWERED,
            milliseconds=round((self._pace.now() - began) * 1000),
            usage=usage,
            cost=link.price.cost(usage) if link.price and usage else None,
            detail=error.detail if error else "",
            folded=folded_results(transcript),
        )
        return error


class _Hearing:
    """What one attempt has said so far."""

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self.said_something = False

    def parts(
        self, model: LanguageModel, transcript: Transcript, deadline: Deadline
    ) -> Iterator[Part]:
        """The model's parts, as long as there is time.

        Raises:
            ModelError: the model's own, and for an answer that was filtered, empty or too late.
        """
        if deadline.seconds_left <= 0:
            raise TimedOut("no time was left")
        stopped: Stopped | None = None
        with closing(model.stream(transcript, deadline.seconds_left)) as parts:
            for part in parts:
                if isinstance(part, Stopped):
                    stopped = part
                    continue
                self._take_note(part)
                yield part
                if deadline.seconds_left <= 0:
                    raise TimedOut("the time for the answer ran out")
        if stopped is None:
            raise CutOff("the stream ended without a reason to stop")
        if stopped.reason is StopReason.CONTENT_FILTER:
            raise ContentFiltered(f"the answer was filtered ({stopped.said})")
        if not self.said_something and stopped.reason is not StopReason.LENGTH:
            raise EmptyAnswer(f"it stopped ({stopped.said}) and had said nothing")
        yield stopped

    def _take_note(self, part: Part) -> None:
        match part:
            case Usage():
                self.usage = part
            case TextDelta() | ToolCall():
                self.said_something = True
