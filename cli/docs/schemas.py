"""JSON Schemas of the product's models, as they are on the wire.

Of what is sent to Casebook the schema says what may be left out, and that unknown fields are
refused. Of what comes back it says what is always there, and leaves room for fields to come.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

Schema = dict[str, Any]
COMPONENTS = "#/components/schemas/"

# Two classes of one name: what the API answers keeps it, the list of its values stands beside it.
_RENAMED = {
    "casebook__diagnosis__requests__DiagnosisStatus": "DiagnosisStatus",
    "casebook__domain__diagnosis__DiagnosisStatus": "DiagnosisStatusValue",
}


class _Plain(GenerateJsonSchema):
    """Without the titles that only say a field's name again."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


class Components:
    """The named schemas of an OpenAPI document, and references to them."""

    def __init__(self, requests: Iterable[Any], responses: Iterable[Any]) -> None:
        taken, given = list(dict.fromkeys(requests)), list(dict.fromkeys(responses))
        self._references, self.schemas = described([*taken, *given], COMPONENTS)
        strict = set().union(*(self._behind(self.of(each)) for each in taken))
        for name in self.schemas.keys() - strict:
            _answered(self.schemas[name])

    def of(self, described: Any) -> Schema:
        """A reference to the schema of a type that was named when this was made."""
        return self._references[described]

    def _behind(self, schema: object) -> set[str]:
        """The names of all schemas that a schema leads to."""
        found: set[str] = set()
        waiting = list(_references_in(schema))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(_references_in(self.schemas[name]))
        return found


def described(types: Iterable[Any], prefix: str) -> tuple[dict[Any, Schema], dict[str, Schema]]:
    """References to the types' schemas, and the schemas by name."""
    references, schema = TypeAdapter.json_schemas(
        [(each, "validation", TypeAdapter(each)) for each in types],
        by_alias=True,
        ref_template=prefix + "{model}",
        schema_generator=_Plain,
    )
    found = {each: _renamed(reference) for (each, _), reference in references.items()}
    return found, _renamed(schema["$defs"])


def _renamed(schema: Schema) -> Schema:
    text = json.dumps(schema)
    for generated, name in _RENAMED.items():
        text = text.replace(generated, name)
    renamed: Schema = json.loads(text)
    return renamed


def plain(model: Any) -> Schema:
    """The schema of one type, with what it refers to in its own `$defs`."""
    return TypeAdapter(model).json_schema(by_alias=True, schema_generator=_Plain)


def inlined(schema: object, definitions: dict[str, Schema]) -> Any:
    """The schema with the definitions that it refers to in the places of the references."""
    match schema:
        case {"$ref": str(reference)}:
            return definitions[reference.rpartition("/")[2]]
        case dict():
            return {name: inlined(each, definitions) for name, each in schema.items()}
        case list():
            return [inlined(each, definitions) for each in schema]
    return schema


def _answered(schema: Schema) -> None:
    """Turn the schema of what may be sent into that of what comes back."""
    if schema.get("additionalProperties") is False:
        del schema["additionalProperties"]
    if properties := schema.get("properties"):
        always = [name for name, each in properties.items() if not _may_be_null(each)]
        schema["required"] = always
        for each in properties.values():
            each.pop("default", None)


def _may_be_null(schema: Schema) -> bool:
    if schema.get("$ref") == f"{COMPONENTS}JsonValue":
        return True
    return any(each.get("type") == "null" for each in schema.get("anyOf", ()))


def _references_in(schema: object) -> Iterator[str]:
    match schema:
        case {"$ref": str(reference)}:
            yield reference.rpartition("/")[2]
        case dict():
            for each in schema.values():
                yield from _references_in(each)
        case list():
            for each in schema:
                yield from _references_in(each)
