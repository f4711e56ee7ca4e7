"""What a run sends: a named size, and a plan that follows from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

QUESTIONS = (
    "What are the errors?",
    "What changed?",
    "Is it healthy?",
    "Which errors are new?",
    "What should I look at first?",
)
_DROPPING = 0.4  # of all questions and diagnoses: the share whose client loses its connection
_REPEATING = 0.2
_IMPATIENT = 0.1
_TWICE = 0.2
_BY_BUS = 0.2
_MODES = ("auto", "complex")


class Size(NamedTuple):
    """How much a run sends. `clients` chat at the same time, each one chat after another; alarms
    and diagnoses by hand come evenly over `seconds`, or all at once."""

    chats: int = 200
    messages: int = 3
    diagnoses: int = 50
    alarms: int = 500
    workloads: int = 50
    clients: int = 10
    seconds: float = 300.0


SIZES = {
    "full": Size(),
    "burst": Size(20, 1, 10, 50, 5, clients=20, seconds=0.0),
}


class Drop(StrEnum):
    """Where a client loses its connection."""

    CONNECTED = "right after connecting"
    ANSWERING = "in the middle of an answer"
    ACKNOWLEDGED = "before the acknowledgement"


class Question(NamedTuple):
    """One message. `repeats`: it is sent again with the same client id once it was accepted.
    `impatient`: the next one is sent at once, and again when the refusal says."""

    client_id: str
    text: str
    drop: Drop | None
    repeats: bool
    impatient: bool


class Chat(NamedTuple):
    """A chat about the workload of that number, by the person of that number."""

    number: int
    person: int
    workload: int
    questions: tuple[Question, ...]


class Diagnosis(NamedTuple):
    """A diagnosis by hand, of a workload of its own, `at` seconds after the start. Every second one
    is complex, with all the specialists."""

    number: int
    mode: str
    at: float
    drop: Drop | None


class Way(StrEnum):
    """How an alarm is delivered."""

    TOPIC = "the alarm topic"
    BUS = "EventBridge"


class Alarm(NamedTuple):
    """One change of an alarm's state, delivered once or twice, `at` seconds after the start."""

    name: str
    workload: int
    at: float
    ways: tuple[Way, ...]


class Plan(NamedTuple):
    size: Size
    chats: tuple[Chat, ...]
    diagnoses: tuple[Diagnosis, ...]
    alarms: tuple[Alarm, ...]

    @property
    def people(self) -> int:
        """How many people chat: none of them starts more sessions than an hour permits."""
        return max((chat.person for chat in self.chats), default=0) + 1

    def alarms_of(self, workload: int) -> list[str]:
        return [alarm.name for alarm in self.alarms if alarm.workload == workload]


def plan(size: Size, seed: int, sessions_per_hour: int) -> Plan:
    """The same for the same size and seed."""
    dice = random.Random(seed)
    # A session whose start got no answer counts too, and its client starts another one.
    each = max(1, sessions_per_hour // 10)
    chats = tuple(
        Chat(n, n // each, n % size.workloads, tuple(_questions(n, size.messages, dice)))
        for n in range(size.chats)
    )
    drops = (Drop.CONNECTED, Drop.ANSWERING)
    diagnoses = tuple(
        Diagnosis(n, _MODES[n % 2], _at(n, size.diagnoses, size), _perhaps(drops, dice))
        for n in range(size.diagnoses)
    )
    alarms = tuple(
        Alarm(name_of(n), n % size.workloads, _at(n, size.alarms, size), _ways(dice))
        for n in range(size.alarms)
    )
    return Plan(size, chats, diagnoses, alarms)


def name_of(alarm: int) -> str:
    return f"load-errors-{alarm:03d}"


def _questions(chat: int, messages: int, dice: random.Random) -> Iterator[Question]:
    for number in range(messages):
        yield Question(
            client_id=f"load-{chat}-{number}",
            text=dice.choice(QUESTIONS),
            drop=_perhaps(tuple(Drop), dice),
            repeats=dice.random() < _REPEATING,
            impatient=number + 1 < messages and dice.random() < _IMPATIENT,
        )


def _perhaps(drops: tuple[Drop, ...], dice: random.Random) -> Drop | None:
    return dice.choice(drops) if dice.random() < _DROPPING else None


def _ways(dice: random.Random) -> tuple[Way, ...]:
    first = Way.BUS if dice.random() < _BY_BUS else Way.TOPIC
    if dice.random() >= _TWICE:
        return (first,)
    return first, dice.choice(tuple(Way))


def _at(number: int, of: int, size: Size) -> float:
    return size.seconds * number / of
