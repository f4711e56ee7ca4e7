"""Who answers in a chat: a language model, or fixed rules."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from casebook.chat.answering.by_rules import by_rules
from casebook.chat.turn import Speaker
from casebook.engine import Engine, EngineChoice
from casebook.ports.sessions import SessionHeader

if TYPE_CHECKING:
    from casebook.chat.conversing.conversation import ModelConversation
    from casebook.models.chain import Chain

_NOT_CONFIGURED = "No language model is configured, so this is what fixed rules find."
_MISCONFIGURED = (
    "The configuration of the language models is not valid, so this is what fixed rules find."
)


def choose_speaker(
    header: SessionHeader,
    engine: EngineChoice,
    open_chain: "Callable[[], Chain | None]",
    converse: "Callable[[Chain, SessionHeader], ModelConversation]",
) -> Speaker:
    """Who answers in the session at this moment. Models are loaded only where one answers; where
    one should and none can be had, rules answer and say so."""
    if engine.of(header.session_id) is Engine.DETERMINISTIC:
        return Speaker(Engine.DETERMINISTIC, by_rules)
    from casebook.models.configuration import ModelsMisconfigured
    from casebook.observability import logger

    try:
        chain = open_chain()
    except ModelsMisconfigured as error:
        logger.error("the language models are misconfigured", why=error.detail)
        return Speaker(Engine.DETERMINISTIC, partial(by_rules, notice=_MISCONFIGURED))
    if chain is None:
        return Speaker(Engine.DETERMINISTIC, partial(by_rules, notice=_NOT_CONFIGURED))
    return Speaker(Engine.MODEL, converse(chain, header))
