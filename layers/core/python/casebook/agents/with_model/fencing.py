"""What tools brought back, as a model may read it: fenced, labelled, and never an instruction.

A log line can say "ignore previous instructions", and it can write whatever a fence is made of. So
the fence carries a word of its own for each conversation that cannot be known to whoever wrote the
line; the prompt names that word and says that nothing between two of it is an order.

What looks like a fence is blunted, and characters that people do not see are spelled out: whole
sentences can be written in them, and what nobody can read in the evidence no model should obey.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from casebook.domain.harmless import harmless
from casebook.tools.run import ToolRun

_PREVIEW_CHARACTERS = 600
_LOOKS_LIKE_A_FENCE = re.compile(r"<(?=\s*/?\s*data-)", re.IGNORECASE)


def _new_word() -> str:
    return secrets.token_hex(4)


@dataclass(frozen=True)
class Fence:
    """The fence of one conversation."""

    word: str = field(default_factory=_new_word)

    @classmethod
    def of(cls, stream: str) -> "Fence":
        """The fence of a session, the same in each of its turns: providers cache what does not
        change. Who writes logs knows no session's id."""
        return cls(hashlib.sha256(f"fence of {stream}".encode()).hexdigest()[:8])

    def around(self, text: str, **label: str) -> str:
        """The text between two marks; the label says where it comes from."""
        said = "".join(f' {name}="{_plain(value)}"' for name, value in label.items())
        return f"<data-{self.word}{said}>\n{self._blunted(text)}\n</data-{self.word}>"

    def result(self, run: ToolRun[Any]) -> str:
        """A tool's result, with the id to cite it by."""
        evidence = run.evidence
        return self.around(
            evidence.excerpt, tool=run.tool, outcome=evidence.outcome, evidence=evidence.id
        )

    def preview(self, run: ToolRun[Any]) -> str:
        """The beginning of it."""
        evidence = run.evidence
        head = evidence.excerpt[:_PREVIEW_CHARACTERS]
        return self.around(head, tool=run.tool, outcome=evidence.outcome, evidence=evidence.id)

    def _blunted(self, text: str) -> str:
        """The text without anything that could end the fence. What is left of the word is marked,
        so that its halves cannot meet and make it anew."""
        wordless = re.sub(self.word, "…", harmless(text), flags=re.IGNORECASE)
        return _LOOKS_LIKE_A_FENCE.sub("‹", wordless)


def _plain(value: str) -> str:
    return "".join(each for each in value if each.isprintable() and each not in '"<>')[:200]
