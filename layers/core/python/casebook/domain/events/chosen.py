"""Which types of events somebody wants to hear of."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from casebook.domain.events.event import payload_types


def chosen(names: Iterable[str]) -> frozenset[str]:
    """The types of these names.

    Raises:
        ValueError: naming those that do not exist, and all that do.
    """
    wanted = frozenset(filter(None, names))
    if unknown := sorted(wanted - set(known := _known())):
        raise ValueError(
            f"there is no type of event {', '.join(unknown)}; there are: {', '.join(known)}"
        )
    return wanted


def _known() -> list[str]:
    # Importing a vocabulary makes its types known; who chooses none need not load them.
    from casebook.domain.events import chat, diagnosis  # noqa: F401

    return sorted(payload_types())


def _chosen(said: object) -> object:
    """As a list in JSON, or as a text with commas between them in a query."""
    names = said.split(",") if isinstance(said, str) else said
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return said
    return chosen(names)


def _described(schema: dict[str, Any]) -> None:
    schema["items"] = {"type": "string", "enum": _known()}


EventTypes = Annotated[
    frozenset[str], BeforeValidator(_chosen), Field(json_schema_extra=_described)
]
"""Types of events, as somebody sends them."""
