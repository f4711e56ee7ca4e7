"""What a chat remembers of itself: the last messages word for word, the earlier ones in short.

The short form is made by rules, not by a model: it keeps what was asked, what was answered first,
and every id, so that evidence and diagnoses of an hour ago can still be named.
"""

import re
from collections.abc import Sequence

from casebook.agents.fencing import Fence
from casebook.domain.message import Message, Role
from casebook.models.transcript import AssistantMessage, UserMessage
from casebook.models.transcript import Message as Said

_WORD_FOR_WORD = 12
# Messages are folded in blocks: a summary that changed with every message could not be cached.
_BLOCK = 8
_ID = re.compile(r"\b(?:evd|dgn|chg|wkl)_\w+")
_QUESTION_CHARACTERS = 200
_ANSWER_CHARACTERS = 240


def remembered(messages: Sequence[Message], fence: Fence) -> list[Said]:
    """The conversation so far, as a transcript's messages, oldest first.

    The short form is fenced: answers quote logs, and it comes in the part of the user.
    """
    whole = [each for each in messages if each.text.strip()]
    over = max(0, len(whole) - _WORD_FOR_WORD)
    folded = over // _BLOCK * _BLOCK
    said: list[Said] = []
    if folded:
        said.append(UserMessage(fence.around(summary(whole[:folded]), earlier="in short")))
    return said + [_said(each) for each in whole[folded:]]


def summary(messages: Sequence[Message]) -> str:
    """Earlier messages in short."""
    lines = ["Earlier in this conversation, in short:"]
    for each in messages:
        if each.role is Role.USER:
            lines.append(f"- Asked: {_shortened(each.text, _QUESTION_CHARACTERS)}")
        else:
            ids = sorted(set(_ID.findall(each.text)))
            cited = f" (ids: {', '.join(ids)})" if ids else ""
            lines.append(f"  Answered: {_shortened(each.text, _ANSWER_CHARACTERS)}{cited}")
    return "\n".join(lines)


def _said(message: Message) -> Said:
    is_user = message.role is Role.USER
    return UserMessage(message.text) if is_user else AssistantMessage(message.text)


def _shortened(text: str, characters: int) -> str:
    """The beginning of the text, up to the last whole sentence or word that fits."""
    plain = " ".join(text.split())
    if len(plain) <= characters:
        return plain
    head = plain[:characters]
    sentence = head.rfind(". ") + 1
    return head[:sentence] if sentence > characters // 3 else f"{head.rpartition(' ')[0]} …"
