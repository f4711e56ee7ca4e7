"""Reading the fields of a structured log line by what they say, whatever its logger calls them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casebook.knowledge.log_fields import LogField, Names

Fields = Mapping[str, Any]

_NOTHING: tuple[object, ...] = (None, "", "-", [], {})
_DEEPEST = 4


def has_field(entry: Fields, field: Names) -> bool:
    """Whether the entry may have such a field."""
    return not field.keys.isdisjoint(entry)


def first(entry: Fields, field: Names) -> Any:
    """The first of the fields that is there and says something; None when there is none."""
    return None if field.keys.isdisjoint(entry) else next(_found(entry, field), None)


def first_text(entry: Fields, field: Names) -> str:
    """The first of the fields that holds text."""
    if field.keys.isdisjoint(entry):
        return ""
    return next((value for value in _found(entry, field) if isinstance(value, str)), "")


def values(entry: Fields, field: Names) -> Iterable[Any]:
    """What the fields say that are there, in the table's order."""
    return () if field.keys.isdisjoint(entry) else _found(entry, field)


def _found(entry: Fields, field: Names) -> Iterator[Any]:
    for name in field.names:
        value = entry.get(name)
        if value is None and "." in name:
            value = _within(entry, name)
        if value is not None and value not in _NOTHING:
            yield value


def _within(entry: Fields, name: str) -> Any:
    """What `a.b` is if it is `b` within the object `a`."""
    outer, _, inner = name.partition(".")
    within = entry.get(outer)
    if not isinstance(within, dict):
        return None
    value = within.get(inner)
    return _within(within, inner) if value is None and "." in inner else value


def flattened(entry: Fields) -> Fields:
    """The entry with the fields that others hold for it (the attributes of OpenTelemetry, the
    record of Lambda's platform events) beside its own, which go before."""
    if LogField.HOLDER.keys.isdisjoint(entry):
        return entry
    for name in LogField.HOLDER.names:
        held = entry.get(name)
        if held and isinstance(held, (dict, list)):
            entry = {**dict(_pairs(held)), **entry}
    return entry


def text_of(value: Any, depth: int = 0) -> str:
    """A field's value as text: a stack in a list is its lines, an object is written as JSON."""
    if isinstance(value, str):
        return value
    if value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, dict) and set(value) <= {"stringValue"}:
        return text_of(value.get("stringValue"), depth + 1)
    if isinstance(value, list):
        return "\n".join(text_of(item, depth + 1) for item in value)
    try:
        return json.dumps(value)
    except (RecursionError, ValueError, TypeError):
        return ""


def _pairs(attributes: dict[str, Any] | list[Any]) -> Iterator[tuple[str, Any]]:
    """OpenTelemetry's attributes, as an object or as its protocol's list of key and value."""
    if isinstance(attributes, dict):
        yield from attributes.items()
        return
    for item in attributes:
        if isinstance(item, dict) and isinstance(item.get("key"), str):
            value = item.get("value")
            yield (
                item["key"],
                next(iter(value.values()), None) if isinstance(value, dict) else value,
            )
