"""Replaces the secrets in a text by typed, numbered placeholders."""

from bisect import bisect_right
from collections.abc import Iterable

from casebook.redaction.generic import is_generated
from casebook.redaction.providers import PREFIX_RULES, PROVIDER_RULES
from casebook.redaction.rule import Rule, compiled, in_lower_case
from casebook.redaction.structures import CARD, STRUCTURE_RULES
from casebook.redaction.words import LONG_WORD, beginnings, suspects

_GENERATED = "token"
# Times and names come again and again in one answer; whole lines do not.
_SHORT = 64
_FOUR_TWICE = r"\d{4}[ -]?\d{4}"
_PLACEHOLDER = r"<([a-z][a-z0-9-]*)-(\d{1,6})>"

# In order of trust: where two rules find the same place, the earlier one names it.
_NAMED = (*PREFIX_RULES, *PROVIDER_RULES, *STRUCTURE_RULES, CARD)
_NAMES = [*dict.fromkeys(rule.name for rule in _NAMED), _GENERATED]
_RANK = {name: rank for rank, name in reversed([*enumerate(_NAMES)])}

Span = tuple[int, int, str]


def _by_hint(rules: Iterable[Rule]) -> list[tuple[str, list[tuple[str, Rule]]]]:
    """For each hint, the literals that have it and their rules: a text without `token` need not be
    searched for `token=` and `token `."""
    by_hint: dict[str, list[tuple[str, Rule]]] = {}
    for rule in rules:
        for literal in rule.starts or rule.hints:
            hint = next((hint for hint in rule.hints if hint in literal), literal)
            by_hint.setdefault(hint, []).append((literal, rule))
    return list(by_hint.items())


def _by_beginning(rules: Iterable[Rule]) -> dict[str, list[tuple[str, Rule]]]:
    by_beginning: dict[str, list[tuple[str, Rule]]] = {}
    for rule in rules:
        for literal in rule.starts:
            beginning = literal.replace("-", "_").partition("_")[0][:2]
            by_beginning.setdefault(beginning, []).append((literal, rule))
    return by_beginning


_STRUCTURES = _by_hint(STRUCTURE_RULES)
_PROVIDERS = _by_hint(PROVIDER_RULES)
_PREFIXES = _by_beginning(PREFIX_RULES)


class Redactor:
    """Redacts the texts of one stream: a secret that comes again gets the same placeholder.

    Not thread-safe. It keeps the secrets it saw in memory, so it must not outlive its stream.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._highest: dict[str, int] = {}
        self._clean: set[str] = set()

    def redact(self, text: str) -> str:
        """The text with every secret replaced by `<kind-number>`.

        Redacting a redacted text changes nothing: placeholders are never touched, and a pass is
        repeated until it finds nothing (each pass only shortens what is not a placeholder).
        """
        if text in self._clean:
            return text
        while spans := _secrets_in(text):
            for _, _, name, number in _placeholders_in(text):
                self._highest[name] = max(number, self._highest.get(name, 0))
            text = self._replaced(text, spans)
        if len(text) <= _SHORT:
            self._clean.add(text)
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


def _secrets_in(text: str) -> list[Span]:
    """The places to replace, in order, none overlapping another or a placeholder."""
    lowered = in_lower_case(text)
    words = suspects(text)
    rules = _hinted(_STRUCTURES, lowered)
    if compiled(_FOUR_TWICE).search(text):
        rules.append(CARD)
    if words:
        rules += _hinted(_PROVIDERS, lowered)
        rules += [
            rule
            for beginning in _PREFIXES.keys() & beginnings(words)
            for literal, rule in _PREFIXES[beginning]
            if literal in lowered
        ]
    found = [
        (start, end, rule.name)
        for rule in dict.fromkeys(rules)
        for start, end in rule.spans(text, lowered)
    ]
    found += _generated(text, words)
    return _joined(_outside_placeholders(text, found)) if found else []


def _hinted(by_hint: list[tuple[str, list[tuple[str, Rule]]]], lowered: str) -> list[Rule]:
    return [
        rule
        for hint, each in by_hint
        if hint in lowered
        for literal, rule in each
        if literal in lowered
    ]


def _generated(text: str, words: list[str]) -> list[Span]:
    generated = set(filter(is_generated, words))
    if not generated:
        return []
    places = compiled(LONG_WORD).finditer(text)
    return [(*place.span(), _GENERATED) for place in places if place[0] in generated]


def _outside_placeholders(text: str, found: list[Span]) -> list[Span]:
    taken = _placeholders_in(text)
    ends = [end for _, end, _, _ in taken]
    free = []
    for start, end, name in found:
        next_one = bisect_right(ends, start)
        if next_one == len(taken) or taken[next_one][0] >= end:
            free.append((start, end, name))
    return free


def _placeholders_in(text: str) -> list[tuple[int, int, str, int]]:
    if "<" not in text:
        return []
    return [
        (*found.span(), found[1], int(found[2]))
        for found in compiled(_PLACEHOLDER).finditer(text)
        if found[1] in _RANK
    ]


def _joined(found: list[Span]) -> list[Span]:
    """Overlapping places become one: half a secret must not survive because two rules saw it."""
    joined: list[Span] = []
    for start, end, name in sorted(found):
        if joined and start < joined[-1][1]:
            first, last, other = joined[-1]
            joined[-1] = (first, max(last, end), min(other, name, key=_RANK.__getitem__))
        else:
            joined.append((start, end, name))
    return joined
