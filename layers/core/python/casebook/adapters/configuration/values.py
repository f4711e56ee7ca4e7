"""What every reader makes settings of."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from casebook.analysis.configuration import UNREAD, Value
from casebook.domain.model import iso
from casebook.errors import AwsCallFailed
from casebook.redaction.intake import setting, taken_in

Settings = dict[str, Value]
_LONGEST = 500


class Seen(NamedTuple):
    """A resource: what somebody set of it, and how it is just now; see `Observation`."""

    settings: Settings
    health: Settings


def part(name: str, read: Callable[[], Seen]) -> Seen:
    """One kind of part, whose paths begin with `name[`. One that is not permitted, throttled or
    absent from the region hides nothing else of the resource, and is no change when it is read."""
    try:
        return read()
    except AwsCallFailed as error:
        return Seen({f"{UNREAD}{name}": error.detail}, {f"{name}.unread": error.detail})


def present(found: Mapping[str, Any]) -> Settings:
    """Without what AWS did not tell; lists and objects as text that is the same every time."""
    return {path: _value(value) for path, value in found.items() if value not in (None, [], {})}


def environment(owner: str, variables: Mapping[str, str], prefix: str = "environment") -> Settings:
    """Environment variables with what is secret in them replaced, hosts and ordinary values left.

    A replaced value is followed by a few digits of a digest, so that a rotated secret still shows
    as a change; they are too few, and salted, to find the secret by.
    """
    settings: Settings = {}
    for name, value in variables.items():
        shown = setting(name, value)
        if shown != value:
            shown += f" (digest {digest(f'{owner}:{name}:{value}')[:6]})"
        settings[f"{prefix}.{name}"] = shown
    return settings


def latest(*moments: datetime | None) -> str | None:
    """The last of them as ISO 8601."""
    known: Iterable[datetime] = (moment.astimezone(UTC) for moment in moments if moment)
    last = max(known, default=None)
    return iso(last) if last else None


def short(text: str | None) -> str | None:
    """Taken in, and cut where it is long; then a digest shows that the rest was changed."""
    if not text:
        return None
    shown = taken_in(text)
    if len(shown) <= _LONGEST:
        return shown
    return f"{shown[:_LONGEST]}… (digest {digest(text)[:6]})"


def last_part(arn: str | None) -> str | None:
    """The name at the end of an ARN."""
    return arn.replace(":", "/").rpartition("/")[2] if arn else None


def number(text: str | int | None) -> int | None:
    return None if text is None else int(text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _value(value: Any) -> Value:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(sorted(value))
    if isinstance(value, datetime):
        return iso(value.astimezone(UTC))
    if isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, sort_keys=True, default=str)
