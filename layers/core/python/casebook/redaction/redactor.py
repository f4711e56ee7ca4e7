"""Replaces the secrets in a text by typed, numbered placeholders."""

import re

from casebook.redaction.providers import PROVIDER_RULES
from casebook.redaction.rule import Rule
from casebook.redaction.structures import STRUCTURE_RULES

# In order of trust: where two rules find the same place, the earlier one names it.
RULES: tuple[Rule, ...] = PROVIDER_RULES + STRUCTURE_RULES

_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9-]*)-(\d{1,6})>")
_NAMES = frozenset(rule.name for rule in RULES)

Span = tuple[int, int, str]


class Redactor:
    """Redacts the texts of one stream: a secret that comes again gets the same placeholder.

    Not thread-safe. It keeps the secrets it saw in memory, so it must not outlive its stream.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._highest: dict[str, int] = {}

    def redact(self, text: str) -> str:
        """The text with every secret replaced by `<kind-number>`.

        Redacting a redacted text changes nothing: placeholders are never touched, and a pass is
        repeated until it finds nothing (each pass only shortens what is not a placeholder).
        """
        while spans := _secrets_in(text, placeholders := _placeholders_in(text)):
            for _, _, name, number in placeholders:
                self._highest[name] = max(number, self._highest.get(name, 0))
            text = self._replaced(text, spans)
        return text

    def _replaced(self, text: str, spans: list[Span]) -> str:
        pieces, position = [], 0
        for start, end, name in spans:
            pieces += [text[position:start], self._placeholder(name, text[start:end])]
            position = end
        return "".join([*pieces, text[position:]])

    def _placeholder(self, name: str, secret: str) -> str:
        if (name, secret) not in self._numbers:
            self._highest[name] = self._highest.get(name, 0) + 1
            self._numbers[name, secret] = self._highest[name]
        return f"<{name}-{self._numbers[name, secret]}>"


def redact(text: str) -> str:
    """One text with its secrets replaced; see `Redactor.redact`."""
    return Redactor().redact(text)


def _secrets_in(text: str, placeholders: list[tuple[int, int, str, int]]) -> list[Span]:
    """The places to replace, in order, none overlapping another or a placeholder."""
    lowered = text.lower()
    found = [
        (start, end, rule.name)
        for rule in RULES
        if not rule.hints or any(hint in lowered for hint in rule.hints)
        for start, end in rule.spans(text)
        if not any(start < to and from_ < end for from_, to, _, _ in placeholders)
    ]
    return _joined(found)


def _placeholders_in(text: str) -> list[tuple[int, int, str, int]]:
    if "<" not in text:
        return []
    return [
        (*found.span(), found[1], int(found[2]))
        for found in _PLACEHOLDER.finditer(text)
        if found[1] in _NAMES
    ]


def _joined(found: list[Span]) -> list[Span]:
    """Overlapping places become one: half a secret must not survive because two rules saw it."""
    joined: list[Span] = []
    order = {rule.name: rank for rank, rule in enumerate(RULES)}
    for start, end, name in sorted(found):
        if joined and start < joined[-1][1]:
            first, last, other = joined[-1]
            joined[-1] = (first, max(last, end), min(other, name, key=order.__getitem__))
        else:
            joined.append((start, end, name))
    return joined
