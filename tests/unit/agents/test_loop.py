"""An agent at work with a model: tools, budgets, failures, and an end in every case."""

import time

import pytest

from casebook.agents.with_model.loop import (
    Course,
    Ended,
    Ending,
    LoopLimits,
    Paid,
    Said,
    Text,
    Withdrawn,
)
from casebook.models.errors import BadKey, CutOff, ModelError, ProviderUnavailable
from casebook.models.port import Part, TextDelta, ToolCall, Usage
from casebook.models.transcript import ToolMessage, UserMessage
from casebook.settings import Settings
from tests.fakes.models import ScriptedModel
from tests.fakes.reasoning import Desk, LookAtOrder, calls, look, says


def model(*scripts: tuple[Part | ModelError, ...]) -> ScriptedModel:
    return ScriptedModel("acme", *scripts)


def ended(said: list[Said]) -> Ended:
    assert isinstance(said[-1], Ended)
    return said[-1]


def results(asked: ScriptedModel) -> list[ToolMessage]:
    """What the model was told of its calls, at its last request."""
    return [each for each in asked.asked[-1].messages if isinstance(each, ToolMessage)]


def was_told_to_finish(asked: ScriptedModel, request: int) -> bool:
    last = asked.asked[request].messages[-1]
    return isinstance(last, UserMessage) and "conclude now" in last.text


def test_an_answer_without_tools_is_text_and_an_end() -> None:
    desk = Desk((model(says("All is well.")),))

    said = list(desk.run())

    assert [each.text for each in said if isinstance(each, Text)] == ["All is well."]
    assert (ended(said).ending, ended(said).text) == (Ending.FINISHED, "All is well.")
    assert str(ended(said).model) == "acme/model"


def test_the_calls_of_one_reply_run_side_by_side_and_are_answered_in_their_order() -> None:
    asked = model(calls(1, 2, 3, 4), says("Refused."))
    desk = Desk((asked,), tool=LookAtOrder(seconds=0.3))
    began = time.monotonic()

    said = list(desk.run())

    assert time.monotonic() - began < 0.9
    assert [f"order {n} " in each.text for n, each in enumerate(results(asked), 1)] == [True] * 4
    assert len(ended(said).runs) == 4


def test_a_result_is_fenced_and_can_be_cited() -> None:
    asked = model(calls(1), says("Refused."))
    desk = Desk((asked,))

    (run,) = ended(list(desk.run())).runs

    (result,) = results(asked)
    assert result.text.startswith("<data-f00d ")
    assert f'evidence="{run.evidence.id}"' in result.text
    assert result.evidence_id == run.evidence.id


def test_the_same_call_again_is_answered_from_what_is_known() -> None:
    asked = model(calls(1, 1), calls(1, detail="short"), says("Refused."))
    desk = Desk((asked,))

    (run,) = ended(list(desk.run())).runs

    assert desk.tool.runs == [1]
    assert [run.evidence.id in each.text for each in results(asked)] == [True] * 3
    assert "very call before" in results(asked)[-1].text


def test_a_call_that_failed_may_be_made_again() -> None:
    asked = model(calls(0), calls(0), says("I do not know."))

    assert len(ended(list(Desk((asked,)).run())).runs) == 2
    assert all(each.failed for each in results(asked))


def test_wrong_arguments_are_told_so_that_the_model_can_mend_them() -> None:
    asked = model(calls(0), calls(1), says("Refused."))

    ended(list(Desk((asked,)).run()))

    wrong, right = results(asked)
    assert wrong.failed
    assert "number: Input should be greater than or equal to 1" in wrong.text
    assert not right.failed


def test_arguments_that_are_no_json_are_told_with_what_was_written() -> None:
    broken = ToolCall("call_1", "look_at_order", None, '{"number": ')
    asked = model((broken, *calls()), says("I could not look."))

    list(Desk((asked,)).run())

    assert '{"number": ' in results(asked)[0].text


def test_an_unknown_tool_is_answered_with_those_that_there_are() -> None:
    asked = model((look(1, tool="delete_order"), *calls()), says("I cannot."))

    list(Desk((asked,)).run())

    assert "there is no tool 'delete_order'; there are: look_at_order" in results(asked)[0].text


def test_who_goes_in_circles_is_told_to_finish() -> None:
    asked = model(calls(1), calls(1), calls(1), calls(1), says("Refused."))

    list(Desk((asked,)).run())

    assert [was_told_to_finish(asked, n) for n in range(5)] == [False] * 4 + [True]


def test_after_so_many_steps_there_is_an_end_and_the_last_looks_nothing_up() -> None:
    asked = model(calls(1), calls(2), calls(3))
    desk = Desk((asked,), limits=LoopLimits(steps=3))

    said = list(desk.run())

    assert ended(said).ending is Ending.OUT_OF_STEPS
    assert len(asked.asked) == 3
    assert was_told_to_finish(asked, 2)
    assert desk.tool.runs == [1, 2]


def test_whose_time_is_over_asks_nobody_any_more() -> None:
    asked = model(calls(1), says("too late"))
    desk = Desk((asked,), limits=LoopLimits(seconds=30))
    said = []
    for each in desk.run():
        said.append(each)
        if isinstance(each, Paid):
            desk.time.pass_by(31)

    assert ended(said).ending is Ending.OUT_OF_TIME
    assert len(asked.asked) == 1


def test_at_80_percent_of_its_budget_it_is_told_to_finish() -> None:
    asked = model(calls(1), says("Refused."))
    desk = Desk((asked,), settings=Settings(session_tokens=2_700))

    said = list(desk.run())

    assert ended(said).ending is Ending.FINISHED
    assert was_told_to_finish(asked, 1)


def test_without_budget_it_stops_with_what_it_has() -> None:
    asked = model(calls(1, text="I look."), says("never said"))
    desk = Desk((asked,), settings=Settings(session_tokens=2_000))

    said = list(desk.run())

    assert ended(said).ending is Ending.OUT_OF_BUDGET
    assert "session ses_1 is used up" in ended(said).why
    assert (ended(said).text, len(ended(said).runs), len(asked.asked)) == ("I look.", 1, 1)


def test_who_is_paused_comes_to_an_end_with_what_there_is() -> None:
    asked = model(calls(1), calls(2), says("Refused."))
    desk = Desk((asked,), steering=lambda: Course.FINISH)

    list(desk.run())

    assert desk.tool.runs == [1]
    assert was_told_to_finish(asked, 1)


def test_who_is_cancelled_makes_no_other_call_and_owes_nothing() -> None:
    class Cancelled(Exception):
        pass

    def steering() -> Course:
        if asked.asked:
            raise Cancelled
        return Course.GO_ON

    asked = model(calls(1), says("never said"))
    desk = Desk((asked,), steering=steering)

    with pytest.raises(Cancelled):
        list(desk.run())

    assert len(asked.asked) == 1
    assert desk.spent == 1_100


def test_a_cut_off_answer_is_withdrawn_and_said_again() -> None:
    half: tuple[Part | ModelError, ...] = (TextDelta("It is the d"), CutOff("no reason to stop"))
    desk = Desk((model(half, says("It is the deploy.")),))

    said = list(desk.run())

    assert [type(each) for each in said[:3]] == [Text, Withdrawn, Text]
    assert ended(said).text == "It is the deploy."


def test_what_was_said_before_a_look_up_stands_when_a_later_call_is_cut_off() -> None:
    half: tuple[Part | ModelError, ...] = (TextDelta("It is"), CutOff("no reason to stop"))
    desk = Desk((model(calls(1, text="I look. "), half, says("Refused.")),))

    assert ended(list(desk.run())).text == "I look. Refused."


def test_the_next_provider_goes_on_and_is_named() -> None:
    down: tuple[Part | ModelError, ...] = (TextDelta("It"), ProviderUnavailable("reset"))
    first = ScriptedModel("first", calls(1), down)
    second = ScriptedModel("second", says("Refused."))

    said = list(Desk((first, second)).run())

    assert ended(said).ending is Ending.FINISHED
    assert str(ended(said).model) == "second/model"
    assert results(second)


def test_when_nobody_answers_it_says_so_and_tells_what_was_billed() -> None:
    refused = BadKey("no such key")
    billed = CutOff("half an answer")
    billed.usage = Usage(input=500, output=20)
    desk = Desk((model((TextDelta("It"), billed)), ScriptedModel("other", (refused,))))

    said = list(desk.run())

    assert ended(said).ending is Ending.NO_MODEL
    assert ended(said).model is None
    (paid,) = [each for each in said if isinstance(each, Paid)]
    assert [each.input_tokens for each in paid.recorded] == [500, 500]
    assert desk.spent == 1_040


def test_whoever_stops_listening_pays_for_what_was_asked_and_said() -> None:
    desk = Desk((model(says("a" * 300)),))
    run = desk.run()
    next(run)

    run.close()

    assert desk.models[0].closed == 1
    assert desk.spent > 100
