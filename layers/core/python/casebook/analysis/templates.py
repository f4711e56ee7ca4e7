"""Log templates: what a line says, with `<*>` where a value varies.

A fixed-depth tree over the tokens of a line, after Drain (He, Zhu, Zheng, Lyu: "Drain: An Online
Log Parsing Approach with Fixed Depth Tree", ICWS 2017). Values that look like values (numbers,
addresses, ids) are masked first; lines of the same length and first word are then compared token by
token, and a group's template keeps the tokens on which all of its lines agree.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

ANY = "<*>"

# Drain's similarity threshold: the share of tokens that must agree. 0.5 is in the middle of the
# values that its authors chose for 16 systems (0.3 to 0.7).
_SIMILARITY = 0.5
# Lines longer than this are cut: a template is a summary, and a megabyte of JSON has none.
_LONGEST_LINE = 4_000
_MOST_TOKENS = 200

_MASKS = re.compile(
    r"(?<![\w<])(?:"
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # UUID
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"  # timestamp
    r"|(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?"  # IPv4, with a port
    r"|(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}"  # MAC address
    r"|0[xX][0-9a-fA-F]+"
    r"|(?=[0-9a-fA-F]*\d)(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{6,}"  # hexadecimal id
    r"|[+-]?\d+(?:[.,:]\d+)*(?:[kKmMgGtT]i?[bB]?|ms|s|%)?"  # number, with its unit
    r")(?![\w>])"
)
_DIGIT = re.compile(r"\d")
_TOUCHING = re.compile(r"(?:<\*>){2,}")


@dataclass(slots=True)
class Group:
    """Lines of one shape. `tokens` are what they all have in common."""

    tokens: list[str]
    count: int = 0

    @property
    def template(self) -> str:
        return _TOUCHING.sub(ANY, " ".join(self.tokens))


class TemplateMiner:
    """Groups lines one after another; a template only ever becomes more general."""

    def __init__(self) -> None:
        self._leaves: dict[tuple[int, str], list[Group]] = {}
        self._by_line: dict[str, Group] = {}

    def add(self, line: str) -> Group:
        """The group that the line belongs to, which may be a new one. Never raises."""
        masked = _masked(line)
        group = self._by_line.get(masked) or self._placed(masked)
        group.count += 1
        return group

    def groups(self) -> list[Group]:
        """Every group, in the order in which they appeared within their leaf."""
        return [group for leaf in self._leaves.values() for group in leaf]

    def _placed(self, masked: str) -> Group:
        tokens = masked.split()[:_MOST_TOKENS]
        leaf = self._leaves.setdefault((len(tokens), _first_word(tokens)), [])
        best = max(leaf, key=lambda group: _similarity(group.tokens, tokens), default=None)
        if best is None or _similarity(best.tokens, tokens) < _SIMILARITY:
            best = Group(tokens)
            leaf.append(best)
        else:
            best.tokens = [a if a == b else ANY for a, b in zip(best.tokens, tokens, strict=True)]
        self._by_line[masked] = best
        return best


def mine_templates(lines: Iterable[str]) -> list[str]:
    """One template a line, in order, `<*>` where a value varies; the templates are those that the
    miner holds after it has seen every line."""
    miner = TemplateMiner()
    return [group.template for group in [miner.add(line) for line in lines]]


def _masked(line: str) -> str:
    return _MASKS.sub(ANY, line[:_LONGEST_LINE])


def _first_word(tokens: list[str]) -> str:
    """What separates leaves: the first token, unless it looks like a value."""
    first = tokens[0] if tokens else ""
    return ANY if _DIGIT.search(first) or ANY in first else first


def _similarity(template: list[str], tokens: list[str]) -> float:
    """The share of tokens that agree; a wildcard agrees with nothing, so that a general template
    does not swallow everything."""
    if not tokens:
        return 1.0
    agreeing = sum(a == b for a, b in zip(template, tokens, strict=True))
    return agreeing / len(tokens)
