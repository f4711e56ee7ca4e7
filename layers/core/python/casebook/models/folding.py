"""Making room in a transcript that is too long for a model.

Nothing is cut off silently. The results of tools are what grows, and each has a preview; the oldest
are folded into theirs first, and a note in their place says so and how to read the whole again.
"""

import math
from dataclasses import replace

from casebook.models.transcript import (
    AssistantMessage,
    Message,
    ToolMessage,
    ToolSchema,
    Transcript,
    UserMessage,
)

# English prose has about four characters a token; identifiers, JSON and log lines nearer three.
# Rather too many tokens than too few: the provider's own count decides, and costs a request.
_BYTES_A_TOKEN = 3
_TOKENS_A_MESSAGE = 8


def estimated_tokens(transcript: Transcript) -> int:
    """About how many tokens a model reads, rather too many than too few."""
    parts = [transcript.system, *map(_schema_text, transcript.tools)]
    messages = sum(map(_message_tokens, transcript.messages))
    return sum(map(_text_tokens, parts)) + messages


def fold(transcript: Transcript, tokens: int) -> Transcript:
    """The transcript with as many results folded, oldest first, as bring it to `tokens`
    (estimated), or with all of them. An equal transcript when there is nothing to fold."""
    excess = estimated_tokens(transcript) - tokens
    messages = list(transcript.messages)
    for place, message in enumerate(messages):
        if excess <= 0:
            break
        folded = _folded(message)
        saved = _message_tokens(message) - _message_tokens(folded)
        if saved > 0:
            messages[place] = folded
            excess -= saved
    return transcript.with_messages(messages)


def folded_results(transcript: Transcript) -> int:
    """How many results are folded."""
    return sum(isinstance(each, ToolMessage) and each.folded for each in transcript.messages)


def _folded(message: Message) -> Message:
    if not isinstance(message, ToolMessage) or message.folded:
        return message
    again = f'; read_evidence("{message.evidence_id}") has all of it' if message.evidence_id else ""
    note = f"[Folded to make room: {len(message.text)} characters{again}.]"
    return replace(message, text=f"{note}\n{message.preview}".rstrip(), folded=True)


def _message_tokens(message: Message) -> int:
    match message:
        case UserMessage(text) | ToolMessage(text=text):
            tokens = _text_tokens(text)
        case AssistantMessage(text, calls, reasoning):
            tokens = _text_tokens(text)
            tokens += sum(_text_tokens(call.name + call.raw) for call in calls)
            tokens += sum(_text_tokens(str(each.blocks)) for each in reasoning)
    return tokens + _TOKENS_A_MESSAGE


def _schema_text(tool: ToolSchema) -> str:
    return f"{tool.name}{tool.description}{tool.parameters}"


def _text_tokens(text: str) -> int:
    return math.ceil(len(text.encode()) / _BYTES_A_TOKEN)
