"""Models that answer badly: the loop comes to a clear end, and keeps little."""

import tracemalloc
from collections.abc import Sequence

import pytest

from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.findings_form import NAME, FindingsForm
from casebook.agents.with_model.loop import Course, Ended, Ending, Loop, LoopLimits, Text, Withdrawn
from casebook.budget.policy import BudgetPolicy
from casebook.budget.spending import Spending
from casebook.chat.conversing.background import Background
from casebook.chat.conversing.conversation import ModelConversation
from casebook.chat.exchange import Answer, Delta, Exchange, Situation, Step
from casebook.citing.support import unsupported
from casebook.domain.budget import Spender
from casebook.domain.message import Message, Role
from casebook.domain.model import Json
from casebook.models.breaker import Breaker
from casebook.models.chain import Chain, Link
from casebook.models.errors import ContentFiltered
from casebook.models.port import Part, Stopped, StopReason, TextDelta, ToolCall
from casebook.models.transcript import ToolMessage, ToolSchema, Transcript, UserMessage
from casebook.settings import Settings
from casebook.tools.registry import Toolbox
from casebook.tools.search_logs import SearchLogs
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.ledger import MemoryLedger
from local.memory.telemetry import MemoryLogs
from tests.fakes.breakers import MemoryBreakerStore
from tests.fakes.models import ScriptedModel, SleptTime
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope, shop
from tests.unit.bad_input.world import at

FILTERED: tuple[Part, ...] = (
    TextDelta("Half of"),
    Stopped(StopReason.CONTENT_FILTER, "refusal"),
)
EMPTY: tuple[Part, ...] = (Stopped(StopReason.FINISHED, "end_turn"),)
DONE: tuple[Part, ...] = (TextDelta("I do not know."), Stopped(StopReason.FINISHED, "end_turn"))
MIB = 1024 * 1024


def calling(name: str, arguments: Json | None, raw: str = "{}") -> tuple[Part, ...]:
    call = ToolCall("call_1", name, arguments, raw)
    return (call, Stopped(StopReason.TOOL_USE, "tool_use"))


def toolbox(*messages: str) -> Toolbox:
    logs = MemoryLogs(CHECKOUT_LOGS)
    for number, message in enumerate(messages):
        logs.write(CHECKOUT_LOGS, at(-60 + number), message)
    clock = FakeClock(NOW)
    return Toolbox([SearchLogs(logs)], scope(), "dgn_1", MemoryEvidenceStore(), clock)


def chain(*models: ScriptedModel) -> Chain:
    links = [Link(model, 1_000, 200_000, attempts=2, price=None) for model in models]
    return Chain(links, Breaker(MemoryBreakerStore(), FakeClock()), SleptTime().pace)


def spending() -> Spending:
    spender = Spender(stream="dgn_1", project="team", workload_id="wkl_1", user="ann")
    return Spending(MemoryLedger(), BudgetPolicy(Settings()), FakeClock(NOW), spender)


def worked(
    tools: Toolbox, *models: ScriptedModel, form: FindingsForm | None = None
) -> tuple[list[object], Ended]:
    """What a loop said, and its end."""
    limits = LoopLimits(steps=4, seconds=60)
    fence = Fence("ab12cd34")
    loop = Loop(
        chain(*models), tools, spending(), lambda: Course.GO_ON, fence, limits=limits, form=form
    )
    schemas = (*map(ToolSchema.of, tools.tools), *([form.schema] if form else []))
    *said, ended = loop.run(Transcript("You are on call.", (UserMessage("Why?"),), schemas))
    assert isinstance(ended, Ended)
    return said, ended


def results(model: ScriptedModel) -> list[ToolMessage]:
    """The results that the model was told in its last request."""
    return [each for each in model.asked[-1].messages if isinstance(each, ToolMessage)]


def standing(said: Sequence[object]) -> str:
    """The text that was not withdrawn."""
    text = ""
    for each in said:
        match each:
            case Withdrawn():
                text = ""
            case Text():
                text += each.text
    return text


def test_what_a_filter_cut_off_is_withdrawn_and_the_next_provider_answers() -> None:
    filtered, other = ScriptedModel("acme", FILTERED), ScriptedModel("zenith", DONE)

    said, ended = worked(toolbox(), filtered, other)

    assert ended.ending is Ending.FINISHED
    assert standing(said) == ended.text == "I do not know."
    assert str(ended.model) == "zenith/model"


@pytest.mark.parametrize("script", [FILTERED, EMPTY, (ContentFiltered("no"),)])
def test_filters_and_silence_of_every_provider_end_without_a_model_and_say_why(
    script: tuple[Part, ...],
) -> None:
    said, ended = worked(toolbox(), ScriptedModel("acme", script), ScriptedModel("zenith", script))

    assert ended.ending is Ending.NO_MODEL
    assert standing(said) == ended.text == ""
    assert "acme/model" in ended.why
    assert "zenith/model" in ended.why


@pytest.mark.parametrize("script", [FILTERED, EMPTY])
def test_a_chat_then_answers_by_rules_and_says_so(script: tuple[Part, ...]) -> None:
    tools = toolbox("ERROR no")
    converse = ModelConversation(
        chain(ScriptedModel("acme", script)),
        spending(),
        "ses_1",
        LoopLimits(),
        lambda _: Background(""),
    )
    question = Message(message_id="msg_1", role=Role.USER, text="what failed?", at=NOW)
    exchange = Exchange(question, (), (), tools, tools.scope, Situation())

    steps: list[Step] = list(converse(exchange))

    answer = steps[-1]
    assert isinstance(answer, Answer)
    assert answer.model is None
    assert any("No language model answers" in e.text for e in steps if isinstance(e, Delta))


def test_wrong_arguments_are_told_and_may_be_mended() -> None:
    wrong = calling("search_logs", {"limit": "many"})
    model = ScriptedModel("acme", wrong, calling("search_logs", {"limit": 5}), DONE)

    _, ended = worked(toolbox("ERROR refused"), model)

    first, second = results(model)
    assert first.failed
    assert "limit" in first.text
    assert not second.failed
    assert "ERROR refused" in second.text
    assert ended.ending is Ending.FINISHED


@pytest.mark.parametrize("raw", ['{"limit": ', "[1, 2]", "null", "x" * 10_000])
def test_arguments_that_are_no_object_are_told_in_short(raw: str) -> None:
    model = ScriptedModel("acme", calling("search_logs", None, raw), DONE)

    _, ended = worked(toolbox(), model)

    (told,) = results(model)
    assert told.failed
    assert "valid JSON" in told.text
    assert len(told.text) < 500
    assert ended.runs == ()


def test_an_unknown_tool_is_told_with_the_names_of_those_that_there_are() -> None:
    model = ScriptedModel("acme", calling("delete_table", {"name": "orders"}), DONE)

    worked(toolbox(), model)

    (told,) = results(model)
    assert told.failed
    assert "there is no tool 'delete_table'; there are: search_logs" in told.text


def test_a_model_that_only_makes_mistakes_is_told_to_finish_and_then_stopped() -> None:
    model = ScriptedModel("acme", calling("delete_table", {}))

    _, ended = worked(toolbox(), model)

    assert ended.ending is Ending.OUT_OF_STEPS
    assert len(model.asked) == 4
    assert isinstance(model.asked[-1].messages[-1], UserMessage)
    assert "conclude now" in model.asked[-1].messages[-1].text


@pytest.mark.parametrize(
    ("report", "mended"),
    [
        ({"findings": "none"}, "findings"),
        ({"findings": [{"kind": "verdict"}]}, "kind"),
        ({"findings": [{"kind": "symptom", "claim": "It is slow.", "evidence": ["evd_X"],
                        "strength": 1}]}, "there is no evidence evd_X"),
    ],
)  # fmt: skip
def test_a_report_that_is_wrong_is_sent_back(report: Json, mended: str) -> None:
    form = FindingsForm(shop())
    model = ScriptedModel("acme", calling(NAME, report), calling(NAME, {"findings": []}))

    _, ended = worked(toolbox(), model, form=form)

    (told,) = results(model)
    assert told.failed
    assert mended in told.text
    assert ended.ending is Ending.FINISHED
    assert form.is_filled


def test_ten_megabytes_of_result_are_read_in_a_few_kilobytes() -> None:
    tools = toolbox(*(f"ERROR {number} {'x' * 100_000}" for number in range(100)))
    model = ScriptedModel("acme", calling("search_logs", {"limit": 1_000}), DONE)
    tracemalloc.start()

    _, ended = worked(tools, model)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (told,) = results(model)
    assert not told.failed
    assert len(told.text) < 7_000
    assert ended.ending is Ending.FINISHED
    assert peak < 100 * MIB


def test_a_reply_in_another_language_is_held_to_its_evidence_all_the_same() -> None:
    (run,) = toolbox("ERROR refused 25 times").gather(("search_logs", {}))
    evidence = run.evidence
    reply = (
        f"Es gab 25 Fehler [{evidence.id}]. Es gab 99 Fehler [{evidence.id}]. Übrigens waren es"
        f" 7 Stück. Die Datenbank sagt „kein Platz mehr“ [{evidence.id}]."
    )

    doubts = unsupported(reply, [evidence], scope().window)

    assert [each.sentence for each in doubts] == [
        "Es gab 99 Fehler.",
        "Übrigens waren es 7 Stück.",
        "Die Datenbank sagt „kein Platz mehr“.",
    ]


def test_a_reply_that_says_all_is_well_needs_evidence() -> None:
    for said in (
        "The workload is healthy.",
        "All is well.",
        "There are no errors.",
        "A false alarm.",
    ):
        assert unsupported(said, [], scope().window), said
    assert not unsupported("I do not know.", [], scope().window)
