"""The event log's vocabulary as a page and as a schema, from the payloads' models."""

from collections.abc import Iterable
from typing import Any

from casebook.domain.events.event import Payload, payload_types
from casebook.streams import FINAL_TYPES
from cli.docs.schemas import Schema, described, plain
from cli.docs.text import documentation, paragraph, table
from cli.docs.wire import Event

_DEFS = "#/$defs/"
# Where a type's payload stands in the product says in which streams it occurs.
_STREAMS = {
    "chat": ("Chat", "Events of a chat session (`ses_…`)."),
    "diagnosis": ("Diagnosis", "Events of a diagnosis (`dgn_…`)."),
    "tools": ("Both", "Events of either kind of stream."),
}


def schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of an event; each type of it by the name of its payload's class."""
    payloads = payload_types()
    references, definitions = described(payloads.values(), _DEFS)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Event",
        "description": documentation(Event),
        "oneOf": [_event(name, references[payload]) for name, payload in sorted(payloads.items())],
        "$defs": dict(sorted(definitions.items())),
    }


def _event(name: str, payload: Schema) -> Schema:
    own = {"type": {"const": name}, "data": payload}
    properties = plain(Event)["properties"] | own
    return {
        "type": "object",
        "title": name,
        "properties": properties,
        "required": list(properties),
    }


def envelope() -> str:
    """A table of what every event has in common."""
    schema = plain(Event)
    del schema["properties"]["type"]["enum"]
    return _fields(schema)


def sections() -> str:
    """Every event type with its fields, by the kind of stream that it occurs in."""
    return "\n\n".join(_section(module) for module in _STREAMS)


def _section(module: str) -> str:
    title, what = _STREAMS[module]
    payloads = [
        payload
        for payload in payload_types().values()
        if payload.__module__.rpartition(".")[2] == module
    ]
    return "\n\n".join([f"## {title}\n\n{what}", *map(_type, payloads)])


def _type(payload: type[Payload]) -> str:
    parts = [f"### `{payload.type}`"]
    if said := documentation(payload):
        parts.append(paragraph(said))
    if payload.type in FINAL_TYPES:
        parts.append("The stream's last event: nothing follows it.")
    parts.append(fields(payload))
    return "\n\n".join(parts)


def shapes() -> str:
    """The models inside payloads, each with its fields."""
    _, definitions = described(payload_types().values(), _DEFS)
    names = {payload.__name__ for payload in payload_types().values()}
    inner = sorted(definitions.keys() - names - {"JsonValue"})
    return "\n\n".join(_shape(name, definitions[name]) for name in inner)


def _shape(name: str, definition: Schema) -> str:
    parts = [f"### {name}"]
    if said := definition.get("description"):
        parts.append(paragraph(said))
    if "enum" in definition:
        parts.append("One of " + ", ".join(f"`{value}`" for value in definition["enum"]) + ".")
    else:
        parts.append(_fields(definition))
    return "\n\n".join(parts)


def fields(model: type[Any]) -> str:
    """A table of a model's fields, as they are on the wire."""
    references, definitions = described([model], _DEFS)
    return _fields(definitions[references[model]["$ref"].removeprefix(_DEFS)])


def _fields(definition: Schema) -> str:
    required = definition.get("required", [])
    return table(
        ["field", "type", "default"],
        (
            [f"`{name}`", kind(each), "" if name in required else _default(each)]
            for name, each in definition.get("properties", {}).items()
        ),
    )


def _default(schema: Schema) -> str:
    value = schema.get("default")
    match value:
        case None:
            return "none"
        case [] | {}:
            return "empty"
        case _:
            return f"`{value}`".replace("True", "true").replace("False", "false")


def kind(schema: Schema) -> str:
    """A schema in a few words, such as `list of Finding`."""
    match schema:
        case {"$ref": str(reference)}:
            name = reference.rpartition("/")[2]
            return "any JSON" if name == "JsonValue" else f"[{name}](#{name.lower()})"
        case {"anyOf": list(choices)} | {"oneOf": list(choices)}:
            return " or ".join(kind(each) for each in choices if each.get("type") != "null")
        case {"enum": list(values)}:
            return _either(values)
        case {"const": value}:
            return f"`{value}`"
        case {"prefixItems": list(items)}:
            return f"[{', '.join(kind(each) for each in items)}]"
        case {"type": "array", "items": items}:
            return f"list of {kind(items)}"
        case {"type": "object", "additionalProperties": dict(values)}:
            return "object" if "$ref" in values else f"object of {kind(values)}"
        case _:
            return str(schema.get("format", schema.get("type", "any JSON")))


def _either(values: Iterable[object]) -> str:
    return ", ".join(f"`{value}`" for value in values)
