"""Asking models in turn: retries, failover, and what the caller hears of it."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from casebook.models.attempt import Attempt, Reset
from casebook.models.breaker import Breaker
from casebook.models.chain import Chain, Link, Said
from casebook.models.errors import (
    BadKey,
    ContextTooLong,
    CutOff,
    NoModelAnswered,
    ProviderUnavailable,
    RateLimited,
)
from casebook.models.port import Stopped, StopReason, TextDelta, ToolCall, Usage
from casebook.models.prices import Price
from casebook.models.transcript import (
    AssistantMessage,
    ToolMessage,
    Transcript,
    UserMessage,
)
from local.memory.clock import FakeClock
from tests.fakes.breakers import MemoryBreakerStore
from tests.fakes.models import ANSWER, ScriptedModel, SleptTime

CALL = ToolCall("1", "search_logs", {"pattern": "ERROR"}, '{"pattern": "ERROR"}')
QUESTION = Transcript("You are on call.", (UserMessage("Why is the shop slow?"),))
MIDDLE_OF_A_TURN = QUESTION.plus(
    AssistantMessage("", (CALL,)),
    ToolMessage("1", "search_logs", "ERROR timeout\n" * 1000, preview="ERROR timeout (1000 times)"),
)
LIST_PRICE = Price(Decimal(2), Decimal(10), Decimal(0), Decimal(0))


@pytest.fixture
def time() -> SleptTime:
    return SleptTime()


def chain(time: SleptTime, *models: ScriptedModel, price: Price | None = LIST_PRICE) -> Chain:
    links = [Link(model, 1000, 100_000, attempts=3, price=price) for model in models]
    return Chain(links, Breaker(MemoryBreakerStore(), FakeClock()), time.pace)


def attempts(said: list[Said]) -> list[tuple[str, str]]:
    return [(each.model.provider, each.outcome) for each in said if isinstance(each, Attempt)]


def standing(said: list[Said]) -> str:
    """The text that was not withdrawn."""
    text = ""
    for each in said:
        if isinstance(each, Reset):
            text = ""
        elif isinstance(each, TextDelta):
            text += each.text
    return text


def test_an_answer_ends_with_its_reason_and_what_it_cost(time: SleptTime) -> None:
    *parts, stopped, attempt = chain(time, ScriptedModel("anthropic")).stream(QUESTION, 60)

    assert standing(parts) == "It is the deploy."
    assert stopped == Stopped(StopReason.FINISHED, "end_turn")
    assert isinstance(attempt, Attempt)
    assert attempt.usage == Usage(input=1000, output=100)
    assert attempt.cost == Decimal("0.003")


def test_the_cost_of_a_model_without_a_price_is_unknown(time: SleptTime) -> None:
    *_, attempt = chain(time, ScriptedModel("anthropic"), price=None).stream(QUESTION, 60)

    assert isinstance(attempt, Attempt)
    assert attempt.cost is None


def test_a_provider_that_fails_is_asked_again_after_longer_and_longer_waits(
    time: SleptTime,
) -> None:
    down = ProviderUnavailable("503")
    model = ScriptedModel("anthropic", [down], [down], ANSWER)

    said = list(chain(time, model).stream(QUESTION, 60))

    assert [outcome for _, outcome in attempts(said)] == ["unavailable", "unavailable", "answered"]
    assert time.slept == [0.5, 1.0]


def test_a_retry_waits_at_least_for_as_long_as_the_provider_asked(time: SleptTime) -> None:
    model = ScriptedModel("anthropic", [RateLimited("429", retry_after=4.0)], ANSWER)

    list(chain(time, model).stream(QUESTION, 60))

    assert time.slept[0] >= 4.0


def test_the_next_provider_is_not_kept_waiting_for_a_long_pause(time: SleptTime) -> None:
    limited = ScriptedModel("anthropic", [RateLimited("429", retry_after=20)])

    said = list(chain(time, limited, ScriptedModel("bedrock")).stream(QUESTION, 60))

    assert attempts(said) == [("anthropic", "rate-limited"), ("bedrock", "answered")]
    assert time.slept == []


def test_the_last_provider_is_waited_for_as_long_as_there_is_time(time: SleptTime) -> None:
    limited = ScriptedModel("anthropic", [RateLimited("429", retry_after=20)], ANSWER)

    said = list(chain(time, limited).stream(QUESTION, 60))

    assert attempts(said)[-1] == ("anthropic", "answered")


def test_nobody_waits_past_the_deadline(time: SleptTime) -> None:
    limited = ScriptedModel("anthropic", [RateLimited("429", retry_after=20)], ANSWER)

    with pytest.raises(NoModelAnswered):
        list(chain(time, limited).stream(QUESTION, 10))
    assert time.slept == []


def test_a_refused_key_is_not_tried_twice(time: SleptTime) -> None:
    said = list(
        chain(time, ScriptedModel("anthropic", [BadKey("401")]), ScriptedModel("openai")).stream(
            QUESTION, 60
        )
    )

    assert attempts(said) == [("anthropic", "bad-key"), ("openai", "answered")]


def test_the_next_provider_goes_on_with_the_same_transcript(time: SleptTime) -> None:
    second = ScriptedModel("openai")

    list(
        chain(time, ScriptedModel("anthropic", [BadKey("401")]), second).stream(
            MIDDLE_OF_A_TURN, 60
        )
    )

    assert second.asked == [MIDDLE_OF_A_TURN]


def test_what_a_cut_off_answer_said_is_withdrawn_before_it_is_said_anew(time: SleptTime) -> None:
    cut = [TextDelta("It is the data"), CutOff("dropped", said="It is the data")]
    said = list(chain(time, ScriptedModel("anthropic", cut, ANSWER)).stream(QUESTION, 60))

    assert Reset("The answer was cut off") in said
    assert standing(said) == "It is the deploy."


def test_tool_calls_of_a_cut_off_answer_are_withdrawn_too(time: SleptTime) -> None:
    said = list(
        chain(time, ScriptedModel("anthropic", [CALL, CutOff("dropped")], ANSWER)).stream(
            QUESTION, 60
        )
    )

    assert any(isinstance(each, Reset) for each in said)


def test_a_stream_without_a_reason_to_stop_is_no_answer(time: SleptTime) -> None:
    said = list(chain(time, ScriptedModel("anthropic", ANSWER[:3], ANSWER)).stream(QUESTION, 60))

    assert attempts(said) == [("anthropic", "cut-off"), ("anthropic", "answered")]


def test_an_answer_with_nothing_in_it_is_asked_for_again(time: SleptTime) -> None:
    said = list(chain(time, ScriptedModel("anthropic", ANSWER[2:], ANSWER)).stream(QUESTION, 60))

    assert attempts(said) == [("anthropic", "empty"), ("anthropic", "answered")]
    assert not any(isinstance(each, Reset) for each in said)


def test_a_filtered_answer_is_withdrawn_and_left_to_the_next_provider(time: SleptTime) -> None:
    filtered = [TextDelta("Half"), Stopped(StopReason.CONTENT_FILTER, "refusal")]

    said = list(
        chain(time, ScriptedModel("anthropic", filtered), ScriptedModel("openai")).stream(
            QUESTION, 60
        )
    )

    assert attempts(said) == [("anthropic", "content-filtered"), ("openai", "answered")]
    assert standing(said) == "It is the deploy."


def test_when_all_fail_the_caller_learns_why_each_did(time: SleptTime) -> None:
    models = (
        ScriptedModel("anthropic", [BadKey("the key is refused")]),
        ScriptedModel("openai", [ProviderUnavailable("overloaded")]),
    )

    with pytest.raises(NoModelAnswered, match=r"key is refused.*overloaded") as raised:
        list(chain(time, *models).stream(QUESTION, 60))
    assert [each.model.provider for each in raised.value.failures] == ["anthropic", "openai"]


def test_a_transcript_that_a_provider_finds_too_long_is_folded_and_sent_again(
    time: SleptTime,
) -> None:
    model = ScriptedModel("anthropic", [ContextTooLong("too long")], ANSWER)

    said = list(chain(time, model).stream(MIDDLE_OF_A_TURN, 60))

    result = model.asked[1].messages[-1]
    assert isinstance(result, ToolMessage)
    assert "ERROR timeout (1000 times)" in result.text
    assert [each.folded for each in said if isinstance(each, Attempt)] == [0, 1]


def test_what_cannot_be_folded_is_left_to_a_model_that_reads_more(time: SleptTime) -> None:
    small = ScriptedModel("anthropic", [ContextTooLong("too long")])
    large = ScriptedModel("openai")

    list(chain(time, small, large).stream(QUESTION, 60))

    assert len(small.asked) == 1
    assert large.asked == [QUESTION]


def test_an_answer_that_takes_too_long_is_ended_and_its_connection_closed(
    time: SleptTime,
) -> None:
    model = ScriptedModel("anthropic")

    def slowly() -> Iterator[Said]:
        for each in chain(time, model).stream(QUESTION, 60):
            time.pass_by(40)
            yield each

    with pytest.raises(NoModelAnswered, match="ran out"):
        list(slowly())
    assert model.closed == len(model.asked)


def test_tries_at_one_provider_leave_the_others_their_time(time: SleptTime) -> None:
    class Slow(ScriptedModel):
        def stream(self, transcript, seconds):  # type: ignore[no-untyped-def]
            time.pass_by(20)
            return super().stream(transcript, seconds)

    slow = Slow("anthropic", [ProviderUnavailable("504")])

    said = list(chain(time, slow, ScriptedModel("openai")).stream(QUESTION, 60))

    assert attempts(said) == [
        ("anthropic", "unavailable"),
        ("anthropic", "unavailable"),
        ("openai", "answered"),
    ]


def test_a_caller_who_leaves_closes_the_connection(time: SleptTime) -> None:
    model = ScriptedModel("anthropic")
    said = chain(time, model).stream(QUESTION, 60)
    while not isinstance(next(said), TextDelta):
        pass

    said.close()

    assert model.closed == 1
