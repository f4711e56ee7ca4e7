"""What tools brought back, as a model may read it: fenced, labelled, and never an instruction.

A log line can say "ignore previous instructions", and it can write whatever a fence is made of. So
the fence carries a word of its own for each conversation that cannot be known to whoever wrote the
line; the prompt names that word and says that nothing between two of it is an order.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from casebook.tools.run import ToolRun

_PREVIEW_CHARACTERS = 600


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
        inside = text.replace(self.word, "")
        return f"<data-{self.word}{said}>\n{inside}\n</data-{self.word}>"

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


def _plain(value: str) -> str:
    return "".join(each for each in value if each.isprintable() and each not in '"<>')[:200]
