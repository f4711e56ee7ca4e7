"""The payloads of the state machine's steps: ids and small decisions, never the findings."""

from typing import Literal

from casebook.domain.events.diagnosis import Mode
from casebook.domain.model import Model


class Prepare(Model):
    diagnosis_id: str


class Prepared(Model):
    diagnosis_id: str
    mode: Mode


class Coordinate(Model):
    """One call of the coordinator; `record-failure` is for a specialist that did not come back."""

    diagnosis_id: str
    step: Literal["plan", "investigate", "assess", "conclude", "record-failure"]
    round: int = 1
    agent: str | None = None
    error: str | None = None
    cause: str | None = None


class Round(Model):
    """Who looks next, and in which round that is."""

    agents: tuple[str, ...]
    round: int


class Assessed(Model):
    """`wait_seconds` is how long to let time pass before the agents look again."""

    next: Literal["conclude", "investigate"]
    agents: tuple[str, ...]
    round: int
    wait_seconds: int = 0


class Concluded(Model):
    verdict: str
    confidence: float


class Specialise(Model):
    diagnosis_id: str
    agent: str
    round: int = 1


class Specialised(Model):
    agent: str
    status: Literal["completed", "skipped", "failed"]


class PassGate(Model):
    """`token` is that of a paused diagnosis, which waits for it to be answered."""

    diagnosis_id: str
    token: str | None = None
    round: int = 1


class Notify(Model):
    diagnosis_id: str


class Fail(Model):
    diagnosis_id: str
    error: str = ""
    cause: str = ""
