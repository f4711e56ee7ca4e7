"""A parameter model that holds arguments to a JSON Schema somebody else wrote."""

from typing import Any

from pydantic import ConfigDict, model_validator

from casebook.domain.model import Json
from casebook.tools.tool import Parameters

_MOST_CHARACTERS = 10_000
# A pattern can take a matcher for ever, and a reference can lead to any address: neither is
# followed.
_NOT_APPLIED = frozenset({"pattern", "patternProperties", "$schema", "$id"})
_ANY: Json = {"type": "object"}


def any_arguments() -> type[Parameters]:
    return arguments_of(_ANY)


def arguments_of(schema: Json, *, shown: bool = True) -> type[Parameters]:
    """A model that takes what the schema allows. A model that chooses a tool reads the schema as
    the server wrote it, or, unless it is `shown`, that any object goes."""

    class Arguments(Parameters):
        model_config = ConfigDict(extra="allow", frozen=True)

        @model_validator(mode="before")
        @classmethod
        def _fit_the_schema(cls, given: Any) -> Any:
            _check(given, schema)
            return given

        @classmethod
        def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> dict[str, Any]:
            return dict(schema if shown else _ANY)

    return Arguments


def _check(given: Any, schema: Json) -> None:
    """Raises ValueError: the arguments do not fit, or the schema cannot be applied."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    if len(repr(given)) > _MOST_CHARACTERS:
        raise ValueError(f"arguments have more than {_MOST_CHARACTERS} characters")
    applied = _without_patterns(schema)
    try:
        Draft202012Validator.check_schema(applied)
        validator = Draft202012Validator(applied, registry=Registry())
        errors = sorted(validator.iter_errors(given), key=lambda error: error.json_path)
    except (SchemaError, Unresolvable, RecursionError) as error:
        raise ValueError("the server's schema for this tool cannot be applied") from error
    if errors:
        raise ValueError(
            "; ".join(f"{each.json_path}: {each.message[:200]}" for each in errors[:5])
        )


def _without_patterns(schema: Any, *, names: bool = False) -> Any:
    """`names`: the keys are names of properties, and one may well be called `pattern`."""
    if isinstance(schema, dict):
        return {
            key: _without_patterns(value, names=not names and key in ("properties", "$defs"))
            for key, value in schema.items()
            if names or key not in _NOT_APPLIED
        }
    return [_without_patterns(each) for each in schema] if isinstance(schema, list) else schema
