"""The chat agent of the deterministic engine: it answers from evidence, or says that it cannot."""

import re
from collections.abc import Generator, Sequence

from casebook.agents.specialist import ScopedTools
from casebook.chat.answering.intents import understood
from casebook.chat.answering.replies import Talk, reply_for
from casebook.chat.exchange import Answer, Delta, Exchange, Situation, Step
from casebook.domain.message import Message
from casebook.tools.tool import Scope

_CITATION = re.compile(r"\[(evd_\w+)\]")
# Two or three words a piece: small enough to read as it comes, few enough to post.
_PIECE = re.compile(r"(?:\s*\S+){1,3}\s*|\s+")


def by_rules(exchange: Exchange, notice: str = "") -> Generator[Step, None, None]:
    """Answer by fixed rules, as `answer` does. `notice` says before it why they do it."""
    if notice:
        yield Delta(f"{notice}\n\n")
    for step in answer(
        exchange.question.text,
        exchange.earlier,
        exchange.toolbox,
        exchange.scope,
        exchange.situation,
    ):
        match step:
            case Answer() if notice:
                yield step._replace(text=f"{notice}\n\n{step.text}")
            case _:
                yield step


def answer(
    question: str,
    history: Sequence[Message],
    toolbox: ScopedTools,
    scope: Scope,
    situation: Situation | None = None,
) -> Generator[Step, None, None]:
    """Answer a question about the workload: deltas as the text comes, then one `Answer`.

    The texts of the deltas, one after the other, are the answer's text. Tools run between them, in
    the toolbox, whose listener tells of each.
    """
    asked = understood(question, history, scope.workload)
    talk = Talk(asked, toolbox, scope, situation or Situation())
    text = ""
    for block in reply_for(asked.intent)(talk):
        # Items of one list stand together; everything else is a paragraph of its own.
        joint = "" if not text else "\n" if _continues(text, block) else "\n\n"
        for piece in _PIECE.findall(joint + block):
            yield Delta(piece)
        text += joint + block
    cited = tuple(dict.fromkeys(_CITATION.findall(text)))
    if cited:
        sources = "\n\nEvidence: " + ", ".join(f"[{each}]" for each in cited)
        yield Delta(sources)
        text += sources
    yield Answer(text, cited)


def _continues(text: str, block: str) -> bool:
    """True if both are items of one list."""
    last_line = text.rpartition("\n")[2].lstrip()
    return last_line.startswith("- ") and block.lstrip().startswith("- ")
