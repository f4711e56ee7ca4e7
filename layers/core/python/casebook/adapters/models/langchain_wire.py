"""A transcript as LangChain's messages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from casebook.adapters.models.turns import turns
from casebook.models.port import ModelName
from casebook.models.transcript import (
    AssistantMessage,
    ToolMessage,
    ToolSchema,
    Transcript,
    UserMessage,
)

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage


def messages(name: ModelName, transcript: Transcript) -> "list[BaseMessage]":
    """The system prompt and the messages, for the model `name`."""
    from langchain_core.messages import SystemMessage

    made: list[BaseMessage] = [SystemMessage(transcript.system)] if transcript.system else []
    for turn in turns(transcript.messages):
        if isinstance(turn, AssistantMessage):
            made.append(_said(turn, name))
        else:
            made.extend(map(_heard, turn))
    return made


def tools(chat: "BaseChatModel", schemas: Sequence[ToolSchema]) -> Any:
    """The tools, as this chat model binds them."""
    bound = chat.bind_tools(
        [
            {
                "type": "function",
                "function": {
                    "name": schema.name,
                    "description": schema.description,
                    "parameters": schema.parameters,
                },
            }
            for schema in schemas
        ]
    )
    return bound.kwargs["tools"]  # type: ignore[attr-defined]


def _said(message: AssistantMessage, name: ModelName) -> "BaseMessage":
    """Reasoning goes back to the model that wrote it and to no other."""
    from langchain_core.messages import AIMessage

    thoughts = [b for each in message.reasoning if each.model == name for b in each.blocks]
    text = [{"type": "text", "text": message.text}] if message.text.strip() else []
    return AIMessage(
        content=[*thoughts, *text] if thoughts else message.text,
        tool_calls=[
            {"id": call.id, "name": call.name, "args": call.arguments or {}, "type": "tool_call"}
            for call in message.tool_calls
        ],
    )


def _heard(message: UserMessage | ToolMessage) -> "BaseMessage":
    from langchain_core import messages as langchain

    if isinstance(message, UserMessage):
        return langchain.HumanMessage(message.text)
    return langchain.ToolMessage(
        message.text,
        tool_call_id=message.call_id,
        name=message.name,
        status="error" if message.failed else "success",
    )
