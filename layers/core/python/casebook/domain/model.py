"""What the domain's values have in common: immutable, camelCase on the wire, strict."""

from datetime import UTC, date, datetime
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


# A year is left at either end of what Python can say, so that windows of days around any moment,
# and its time in other zones, can be reckoned with.
_YEARS = range(date.min.year + 1, date.max.year)


def _moment(said: object) -> object:
    """Pydantic takes a number for seconds since 1970, in a text too; nobody means that by `0`."""
    if isinstance(said, str) and said[4:5] == "-":
        try:
            return datetime.fromisoformat(said.upper())
        except ValueError:
            pass
    elif isinstance(said, datetime):
        return said
    raise ValueError("must be a date and time such as 2026-11-21T19:04:11Z")


def _day(said: object) -> object:
    if isinstance(said, str) and said[4:5] == "-":
        try:
            return date.fromisoformat(said)
        except ValueError:
            pass
    elif isinstance(said, date):
        return said
    raise ValueError("must be a day such as 2026-11-21")


def _in_reach(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError(f"must be in the years {_YEARS[0]} to {_YEARS[-1]}")
    return day


def _in_utc(moment: datetime) -> datetime:
    _in_reach(moment)
    return moment.astimezone(UTC)


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    AfterValidator(_in_utc),
    PlainSerializer(iso, return_type=str, when_used="json"),
]
Day = Annotated[date, BeforeValidator(_day), AfterValidator(_in_reach)]
"""A day of UTC's calendar."""


def encodable(text: str) -> str:
    """The text with `?` for every half of a surrogate pair that stands alone. Logs hold such halves
    (JSON spells them `\\ud83d`), and no UTF-8 does."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


Said = Annotated[
    str, BeforeValidator(lambda said: encodable(said) if isinstance(said, str) else said)
]
"""Text that others wrote, whatever bytes they had for it."""

Json = dict[str, JsonValue]
