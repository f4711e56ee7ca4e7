"""The grammar of metric math: from the text of an expression to its parts.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<symbol><=|>=|==|!=|&&|\|\||[-+*/^()\[\],<>]))"
)
# What binds weakest stands first.
_LEVELS = (("OR",), ("AND",), ("==", "!=", "<", ">", "<=", ">="), ("+", "-"), ("*", "/"))
_WORDS = {"&&": "AND", "||": "OR"}


class CannotBeComputed(Exception):
    """The expression asks for what is not supported here, or is not valid."""


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Identifier:
    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    symbol: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class List:
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class FunctionCall:
    name: str
    arguments: tuple["Node", ...]


Node: TypeAlias = "Number | Text | Identifier | Negative | Binary | List | FunctionCall"


def parse(expression: str) -> Node:
    """The expression as a tree.

    Raises:
        CannotBeComputed: it is not valid.
    """
    parser = _Parser(_tokens(expression))
    node = parser.level(0)
    if not parser.is_done:
        raise CannotBeComputed(f"{parser.here!r} is not expected in {expression[:80]!r}")
    return node


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, place, text = [], 0, expression.rstrip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise CannotBeComputed(f"{text[place:].strip()[:20]!r} cannot be read")
        kind = str(match.lastgroup)
        word = match[kind]
        if kind == "name" and word.upper() in ("AND", "OR"):
            kind, word = "symbol", word.upper()
        found.append((kind, _WORDS.get(word, word)))
        place = match.end()
    return found


class _Parser:
    """Descends through the levels of binding. Signs bind weaker than `^`, as in Python."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._place = 0

    @property
    def is_done(self) -> bool:
        return self._place >= len(self._tokens)

    @property
    def here(self) -> str:
        return self._tokens[self._place][1] if not self.is_done else ""

    def level(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._signed()
        node = self.level(level + 1)
        while self._is_symbol(*_LEVELS[level]):
            symbol = self._take()[1]
            node = Binary(symbol, node, self.level(level + 1))
        return node

    def _signed(self) -> Node:
        if self._is_symbol("-"):
            self._take()
            return Negative(self._signed())
        if self._is_symbol("+"):
            self._take()
            return self._signed()
        base = self._atom()
        if not self._is_symbol("^"):
            return base
        self._take()
        return Binary("^", base, self._signed())

    def _atom(self) -> Node:
        kind, word = self._take()
        if kind == "number":
            return Number(float(word))
        if kind == "text":
            return Text(word[1:-1])
        if kind == "name":
            if not self._is_symbol("("):
                return Identifier(word)
            self._take()
            return FunctionCall(word.upper(), self._items(")"))
        if word == "(":
            node = self.level(0)
            self._expect(")")
            return node
        if word == "[":
            return List(self._items("]"))
        raise CannotBeComputed(f"{word!r} is not expected")

    def _items(self, end: str) -> tuple[Node, ...]:
        if self._is_symbol(end):
            self._take()
            return ()
        items = [self.level(0)]
        while self._is_symbol(","):
            self._take()
            items.append(self.level(0))
        self._expect(end)
        return tuple(items)

    def _is_symbol(self, *symbols: str) -> bool:
        return not self.is_done and self._tokens[self._place] in {("symbol", s) for s in symbols}

    def _take(self) -> tuple[str, str]:
        if self.is_done:
            raise CannotBeComputed("the expression ends too early")
        self._place += 1
        return self._tokens[self._place - 1]

    def _expect(self, symbol: str) -> None:
        if self._take()[1] != symbol:
            raise CannotBeComputed(f"{symbol!r} is missing")
