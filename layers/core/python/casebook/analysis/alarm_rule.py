"""The rule of a composite alarm: a logical expression over the states of other alarms.

What is not known of an alarm stays unknown, unless the others decide (Kleene's logic).
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

import re
from collections.abc import Callable, Mapping

from casebook.analysis.metric_syntax import CannotBeComputed

State = str
"""`OK`, `ALARM` or `INSUFFICIENT_DATA`."""
Known = bool | None
_Check = Callable[[Mapping[str, State | None]], Known]

# A name without quotation marks ends with its parenthesis.
_TOKEN = re.compile(
    r"\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^)\"]*?))\s*\)"
    r"|(?P<word>AND|OR|NOT|TRUE|FALSE)\b|(?P<symbol>[()]))",
    re.IGNORECASE,
)


def alarms_of(rule: str) -> tuple[str, ...]:
    """The names of the alarms in a rule, in their order, each once. An ARN counts as its name."""
    found = (match for match in _TOKEN.finditer(rule) if match["state"])
    return tuple(dict.fromkeys(_name(match) for match in found))


def evaluate_rule(rule: str, states: Mapping[str, State | None]) -> Known:
    """Whether the rule holds, by the states of the alarms; None if they do not tell.

    Raises:
        CannotBeComputed: the rule is not valid, or uses what is not supported here.
    """
    return parsed_rule(rule)(states)


def parsed_rule(rule: str) -> _Check:
    """The rule, read once. Raises CannotBeComputed as `evaluate_rule` does."""
    parser = _Parser(rule)
    try:
        check = parser.either()
    except RecursionError as error:
        raise CannotBeComputed("the rule is nested too deep") from error
    if parser.here is not None:
        raise CannotBeComputed(f"{parser.here[0]!r} is not expected in the rule")
    return check


class _Parser:
    """NOT binds strongest, then AND, then OR."""

    def __init__(self, rule: str) -> None:
        self._tokens: list[re.Match[str]] = []
        text, place = rule.rstrip(), 0
        while place < len(text):
            if (match := _TOKEN.match(text, place)) is None:
                raise CannotBeComputed(f"{text[place:].strip()[:30]!r} cannot be evaluated here")
            self._tokens.append(match)
            place = match.end()
        self._place = 0

    @property
    def here(self) -> re.Match[str] | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def either(self) -> _Check:
        checks = [self._both()]
        while self._is("OR"):
            self._place += 1
            checks.append(self._both())
        return lambda states: _any([check(states) for check in checks])

    def _both(self) -> _Check:
        checks = [self._one()]
        while self._is("AND"):
            self._place += 1
            checks.append(self._one())
        return lambda states: _all([check(states) for check in checks])

    def _one(self) -> _Check:
        token = self.here
        if token is None:
            raise CannotBeComputed("the rule ends too early")
        self._place += 1
        if token["state"]:
            name, state = _name(token), token["state"].upper()
            return lambda states: _is(states.get(name), state)
        word = (token["word"] or token["symbol"]).upper()
        if word == "NOT":
            negated = self._one()
            return lambda states: _not(negated(states))
        if word in ("TRUE", "FALSE"):
            return lambda states: word == "TRUE"
        if word == "(":
            inner = self.either()
            if not self._is(")"):
                raise CannotBeComputed("a parenthesis of the rule is not closed")
            self._place += 1
            return inner
        raise CannotBeComputed(f"{word!r} is not expected in the rule")

    def _is(self, word: str) -> bool:
        token = self.here
        return token is not None and word in (
            (token["word"] or "").upper(), token["symbol"],
        )  # fmt: skip


def _name(token: re.Match[str]) -> str:
    said = token["quoted"] if token["quoted"] is not None else token["bare"]
    return said.strip().split(":alarm:", 1)[-1]


def _is(known: State | None, wanted: State) -> Known:
    return None if known is None else known == wanted


def _not(known: Known) -> Known:
    return None if known is None else not known


def _all(known: list[Known]) -> Known:
    if False in known:
        return False
    return None if None in known else True


def _any(known: list[Known]) -> Known:
    if True in known:
        return True
    return None if None in known else False
