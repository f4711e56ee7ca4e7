"""Everything that can go wrong with a language model.

    ModelError
    ├── RateLimited          the provider wants fewer requests; says when to try again, if it does
    ├── ProviderUnavailable  overloaded, failing, or not to be reached
    ├── TimedOut             silent for too long, or no time is left
    ├── CutOff               the answer began and did not end; has what was said until then
    ├── EmptyAnswer          it ended well and said nothing
    ├── BadKey               the key is refused, or may not use the model
    ├── UnknownModel         the provider has no model of this name
    ├── WrongEndpoint        nobody is at the address, or there is no such region
    ├── ContextTooLong       more than the model reads at once
    ├── ContentFiltered      the provider's filter refused the question or the answer
    ├── BadRequest           refused for another reason
    └── Skipped              nobody was asked: it failed a moment ago

    NoModelAnswered          each provider failed, and why: the deterministic engine answers

Three questions are answered by the class: whether the same request may succeed at the same provider
(`retry_here`), what it says about the provider's health (`trips`), and the word for it in records
(`outcome`). The next provider may always be asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from casebook.errors import CasebookError, Unavailable
from casebook.models.port import ModelName, Usage


class Trips(Enum):
    """What a failure does to the provider's circuit breaker."""

    NEVER = "never"  # it was about this request
    BY_COUNT = "by count"  # several in a short time mean that the provider is ill
    AT_ONCE = "at once"  # it would fail for everyone until somebody fixes the configuration


class ModelError(CasebookError):
    """One attempt failed. `retry_after` is in seconds, where the provider said so; `usage` is what
    the attempt was billed for, as far as it told."""

    status = 502
    title = "A language model failed"
    outcome: ClassVar[str] = "failed"
    retry_here: ClassVar[bool] = False
    trips: ClassVar[Trips] = Trips.NEVER

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        self.usage: Usage | None = None


class RateLimited(ModelError):
    title = "The provider limits the rate of requests"
    outcome = "rate-limited"
    retry_here = True
    trips = Trips.BY_COUNT


class ProviderUnavailable(ModelError):
    title = "The provider does not answer"
    outcome = "unavailable"
    retry_here = True
    trips = Trips.BY_COUNT


class TimedOut(ModelError):
    title = "The provider was silent for too long"
    outcome = "timed-out"
    retry_here = True
    trips = Trips.BY_COUNT


class CutOff(ModelError):
    """`said` is the text until then: a part of an answer, and never one."""

    title = "The answer was cut off"
    outcome = "cut-off"
    retry_here = True
    trips = Trips.BY_COUNT

    def __init__(self, detail: str, *, said: str = "") -> None:
        super().__init__(detail)
        self.said = said


class EmptyAnswer(ModelError):
    title = "The model said nothing"
    outcome = "empty"
    retry_here = True


class BadKey(ModelError):
    title = "The provider refuses the key"
    outcome = "bad-key"
    trips = Trips.AT_ONCE


class UnknownModel(ModelError):
    title = "The provider has no such model"
    outcome = "unknown-model"
    trips = Trips.AT_ONCE


class WrongEndpoint(ModelError):
    title = "The provider is not at this address"
    outcome = "wrong-endpoint"
    retry_here = True
    trips = Trips.BY_COUNT


class ContextTooLong(ModelError):
    title = "More than the model reads at once"
    outcome = "context-too-long"


class ContentFiltered(ModelError):
    title = "The provider's content filter refused"
    outcome = "content-filtered"


class BadRequest(ModelError):
    title = "The provider refuses the request"
    outcome = "bad-request"


class Skipped(ModelError):
    """Nobody was asked: the circuit breaker is open."""

    title = "The provider failed a moment ago and is left alone"
    outcome = "skipped"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one provider of the chain did not answer: its last error."""

    model: ModelName
    error: ModelError


class NoModelAnswered(Unavailable):
    """Every provider of the chain failed. `failures` are in the order in which they were asked."""

    title = "No language model answered"

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(failures)
        reasons = "; ".join(f"{each.model}: {each.error.detail}" for each in self.failures)
        super().__init__(f"no language model answered ({reasons})")
