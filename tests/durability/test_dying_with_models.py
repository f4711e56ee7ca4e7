"""Turns and diagnoses that models answer die at each of their effects: in the middle of what a
model says, at a look-up, between two providers, before and after what was used is booked.

Nothing stays open, the answer is the whole one, and what was paid is booked once.
"""

from collections.abc import Callable, Generator, Sequence
from decimal import Decimal
from typing import Any

import pytest

from casebook import threads
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spenders import of_diagnosis
from casebook.domain.events.event import Event
from casebook.domain.events.tools import UsageRecorded
from casebook.domain.message import MessageStatus
from casebook.models.breaker import Breaker
from casebook.models.chain import Chain, Link
from casebook.models.errors import CutOff, ModelError
from casebook.models.port import ModelName, Part, TextDelta, Usage
from casebook.models.prices import Price
from casebook.models.transcript import AssistantMessage, Transcript
from casebook.settings import Settings
from local.memory.clock import FakeClock
from local.memory.ledger import MemoryLedger
from tests.durability.diagnoses import ATTEMPTS, check_ended, told, undisturbed
from tests.durability.killing import Effects, Kill, Moment
from tests.durability.test_dying_diagnoses import Incident
from tests.durability.test_dying_turns import MOMENTS, Chat, check
from tests.fakes.breakers import MemoryBreakerStore
from tests.fakes.models import SleptTime
from tests.fakes.played_model import PlayedModel
from tests.fakes.reasoning import calls, says
from tests.unit.chat.model_world import ModelWorld

PRICE = Price(Decimal(2), Decimal(10), Decimal(0), Decimal(0))
ANSWER = "I look.\n\nI cannot tell."
PROVIDERS = 2
"""Of one call of the chain: the first breaks off, the second says it anew."""


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that dies would be waited for: with the process, all of them are gone at once."""
    monkeypatch.setattr(threads, "start", lambda call, *given, **named: call(*given, **named))


class Provider:
    """Says what the transcript asks for; each part is an effect, before or after which the process
    may die."""

    def __init__(
        self, name: str, reply: Callable[[Transcript], Sequence[Part | ModelError]]
    ) -> None:
        self.name = ModelName(name, "model")
        self.asked = 0
        self._reply = reply

    def stream(self, transcript: Transcript, seconds: float) -> Generator[Part, None, None]:
        self.asked += 1
        for part in self._reply(transcript):
            if isinstance(part, ModelError):
                raise part
            yield self.says(part)

    def says(self, part: Part) -> Part:
        return part


class Providers:
    """One that breaks off, and one that takes over from it."""

    def __init__(self, reply: Callable[[Transcript], Sequence[Part | ModelError]]) -> None:
        self.both = Provider("first", _breaks_off), Provider("second", reply)
        links = [Link(each, 1000, 200_000, attempts=1, price=PRICE) for each in self.both]
        self.chain = Chain(links, Breaker(MemoryBreakerStore(), FakeClock()), SleptTime().pace)

    @property
    def asked(self) -> int:
        return sum(each.asked for each in self.both)

    def count(self, effects: Effects, ledger: Any) -> None:
        for each in self.both:
            effects.of(each, "says")
        effects.of(ledger, "reserve", "settle")


def _breaks_off(transcript: Transcript) -> Sequence[Part | ModelError]:
    return Usage(input=1000, output=10), TextDelta("It is the "), CutOff("no reason to stop")


def _looks_and_says(transcript: Transcript) -> Sequence[Part]:
    has_looked = any(isinstance(each, AssistantMessage) for each in transcript.messages)
    return says("I cannot tell.") if has_looked else calls(1, text="I look.")


def check_paid(
    providers: Providers, ledger: MemoryLedger, events: list[Event], deaths: int
) -> None:
    """Each use of a model is in the ledger once, and once in the log; of a process that died what
    it was about to book is missing, and nothing more."""
    booked = sum(spent.calls for spent in ledger.rows.values())
    payloads = [event.payload for event in events]
    recorded = [each for each in payloads if isinstance(each, UsageRecorded) and each.model]
    assert providers.asked - PROVIDERS * deaths <= booked <= providers.asked
    assert booked - PROVIDERS * deaths <= len(recorded) <= booked


# ── Chats ────────────────────────────────────────────────────────────────────────────────────────


def a_chat() -> tuple[Chat, Providers]:
    providers = Providers(_looks_and_says)
    world = ModelWorld(chain=providers.chain)
    chat = Chat(world=world)
    chat.effects.of(world.store, "put")
    providers.count(chat.effects, world.ledger)
    chat.send()
    return chat, providers


def effects_of_a_turn() -> int:
    chat, _ = a_chat()
    chat.effects.seen.clear()
    chat.deliver()
    assert chat.answers() == [(MessageStatus.COMPLETE, ANSWER)]
    return len(chat.effects.seen)


# Pieces that come at once go out in one push, so that a turn may have a few less.
EFFECTS_OF_A_TURN = 38


def test_no_turn_has_more_effects_than_die_here() -> None:
    assert EFFECTS_OF_A_TURN - 4 <= effects_of_a_turn() <= EFFECTS_OF_A_TURN


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(EFFECTS_OF_A_TURN))
def test_a_turn_of_a_model_that_dies_is_answered_as_if_it_had_not(
    effect: int, moment: Moment, times: int
) -> None:
    chat, providers = a_chat()
    chat.effects.kill = Kill(effect, moment, times, "turn")

    chat.deliver()
    chat.sweep()

    deaths = chat.effects.deaths  # none, where pieces that came at once went out in one push
    check(chat)
    assert chat.answers() == [(MessageStatus.COMPLETE, ANSWER)]
    check_paid(providers, chat.world.ledger, chat.world.log.read(chat.session), deaths)
    check_nothing_is_held(chat)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("effect", range(0, EFFECTS_OF_A_TURN, 3))
def test_a_turn_of_a_model_that_dies_every_time_ends(effect: int, moment: Moment) -> None:
    chat, providers = a_chat()
    chat.effects.kill = Kill(effect, moment, 100, "turn")

    chat.deliver()
    chat.sweep()

    check(chat)
    events = chat.world.log.read(chat.session)
    check_paid(providers, chat.world.ledger, events, chat.effects.deaths)
    check_nothing_is_held(chat)


def check_nothing_is_held(chat: Chat) -> None:
    """What a dead process had reserved lapses."""
    ledger, now = chat.world.ledger, chat.world.clock
    now.move(hours=1)
    ledger.give_back_abandoned("shop", now.now())
    balance = ledger.balance(BudgetPolicy(chat.world.settings).of_stream(chat.session))
    assert balance.claimed == balance.spent


# ── Diagnoses ────────────────────────────────────────────────────────────────────────────────────


def an_incident(kill: Kill | None = None) -> tuple[Incident, Providers]:
    played = PlayedModel("second")
    providers = Providers(lambda transcript: list(played.stream(transcript, 60.0)))
    incident = Incident(kill, lambda: providers.chain)
    providers.count(incident.effects, incident.replay.ledger)
    return incident, providers


def effects_of_all_steps() -> int:
    incident, _ = an_incident(Kill(-1, "before", 1, "step"))
    incident.run()
    return incident.effects.total


EFFECTS = effects_of_all_steps()


@pytest.mark.parametrize(("moment", "first"), [("before", 0), ("after", 1)])
@pytest.mark.parametrize("pair", range(0, EFFECTS // 2, 2))
def test_a_step_with_a_model_that_dies_and_is_tried_again_changes_no_conclusion(
    pair: int, moment: Moment, first: int
) -> None:
    # To die after an effect is nearly to die before the next: they take turns.
    incident, providers = an_incident(Kill(2 * pair + first, moment, 1, "step"))

    diagnosis = incident.run()

    assert incident.effects.deaths == 1
    events = check_ended(incident.replay, diagnosis.diagnosis_id)
    assert told(diagnosis) == undisturbed()
    check_paid(providers, incident.replay.ledger, events, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("effect", range(0, EFFECTS, 9))
def test_a_step_with_a_model_that_dies_every_time_leaves_nothing_open(effect: int) -> None:
    incident, providers = an_incident(Kill(effect, "after", ATTEMPTS, "step"))

    diagnosis = incident.run()

    deaths = incident.effects.deaths
    events = check_ended(incident.replay, diagnosis.diagnosis_id)
    check_paid(providers, incident.replay.ledger, events, deaths)  # type: ignore[arg-type]
    incident.clock.move(hours=1)
    incident.replay.ledger.give_back_abandoned(diagnosis.project, incident.clock.now())
    policy = BudgetPolicy(Settings()).of(of_diagnosis(diagnosis), incident.clock.now())
    balance = incident.replay.ledger.balance(policy[0])
    assert balance.claimed == balance.spent
