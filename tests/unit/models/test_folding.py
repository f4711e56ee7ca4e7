"""Room is made by folding what tools brought back, oldest first, and never in silence."""

import pytest

from casebook.models.folding import estimated_tokens, fold, folded_results
from casebook.models.port import ToolCall
from casebook.models.transcript import AssistantMessage, ToolMessage, Transcript, UserMessage

CALLS = tuple(ToolCall(str(n), "search_logs", {}, "{}") for n in range(3))
LINES = "ERROR connection refused\n" * 200


def result(number: int) -> ToolMessage:
    return ToolMessage(
        str(number), "search_logs", LINES, preview="ERROR refused (200)", evidence_id=f"ev_{number}"
    )


LONG = Transcript(
    "You are on call.",
    (UserMessage("Why?"), AssistantMessage("", CALLS), *map(result, range(3))),
)


def results(transcript: Transcript) -> list[ToolMessage]:
    return [each for each in transcript.messages if isinstance(each, ToolMessage)]


def test_a_transcript_that_fits_stays_as_it_is() -> None:
    assert fold(LONG, estimated_tokens(LONG)) == LONG


def test_the_oldest_result_is_folded_first() -> None:
    folded = fold(LONG, estimated_tokens(LONG) - 1)

    assert [each.folded for each in results(folded)] == [True, False, False]
    assert folded_results(folded) == 1


def test_as_many_are_folded_as_need_be() -> None:
    assert [each.folded for each in results(fold(LONG, 100))] == [True, True, True]


def test_in_the_place_of_a_result_stand_its_preview_and_where_to_read_the_rest() -> None:
    oldest = results(fold(LONG, estimated_tokens(LONG) - 1))[0]

    assert "ERROR refused (200)" in oldest.text
    assert 'read_evidence("ev_0")' in oldest.text
    assert f"{len(LINES)} characters" in oldest.text


def test_what_people_and_models_said_is_never_touched() -> None:
    assert fold(LONG, 1).messages[:2] == LONG.messages[:2]


def test_every_call_keeps_its_result() -> None:
    assert [each.call_id for each in results(fold(LONG, 1))] == ["0", "1", "2"]


def test_a_short_result_is_not_made_longer_by_its_note() -> None:
    short = Transcript("", (AssistantMessage("", CALLS[:1]), ToolMessage("0", "search_logs", "ok")))

    assert fold(short, 1) == short


@pytest.mark.parametrize("text", ["ERROR connection refused " * 40, '{"a": [1, 2, 3]}' * 40])
def test_the_estimate_is_rather_too_high(text: str) -> None:
    # Four characters a token is what providers give as a rule of thumb.
    assert estimated_tokens(Transcript(text, ())) >= len(text) / 4
