"""Where the secrets of a text stand, and the placeholders that stand for others."""

from bisect import bisect_right
from collections.abc import Iterable

from casebook.redaction.generic import is_generated
from casebook.redaction.people import CARD, IBAN, PEOPLE_RULES
from casebook.redaction.providers import PREFIX_RULES, PROVIDER_RULES
from casebook.redaction.recalling import ELSEWHERE
from casebook.redaction.rule import Rule, compiled, in_lower_case
from casebook.redaction.sentences import SENTENCE_RULES
from casebook.redaction.spelling import reading
from casebook.redaction.structures import STRUCTURE_RULES
from casebook.redaction.words import LONG_WORD, beginnings, suspects

GENERATED = "token"
_FOUR_TWICE = r"\d{4}[ -]?\d{4}"
_PLACEHOLDER = r"<([a-z][a-z0-9-]*)-(\d{1,6})>"

# What looks random and opens nothing: what AWS calls a request, the receipt of a queue's message,
# the digest of a script (https://www.w3.org/TR/SRI/), a picture. A key in it is found all the same.
_NO_TOKEN = (
    r"(?:x-amz-(?:id-2|cf-id)|request[ _-]?id|\bhost[ _-]?id|receipt[ _-]?handle)"
    r"[\"'\]\\]{0,3}\s{0,2}[:=,]?\s{0,2}[\"'\\]{0,2}[a-z0-9+/=_.%-]+"
    r"|\bsha(?:256|384|512)-[a-z0-9+/=]+"
    r"|\bdata:(?:image|font)/[\w.+-]{1,32};base64,[a-z0-9+/=]+"
)

# In order of trust: where two rules find the same place, the earlier one names it.
_NAMED = (
    *PREFIX_RULES,
    *PROVIDER_RULES,
    *STRUCTURE_RULES,
    *SENTENCE_RULES,
    *PEOPLE_RULES,
    CARD,
    IBAN,
)
_NAMES = [*dict.fromkeys(rule.name for rule in _NAMED), GENERATED, ELSEWHERE]
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


_STRUCTURES = _by_hint((*STRUCTURE_RULES, *SENTENCE_RULES, *PEOPLE_RULES))
_PROVIDERS = _by_hint(PROVIDER_RULES)
_PREFIXES = _by_beginning(PREFIX_RULES)


def secrets_in(text: str) -> list[Span]:
    """The places to replace, in order, none overlapping another or a placeholder."""
    found = _found_in(text)
    if other := reading(text):
        found += [(*other.place(start, end), name) for start, end, name in _found_in(other.text)]
    return joined(outside_placeholders(text, found)) if found else []


def _found_in(text: str) -> list[Span]:
    lowered = in_lower_case(text)
    words = suspects(text)
    rules = _hinted(_STRUCTURES, lowered)
    if compiled(_FOUR_TWICE).search(text):
        rules += (CARD, IBAN)
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
    if generated := _generated(text, words):
        spared = [each.span() for each in compiled(_NO_TOKEN).finditer(lowered)]
        found += [each for each in generated if not _is_within(each, spared)]
    return found


def _is_within(span: Span, others: list[tuple[int, int]]) -> bool:
    place = bisect_right(others, span[0], key=_start) - 1
    return place >= 0 and span[1] <= others[place][1]


def _start(place: tuple[int, int]) -> int:
    return place[0]


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
    return [(*place.span(), GENERATED) for place in places if place[0] in generated]


def outside_placeholders(text: str, found: list[Span]) -> list[Span]:
    taken = placeholders_in(text)
    ends = [end for _, end, _, _ in taken]
    free = []
    for start, end, name in found:
        next_one = bisect_right(ends, start)
        if next_one == len(taken) or taken[next_one][0] >= end:
            free.append((start, end, name))
    return free


def placeholders_in(text: str) -> list[tuple[int, int, str, int]]:
    if "<" not in text:
        return []
    return [
        (*found.span(), found[1], int(found[2]))
        for found in compiled(_PLACEHOLDER).finditer(text)
        if found[1] in _RANK
    ]


def joined(found: list[Span]) -> list[Span]:
    """Overlapping places become one: half a secret must not survive because two rules saw it."""
    joined: list[Span] = []
    for start, end, name in sorted(found):
        if joined and start < joined[-1][1]:
            first, last, other = joined[-1]
            joined[-1] = (first, max(last, end), min(other, name, key=_RANK.__getitem__))
        else:
            joined.append((start, end, name))
    return joined
