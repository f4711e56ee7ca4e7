"""The time of one run of a tool, shared by the sources that it asks one after another."""

import time
from collections.abc import Callable
from typing import TypeVar

from casebook import threads
from casebook.errors import Unavailable

T = TypeVar("T")


class OutOfTime(Unavailable):
    """A source did not answer in its share of the time."""

    title = "A source took too long"


class TimeLeft:
    """Counts from when it is made. A source that hangs costs its share and not the whole run: what
    others said before is still told."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def seconds(self) -> float:
        return max(0.0, self._end - time.monotonic())

    def ask(self, source: Callable[[], T], share: float = 1.0) -> T:
        """What the source answers, if it does within that share of what is left.

        Raises:
            OutOfTime: it did not, or nothing was left to begin with.
            Exception: whatever the source raised.
        """
        seconds = self.seconds * share
        if seconds <= 0:
            raise OutOfTime("there was no time left to ask")
        from concurrent.futures import Future  # a cold start needs none

        answer: Future[T] = Future()

        def work() -> None:
            try:
                answer.set_result(source())
            except Exception as error:  # noqa: BLE001  it is raised where it is waited for
                answer.set_exception(error)

        threads.start(work)
        try:
            return answer.result(timeout=seconds)
        except TimeoutError:
            raise OutOfTime(f"it did not answer within {seconds:.0f} s") from None
