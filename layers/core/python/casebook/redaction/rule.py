"""What a redaction rule is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_REACH_BACK = 300


class Found:
    """A place where a rule's pattern matched.

    `value` is what would be replaced, `whole` all that matched, `before` what stands before it, as
    far as a rule may want to look.
    """

    __slots__ = ("before", "value", "whole")

    def __init__(self, text: str, match: re.Match[str], value: tuple[int, int]) -> None:
        self.value = text[slice(*value)]
        self.whole = text[slice(*match.span())]
        self.before = text[max(0, match.start() - _REACH_BACK) : match.start()]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One kind of secret.

    `name` becomes the placeholder (`<name-1>`). `pattern` finds the secret: its group `secret`, or
    all of it when it has no such group. A text is searched for literals before it is searched with
    patterns, which costs a hundred times as much: a match begins with one of `starts`, or its
    text has one of `hints`; both are in lower case. Where a rule has both, the hints are what its
    starts have in common with other rules'. `any_case` matches against the text in lower case.
    `is_secret` has the last word on what was found.

    No pattern repeats without a bound what could match in two ways, so that the time stays in
    proportion to the text, whatever the text.
    """

    name: str
    pattern: str
    starts: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    any_case: bool = False
    is_secret: Callable[[Found], bool] | None = None

    def spans(self, text: str, lowered: str) -> list[tuple[int, int]]:
        """Where the secrets of this kind stand in the text; `lowered` is `in_lower_case(text)`."""
        spans = []
        for match in self._matches(lowered if self.any_case else text, lowered):
            span = match.span("secret" if "secret" in match.re.groupindex else 0)
            if span[0] < span[1] and (
                self.is_secret is None or self.is_secret(Found(text, match, span))
            ):
                spans.append(span)
        return spans

    def _matches(self, text: str, lowered: str) -> Iterable[re.Match[str]]:
        pattern = compiled(self.pattern)
        if not self.starts:
            return pattern.finditer(text)
        matches = []
        for literal in self.starts:
            place = lowered.find(literal)
            while place >= 0:
                after = place + 1
                if match := pattern.match(text, place):
                    matches.append(match)
                    after = max(match.end(), after)
                place = lowered.find(literal, after)
        return matches


def in_lower_case(text: str) -> str:
    """The text with small letters, of the same length."""
    lowered = text.lower()
    # Some letters become two. Patterns and literals are ASCII, so its letters are enough.
    return lowered if len(lowered) == len(text) else text.translate(_LOWER)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a text first needs it: all patterns together would cost every cold start
    several times a bare interpreter."""
    return re.compile(pattern)
