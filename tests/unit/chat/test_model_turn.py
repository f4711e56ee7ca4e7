"""A turn that a model answers: streamed, cited, checked, paid for; and what happens without it."""

from dataclasses import replace
from typing import Any

import pytest

from casebook.budget.policy import BudgetPolicy
from casebook.chat.answering.by_rules import by_rules
from casebook.chat.exchange import Delta
from casebook.chat.turn import Speaker
from casebook.domain.events.event import Event
from casebook.engine import Engine
from casebook.models.errors import CutOff, ModelError, ProviderUnavailable
from casebook.models.port import Part, Stopped, StopReason, TextDelta, Usage
from casebook.models.transcript import UserMessage
from tests.fakes.models import ScriptedModel
from tests.fakes.reasoning import calls, says
from tests.unit.chat.model_world import ModelWorld
from tests.unit.chat.world import ANN, WORKLOAD, World

Script = tuple[Part | ModelError, ...]
HALF: Script = (TextDelta("It is the d"), CutOff("no reason to stop"))
DOWN: Script = (ProviderUnavailable("503"),)


def model(*scripts: Script, name: str = "acme") -> ScriptedModel:
    return ScriptedModel(name, *scripts)


def of(events: list[Event], kind: str) -> list[Any]:
    return [event.payload for event in events if event.type == kind]


def test_an_answer_streams_from_the_model_and_names_it() -> None:
    world = ModelWorld(model(says("I cannot tell.")))

    events = world.answered()

    (begun,), (complete,) = of(events, "message-start"), of(events, "message-complete")
    assert begun.engine == "model"
    assert (complete.text, complete.model) == ("I cannot tell.", "acme/model")
    assert of(events, "usage-recorded")[0].input_tokens == 1000


def test_an_image_leaves_a_chat_nowhere() -> None:
    world = ModelWorld(
        model(says("See ![n](https://elsewhere.example/?q=7): it failed 98765 times."))
    )

    events = world.answered()

    (complete,) = of(events, "message-complete")
    assert "! [n](https://elsewhere.example/?q=7)" in complete.text
    assert complete.unsupported
    assert not [event for event in events if "![" in event.data]


def test_a_tool_is_called_and_what_it_brought_is_cited() -> None:
    first = model(calls(1, text="I look."), says("placeholder"))
    world = ModelWorld(first)
    _cite_what_was_found(first)

    events = world.answered()

    (complete,) = of(events, "message-complete")
    (finished,) = of(events, "tool-finished")
    assert complete.text == f"I look.\n\nIt was refused 14 times [{finished.evidence_id}]."
    assert complete.evidence == (finished.evidence_id,)
    assert complete.unsupported == ()


def test_evidence_of_an_earlier_turn_still_counts() -> None:
    first = model(calls(1), says("placeholder"))
    world = ModelWorld(first)
    _cite_what_was_found(first)
    (finished,) = of(world.answered(), "tool-finished")
    again = says(f"As I said, 14 times [{finished.evidence_id}].")
    world.models = (model(again),)

    (complete,) = of(world.ask("sure?", "c2"), "message-complete")

    assert complete.unsupported == ()
    assert complete.evidence == (finished.evidence_id,)


def test_what_no_evidence_shows_is_marked_in_the_text_and_in_the_event() -> None:
    world = ModelWorld(model(says("It failed 99 times [evd_made_up].")))

    (complete,) = of(world.answered(), "message-complete")

    assert complete.unsupported == ("It failed 99 times.",)
    assert complete.evidence == ()
    assert "> Not supported by the evidence (it cites evidence that does not exist" in complete.text


def test_a_cut_off_answer_is_withdrawn_and_said_again_from_the_beginning() -> None:
    world = ModelWorld(model(calls(1, text="I look."), HALF, says("It is well.")))

    events = world.answered()

    (reset,) = of(events, "content-reset")
    assert reset.reason == "The answer was cut off"
    assert of(events, "message-complete")[0].text == "I look.\n\nIt is well."
    assert world.session(world.session_id).messages[-1].text == "I look.\n\nIt is well."


def test_the_second_provider_goes_on_when_the_first_is_lost_in_mid_stream() -> None:
    killed: Script = (TextDelta("It is the d"), ProviderUnavailable("connection lost"))
    first = model(calls(1), killed, DOWN, name="first")
    second = model(says("It is well."), name="second")
    world = ModelWorld(first, second)

    events = world.answered()

    (complete,) = of(events, "message-complete")
    assert (complete.text, complete.model) == ("It is well.", "second/model")
    assert len(of(events, "tool-finished")) == 1


def test_without_any_model_rules_answer_and_say_so() -> None:
    world = ModelWorld(model(DOWN))

    (complete,) = of(world.answered("hello"), "message-complete")

    assert complete.text.startswith(
        "No language model answers at the moment, so this is what fixed"
    )
    assert "What I can" in complete.text or len(complete.text) > 100
    assert complete.model is None


def test_a_budget_that_ends_in_mid_turn_leaves_the_rest_to_the_rules_and_says_why() -> None:
    dear: Script = (*calls(1, text="I look.")[:-2], Usage(input=60_000), *calls()[-1:])
    world = ModelWorld(model(dear, says("never")), session_tokens=50_000)

    (complete,) = of(world.answered("hello"), "message-complete")

    assert complete.text.startswith("I look.\n\nA language model cannot be asked now (the model bu")
    assert complete.model == "acme/model"


def test_who_only_wants_tools_is_answered_by_rules_in_the_end() -> None:
    world = ModelWorld(model(*(calls(n) for n in range(1, 12))))

    (complete,) = of(world.answered("hello"), "message-complete")

    assert complete.text.startswith("The language model came to no answer")


def test_an_answer_that_is_as_long_as_it_may_be_says_so() -> None:
    world = ModelWorld(model(says("It is", StopReason.LENGTH)))

    (complete,) = of(world.answered(), "message-complete")

    assert complete.text.endswith("> The answer was cut short: it is as long as it may be.")


def test_a_session_that_ends_in_mid_answer_pays_for_what_was_said() -> None:
    world = ModelWorld(model(says("never")))

    class Ending(ScriptedModel):
        def stream(self, transcript: Any, seconds: float) -> Any:
            yield Usage(input=900, output=1)
            world.chat.end(ANN, WORKLOAD, world.session_id)
            yield TextDelta("a" * 3000)
            yield TextDelta("b" * 3000)
            yield Stopped(StopReason.FINISHED, "end_turn")

    world.models = (Ending("acme"),)

    events = world.answered()

    assert events[-1].type == "session-ended"
    balance = world.ledger.balance(BudgetPolicy(world.settings).of_stream(world.session_id))
    assert balance.spent.tokens > 900


def test_the_second_attempt_is_asked_the_question_once_and_not_what_was_half_said() -> None:
    asked = model(says("It is well."))
    world = ModelWorld(asked)
    session = world.start()
    message = world.say(session, "why is it slow?")
    breaking = replace(world.turns, choose_speaker=lambda _: Speaker(Engine.MODEL, _breaks))
    with pytest.raises(RuntimeError):
        breaking.run(session, message, "inv_1")

    world.turns.run(session, message, "inv_1")

    (only,) = asked.asked[0].messages
    assert isinstance(only, UserMessage)
    assert only.text.startswith("why is it slow?\n\n(It is ")


def test_what_stands_before_a_question_is_the_same_in_the_next_turn() -> None:
    asked = model(says("It is well."))
    world = ModelWorld(asked)
    world.answered("first?")
    world.ask("second?", "c2")

    before, after = asked.asked
    assert before.system == after.system
    assert before.tools == after.tools
    assert after.messages[: len(before.messages)] == before.messages


def test_rules_that_stand_in_for_a_model_say_why() -> None:
    world = World()
    world.answer = lambda exchange: by_rules(exchange, "No language model is configured.")
    session = world.start()
    world.say(session, "hello")
    world.run_turn()

    text = world.session(session).messages[-1].text
    assert text.startswith("No language model is configured.\n\n")


def _breaks(_: object) -> Any:
    yield Delta("Half of ")
    raise RuntimeError("broken")


def _cite_what_was_found(asked: ScriptedModel) -> None:
    """Make its last reply cite the evidence that it was given."""
    plain = asked.stream

    def stream(transcript: Any, seconds: float) -> Any:
        last = transcript.messages[-1]
        if evidence := getattr(last, "evidence_id", None):
            asked.asked.append(transcript)
            return iter_of(says(f"It was refused 14 times [{evidence}]."))
        return plain(transcript, seconds)

    asked.stream = stream  # type: ignore[method-assign]


def iter_of(parts: tuple[Part, ...]) -> Any:
    yield from parts
