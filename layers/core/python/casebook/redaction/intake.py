"""The door through which text of others comes in: without secrets, harmless to whoever shows it.

Everything that Casebook stores, shows or gives to a model has passed it once: what tools bring back
(`tools/keeper.py`), alarms, reported and observed changes, imports, feedback and hints. It stands
before anything is hashed, so that what is kept, and what a recheck gets, is the same text.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import TypeVar

from pydantic import BaseModel, JsonValue

from casebook.domain.harmless import harmless
from casebook.redaction.redactor import Redactor
from casebook.redaction.rule import compiled

_M = TypeVar("_M", bound=BaseModel)

_INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"
_ENDS_A_QUOTATION = r"[\"'`\\\r\n]|^$"
_NUMBERS = frozenset({int, float, bool, type(None)})


def taken_in(text: str, redactor: Redactor | None = None) -> str:
    """The text without secrets and harmless. Taken in again it stays as it is.

    Secrets go first, and are looked for again where a character became an escape: one that nobody
    sees may have kept two halves apart.
    """
    redactor = redactor or Redactor()
    redacted = redactor.redact(text)
    shown = harmless(redacted)
    return shown if shown == redacted else redactor.redact(shown)


def setting(name: str, value: str, redactor: Redactor | None = None) -> str:
    """The value of a setting, taken in: its name gives a secret away as often as the value does."""
    quote = "" if compiled(_ENDS_A_QUOTATION).search(value) else '"'
    before = f"{name}={quote}"
    said = taken_in(f"{before}{value}{quote}", redactor)
    if not said.startswith(before):  # the name is no name
        return taken_in(value, redactor)
    return said.removeprefix(before).removesuffix(quote)


def json_taken_in(value: JsonValue, redactor: Redactor, name: str = "") -> JsonValue:
    """Every text of a JSON value taken in, names of fields too. A field's name counts as that of a
    setting."""
    match value:
        case str():
            return _text(value, redactor, name)
        case list():
            if _NUMBERS.issuperset(map(type, value)):
                return value  # a day of datapoints
            return [json_taken_in(each, redactor, name) for each in value]
        case dict():
            return {
                taken_in(key, redactor): json_taken_in(each, redactor, key)
                for key, each in value.items()
            }
        case _:
            return value


def model_taken_in(model: _M, prose: Collection[str]) -> _M:
    """The model with every text in it taken in; itself where that changes nothing. AWS is asked by
    its names, so what merely looks random is a secret in the fields of `prose` alone."""
    plain = model.model_dump(mode="json")
    words, names = Redactor(), Redactor(of_names=True)
    clean = {
        field: whole(value, words if field in prose else names, field)
        for field, value in plain.items()
    }
    return model if clean == plain else fitted(type(model), plain, clean)


def fitted(kind: type[_M], plain: JsonValue, clean: JsonValue) -> _M:
    """The model of what was taken in. A word that the model itself prescribes (a kind, an outcome)
    is nobody's secret, whatever looked like one before it: it is said as in `plain`."""
    words = _prescribed(kind)

    def kept(before: JsonValue, after: JsonValue) -> JsonValue:
        match before, after:
            case str(), _:
                return before if before in words else after
            case list(), list():
                return [kept(*each) for each in zip(before, after, strict=True)]
            case dict(), dict() if len(before) == len(after):  # no two names became one
                each = zip(before.values(), after.items(), strict=True)
                return {name: kept(one, other) for one, (name, other) in each}
        return after

    return kind.model_validate(kept(plain, clean))


@lru_cache(maxsize=64)
def _prescribed(kind: type[BaseModel]) -> frozenset[str]:
    """The words that a model's fields, and their fields', are to be one of."""
    found: set[str] = set()
    pending: list[object] = [kind.model_json_schema()]
    while pending:
        match pending.pop():
            case dict() as schema:
                said = [schema["const"]] if "const" in schema else schema.get("enum", [])
                found.update(word for word in said if isinstance(word, str))
                pending += schema.values()
            case list() as several:
                pending += several
    return frozenset(found)


def whole(value: JsonValue, redactor: Redactor, name: str = "") -> JsonValue:
    """A JSON value taken in, whose beginning holds no secret either that its end gave away."""
    clean = json_taken_in(value, redactor, name)
    return json_taken_in(clean, redactor, name) if redactor.found else clean


def _text(value: str, redactor: Redactor, name: str) -> str:
    if compiled(_INSTANT).fullmatch(value):
        return value  # most texts of a result are its times
    return (
        setting(name, value, redactor) if name and _is_telling(name) else taken_in(value, redactor)
    )


@lru_cache(maxsize=1024)
def _is_telling(name: str) -> bool:
    lowered = name.lower()
    return any(
        word in lowered for word in ("pass", "pwd", "secret", "token", "key", "cred", "auth")
    )
