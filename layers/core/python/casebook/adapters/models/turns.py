"""Messages as providers want them: what a model said, and in between what it was told, in turns."""

from collections.abc import Iterator, Sequence

from casebook.models.transcript import AssistantMessage, Message, ToolMessage, UserMessage

Turn = AssistantMessage | list[UserMessage | ToolMessage]


def turns(messages: Sequence[Message]) -> Iterator[Turn]:
    """The messages in turns: everything between two answers is one, results of tools before
    anything else, for providers want those right behind the calls. An answer with nothing in it is
    left out, which no provider would take."""
    told: list[UserMessage | ToolMessage] = []
    for message in messages:
        if isinstance(message, AssistantMessage):
            if not (message.text.strip() or message.tool_calls):
                continue
            if told:
                yield _ordered(told)
            told = []
            yield message
        else:
            told.append(message)
    if told:
        yield _ordered(told)


def _ordered(told: list[UserMessage | ToolMessage]) -> list[UserMessage | ToolMessage]:
    return sorted(told, key=lambda message: isinstance(message, UserMessage))
