"""Who answers in a session: rules, or a model; and what is loaded for it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from casebook.chat.conversing.conversation import ModelConversation
from casebook.chat.exchange import Delta, Exchange, Situation
from casebook.chat.turn import Speaker
from casebook.domain.message import Message, Role
from casebook.engine import Engine, EngineChoice
from casebook.models.chain import Chain
from casebook.models.configuration import ModelsMisconfigured
from casebook.ports.sessions import SessionHeader
from casebook.settings import Settings
from casebook.wiring import Wiring
from local.memory.ledger import FakeParameters
from tests.fakes.models import ScriptedModel
from tests.fakes.reasoning import Desk
from tests.fakes.shop import NOW, scope

HEADER = SessionHeader("ses_1", "wkl_1", "shop", "ann", False, 1, 0, NOW)


def speaker(
    engine: str, chain: Callable[[], Chain | None], monkeypatch: pytest.MonkeyPatch
) -> Speaker:
    wiring = Wiring(Settings(table="table", bucket="bucket"))
    switch = FakeParameters(engine=json.dumps({"engine": engine}))
    monkeypatch.setitem(wiring.__dict__, "engine", EngineChoice(switch, "engine"))
    monkeypatch.setattr(wiring, "model_chain", chain)
    return wiring.speaker(HEADER)


def first_words(chosen: Speaker) -> str:
    question = Message(message_id="m", role=Role.USER, text="hello", at=NOW)
    toolbox = Desk((ScriptedModel("acme"),)).toolbox
    exchange = Exchange(question, (), (), toolbox, scope(), Situation())
    first = next(chosen.converse(exchange))
    assert isinstance(first, Delta)
    return first.text


def no_chain() -> None:
    return None


def wrong() -> Chain:
    raise ModelsMisconfigured("providers.0.model: missing")


@pytest.fixture(autouse=True)
def _as_in_a_function(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.setenv(name, "test")


def test_the_switch_says_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = speaker("deterministic", wrong, monkeypatch)

    assert chosen.engine is Engine.DETERMINISTIC
    assert "language model" not in first_words(chosen)


def test_the_switch_says_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = speaker("model", lambda: Desk((ScriptedModel("acme"),)).chain, monkeypatch)

    assert chosen.engine is Engine.MODEL
    assert isinstance(chosen.converse, ModelConversation)
    assert chosen.converse.session == "ses_1"


@pytest.mark.parametrize(
    ("chain", "why"),
    [
        (no_chain, "No language model is configured"),
        (wrong, "The configuration of the language models is not valid"),
    ],
)
def test_without_a_model_to_be_had_rules_answer_and_say_why(
    chain: Callable[[], Chain | None], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = speaker("model", chain, monkeypatch)

    assert chosen.engine is Engine.DETERMINISTIC
    assert first_words(chosen).startswith(why)


def test_a_turn_that_rules_answer_loads_no_model() -> None:
    code = """
import sys
from casebook.settings import Settings
from casebook.wiring import Wiring
wiring = Wiring(Settings(table="t", bucket="b", push_endpoint="http://x"))
wiring.turns
wiring.speaker(type("Header", (), {"session_id": "ses_1"})())
models = ("casebook.models", "casebook.agents.with_model.loop", "anthropic", "langchain", "openai")
print([name for name in sys.modules if name.startswith(models)])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"AWS_DEFAULT_REGION": "us-east-1"},
    )

    assert done.stdout.strip() == "[]"
