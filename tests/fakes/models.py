"""Language models that say what a test tells them to, and time that passes when it is slept."""

from collections.abc import Generator, Sequence

from casebook.models.errors import ModelError
from casebook.models.pace import Pace
from casebook.models.port import (
    ModelName,
    Part,
    Stopped,
    StopReason,
    TextDelta,
    Usage,
)
from casebook.models.transcript import Transcript

ANSWER: tuple[Part, ...] = (
    TextDelta("It is "),
    TextDelta("the deploy."),
    Usage(input=1000, output=100),
    Stopped(StopReason.FINISHED, "end_turn"),
)


class ScriptedModel:
    """Each request takes the next script: parts to say, an error to end with. The last one stays.

    `asked` are the transcripts of the requests; `closed` counts the streams that were closed.
    """

    def __init__(self, provider: str, *scripts: Sequence[Part | ModelError]) -> None:
        self.name = ModelName(provider, "model")
        self.asked: list[Transcript] = []
        self.closed = 0
        self._scripts = list(scripts) or [ANSWER]

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Part, None, None]:
        script = self._scripts[min(len(self.asked), len(self._scripts) - 1)]
        self.asked.append(transcript)
        try:
            for each in script:
                if isinstance(each, ModelError):
                    raise each
                yield each
        finally:
            self.closed += 1


class SleptTime:
    """Time that passes by sleeping and by `pass_by`; `slept` are the waits."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self._now = 0.0

    @property
    def pace(self) -> Pace:
        """Waits are as long as their jitter allows."""
        return Pace(now=lambda: self._now, sleep=self._sleep, jitter=lambda limit: limit)

    def pass_by(self, seconds: float) -> None:
        self._now += seconds

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += seconds
