"""Reading the fields of a structured log line by what they say, whatever its logger calls them."""

import json
from collections.abc import Iterator, Mapping
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
    if field.keys.isdisjoint(entry):
        return None
    for name, outer, inner in field.paths:  # as in `values`: a generator takes half as long again
        value = entry.get(name)
        if value is None and outer in entry:
            value = _within(entry[outer], inner)
        if value is not None and value not in _NOTHING:
            return value
    return None


def first_text(entry: Fields, field: Names) -> str:
    """The first of the fields that holds text."""
    value = first(entry, field)
    if value is None or isinstance(value, str):
        return value or ""
    return next((value for value in values(entry, field) if isinstance(value, str)), "")


def values(entry: Fields, field: Names) -> Iterator[Any]:
    """What the fields say that are there, in the table's order."""
    if field.keys.isdisjoint(entry):
        return
    for name, outer, inner in field.paths:
        value = entry.get(name)
        if value is None and outer in entry:
            value = _within(entry[outer], inner)
        if value is not None and value not in _NOTHING:
            yield value


def _within(holder: Any, name: str) -> Any:
    """What the object says of `b` or, within another that it holds, of `b.c`."""
    if not isinstance(holder, dict):
        return None
    value = holder.get(name)
    outer, dot, inner = name.partition(".")
    return _within(holder.get(outer), inner) if value is None and dot else value


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
