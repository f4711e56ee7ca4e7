"""What a chat remembers of itself: the last messages word for word, the earlier ones in short.

The short form is made by rules, not by a model: it keeps what was asked, what was answered first,
what was concluded, and every id, so that evidence and diagnoses of an hour ago can still be named.
Every message is told in the same words in every turn, so that providers can cache what stands
before a question.
"""

import re
from collections.abc import Sequence

from casebook.agents.with_model.fencing import Fence
from casebook.domain.message import Message, Role
from casebook.domain.model import iso
from casebook.models.transcript import AssistantMessage, UserMessage
from casebook.models.transcript import Message as Said

_WORD_FOR_WORD = 12
# Messages are folded in blocks: a summary that changed with every message could not be cached.
_BLOCK = 8
_ID = re.compile(r"\b(?:evd|dgn|chg|wkl)_\w+")
_DECISION = re.compile(
    r"\b(?:caused?|because|culprit|ruled out|not the cause|decided?|agreed|roll(?:ed)? back"
    r"|confirmed|inconclusive|healthy|false alarm)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ`*“])|\n+")
_QUESTION_CHARACTERS = 200
_ANSWER_CHARACTERS = 240
_DECISIONS = 3


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
            asked = _shortened(each.text, _QUESTION_CHARACTERS)
            lines.append(f"- Asked at {iso(each.at)}: {asked}{_ids(each.text, asked)}")
        else:
            told = " ".join([_shortened(each.text, _ANSWER_CHARACTERS), *_decisions(each.text)])
            lines.append(f"  Answered: {told}{_ids(each.text, told)}")
    return "\n".join(lines)


def _said(message: Message) -> Said:
    """A question has its time, which says what its "now" was."""
    if message.role is Role.USER:
        return UserMessage(f"{message.text}\n\n(It is {iso(message.at)}.)")
    return AssistantMessage(message.text)


def _decisions(text: str) -> list[str]:
    """The sentences behind the beginning that conclude something."""
    begun = len(_shortened(text, _ANSWER_CHARACTERS).removesuffix(" …"))
    rest = _SENTENCE_END.split(" ".join(text.split())[begun:])
    found = [_shortened(each, _ANSWER_CHARACTERS) for each in rest if _DECISION.search(each)]
    return found[:_DECISIONS]


def _ids(text: str, told: str) -> str:
    """The ids that the short form has lost."""
    lost = sorted(set(_ID.findall(text)) - set(_ID.findall(told)))
    return f" (ids: {', '.join(lost)})" if lost else ""


def _shortened(text: str, characters: int) -> str:
    """The beginning of the text, up to the last whole sentence or word that fits."""
    plain = " ".join(text.split())
    if len(plain) <= characters:
        return plain
    head = plain[:characters]
    sentence = head.rfind(". ") + 1
    return head[:sentence] if sentence > characters // 3 else f"{head.rpartition(' ')[0]} …"
