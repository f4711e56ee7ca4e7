"""What the domain's values have in common: immutable, camelCase on the wire, strict."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    JsonValue,
    PlainSerializer,
)
from pydantic.alias_generators import to_camel


class Model(BaseModel):
    """An immutable value. Unknown fields are refused: a typing mistake in a request is an error."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        # A function uses few of the models that it imports: each is built when it is first used.
        defer_build=True,
    )

    def to_json(self) -> str:
        """The value as camelCase JSON text, as it is stored and sent."""
        return self.model_dump_json(by_alias=True)

    def to_payload(self) -> "Json":
        """The value as a camelCase JSON object, as Lambda and Step Functions pass it on."""
        payload: Json = self.model_dump(mode="json", by_alias=True)
        return payload


def iso(moment: datetime) -> str:
    """`2026-11-21T19:04:11.120Z`: UTC with milliseconds, which sorts as text."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime,
    AfterValidator(lambda moment: moment.astimezone(UTC)),
    PlainSerializer(iso, return_type=str, when_used="json"),
]


def encodable(text: str) -> str:
    """The text with `?` for every half of a surrogate pair that stands alone. Logs hold such halves
    (JSON spells them `\\ud83d`), and no UTF-8 does."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


Said = Annotated[
    str, BeforeValidator(lambda said: encodable(said) if isinstance(said, str) else said)
]
"""Text that others wrote, whatever bytes they had for it."""

Json = dict[str, JsonValue]
