"""What a chat remembers of itself."""

from datetime import timedelta

from casebook.agents.with_model.fencing import Fence
from casebook.chat.conversing.memory import remembered, summary
from casebook.domain.message import Message, Role
from casebook.models.transcript import AssistantMessage, UserMessage
from tests.fakes.shop import NOW

FENCE = Fence("f00d")


def chat(exchanges: int, answer: str = "It is well [evd_{n}].") -> list[Message]:
    """Question and answer, so many times."""
    said = []
    for n in range(exchanges):
        time = NOW + timedelta(minutes=n)
        said.append(Message(message_id=f"q{n}", role=Role.USER, text=f"Question {n}?", at=time))
        text = answer.format(n=n)
        said.append(Message(message_id=f"a{n}", role=Role.AGENT, text=text, at=time))
    return said


def test_a_short_chat_is_remembered_word_for_word_with_the_time_of_each_question() -> None:
    assert remembered(chat(1), FENCE) == [
        UserMessage("Question 0?\n\n(It is 2026-11-21T19:00:00.000Z.)"),
        AssistantMessage("It is well [evd_0]."),
    ]


def test_a_message_without_text_is_left_out() -> None:
    (failed,) = chat(1, answer="")[1:]

    assert remembered([failed], FENCE) == []


def test_what_stands_before_a_question_does_not_change_from_turn_to_turn() -> None:
    changed = 0
    for turn in range(1, 40):
        before, after = (remembered(chat(n), FENCE) for n in (turn, turn + 1))
        changed += after[: len(before)] != before

    assert changed == 40 * 2 // 8 - 2  # only when a block of eight is folded


def test_the_earlier_part_of_a_long_chat_is_told_in_short_and_fenced() -> None:
    first, *rest = remembered(chat(30), FENCE)

    assert isinstance(first, UserMessage)
    assert first.text.startswith("<data-f00d ")
    assert "- Asked at 2026-11-21T19:00:00.000Z: Question 0?" in first.text
    assert len(rest) < 20


def test_the_short_form_keeps_every_id_and_what_was_concluded() -> None:
    filler = "The service logs a lot and most of it says nothing at all. " * 8
    answer = f"{filler}The deploy of noon caused it, see dgn_01ABC. {filler}See also [evd_{{n}}]."

    text = summary(chat(2, answer))

    assert "The deploy of noon caused it" in text
    assert all(each in text for each in ("dgn_01ABC", "evd_0", "evd_1"))
    assert len(text) < len(filler) * 2


def test_an_id_in_a_long_question_is_kept_too() -> None:
    (asked, _) = chat(1)
    long = asked.model_copy(update={"text": "Please compare. " * 30 + "with dgn_01ABC"})

    assert "dgn_01ABC" in summary([long])
