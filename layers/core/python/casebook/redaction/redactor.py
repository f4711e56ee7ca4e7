"""Replaces the secrets in a text by typed, numbered placeholders."""

from casebook.redaction.finding import (
    GENERATED,
    Span,
    joined,
    outside_placeholders,
    placeholders_in,
    secrets_in,
)
from casebook.redaction.randomness import digits_in, is_mixed_case
from casebook.redaction.recalling import ELSEWHERE, Recollection

# Times and names come again and again in one answer; whole lines do not.
_SHORT = 64
# Whoever reads these knows them wherever they stand.
_FOUND_BY_ITSELF = frozenset({"email", "phone", "jwt", "private-key", ELSEWHERE, GENERATED})


class Redactor:
    """Redacts the texts of one answer: a secret that comes again gets the same placeholder, also
    where nothing around gives it away.

    `elsewhere` is what other answers of the stream gave away. `of_names`: AWS is asked by these
    texts, and names hold digests and ids, so that what merely looks random stays.

    Not thread-safe. It keeps the secrets it saw in memory, so it must not outlive its stream.
    """

    def __init__(self, elsewhere: Recollection | None = None, *, of_names: bool = False) -> None:
        self.found: Recollection | None = None
        """What was found; None as long as nothing was."""
        self._elsewhere = elsewhere
        self._of_names = of_names
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
        while spans := self._secrets_in(text) or self._recalled(text):
            for _, _, name, number in placeholders_in(text):
                self._highest[name] = max(number, self._highest.get(name, 0))
            text = self._replaced(text, spans)
        if len(text) <= _SHORT:
            self._clean.add(text)
        return text

    def _secrets_in(self, text: str) -> list[Span]:
        found = secrets_in(text)
        return [each for each in found if each[2] != GENERATED] if self._of_names else found

    def _recalled(self, text: str) -> list[Span]:
        found: list[Span] = []
        for known in (self.found, self._elsewhere):
            if known and not found:
                found = known.places(text)
        return joined(outside_placeholders(text, found)) if found else []

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
            is_to_recall = name not in _FOUND_BY_ITSELF and _tells(name, secret)
            if is_to_recall:
                self._remember(name, secret)
        return f"<{name}-{self._numbers[name, secret]}>"

    def _remember(self, name: str, secret: str) -> None:
        self.found = self.found or Recollection()
        if self.found.add(secret, name):
            self._clean.clear()  # what was clean before may hold it


def _tells(name: str, secret: str) -> bool:
    """Names of clients are often those of services: what is called a secret by its surroundings
    alone has to look like one, before it is one everywhere."""
    return name != "secret" or digits_in(secret) > 2 or is_mixed_case(secret)


def redact(text: str) -> str:
    """One text with its secrets replaced; see `Redactor.redact`."""
    return Redactor().redact(text)
