"""How long to wait before the next try, and how long there is at all."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# Full jitter: the wait is anywhere between nothing and a limit that doubles, so that clients which
# failed together do not come back together.
# https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
_FIRST_LIMIT_SECONDS = 0.5
_LONGEST_SECONDS = 8.0


def _anywhere_below(limit: float) -> float:
    return random.uniform(0, limit)


@dataclass(frozen=True)
class Pace:
    """Time, as a chain sees it; tests bring their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float], float] = field(default=_anywhere_below)

    def wait_before_retry(self, tries: int, retry_after: float | None) -> float:
        """Seconds to wait after `tries` failed tries: never less than the provider asked for."""
        wait = self.jitter(min(_LONGEST_SECONDS, _FIRST_LIMIT_SECONDS * 2 ** (tries - 1)))
        return wait if retry_after is None else retry_after + wait / 2

    def deadline(self, seconds: float) -> "Deadline":
        return Deadline(self.now() + seconds, self)


@dataclass(frozen=True)
class Deadline:
    """The moment by which an answer must be there."""

    at: float
    pace: Pace

    @property
    def seconds_left(self) -> float:
        return self.at - self.pace.now()
