"""What an answer may show while it comes into being: harmless, without secrets, without images."""

import re

from casebook.domain.prose import without_images
from casebook.redaction import Redactor
from casebook.redaction.intake import taken_in

# A word is shown when it is whole: half a secret would not be recognised. What has no spaces, as
# Chinese has none, comes in parts of so many letters.
_LONGEST_WORD = 100
_WORD_END = re.compile(r".*(?:[^\S\r]|\r(?!\Z))", re.DOTALL)


class AnswerFilter:
    """Passes an answer on piece by piece, a word behind whoever says it.

    A model may have read a secret in a question, or be told by what it read to write an image. Each
    line is looked at as far as it has come, for what a value is stands before it.
    """

    def __init__(self) -> None:
        self._redactor = Redactor()
        self._held = self._line = self._shown = ""

    def passed(self, piece: str) -> str:
        """As much of the text as may be shown now."""
        text = self._held + piece
        whole = found[0] if (found := _WORD_END.match(text)) else ""
        if len(text) - len(whole) > _LONGEST_WORD:
            whole = text
        self._held = text[len(whole) :]
        return self._passed(whole)

    def rest(self) -> str:
        """What was held back; to be asked for when the text is over."""
        held, self._held = self._held, ""
        return self._passed(held)

    def _passed(self, text: str) -> str:
        return "".join(map(self._next, text.splitlines(keepends=True)))

    def _next(self, part: str) -> str:
        """The next part of a line. What was shown of it before stays as it was shown."""
        self._line += part
        now = without_images(taken_in(self._line, self._redactor))
        fits = now.startswith(self._shown)
        more = now[len(self._shown) :] if fits else without_images(taken_in(part, self._redactor))
        self._shown = now
        if part.endswith("\n"):
            self._line = self._shown = ""
        return more
