"""What a redaction rule is."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of secret.

    `name` becomes the placeholder (`<name-1>`). `pattern` finds the secret: its group `secret`, or
    all of it when it has no such group. `hints` are lower-case literals of which one must be in the
    text for the pattern to be tried: ordinary lines cost a few substring searches and no regular
    expression. `is_secret` has the last word on what was found; it gets the whole match.
    """

    name: str
    pattern: str
    hints: tuple[str, ...]
    is_secret: Callable[[re.Match[str]], bool] | None = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the secrets of this kind stand in the text."""
        compiled = _compiled(self.pattern)
        group = "secret" if "secret" in compiled.groupindex else 0
        return [
            found.span(group)
            for found in compiled.finditer(text)
            if found.end(group) > found.start(group)
            and (self.is_secret is None or self.is_secret(found))
        ]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Compiled when a text first needs it: all patterns together would cost every cold start
    # several times a bare interpreter.
    return re.compile(pattern)
