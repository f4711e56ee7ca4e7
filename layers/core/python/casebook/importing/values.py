"""One column of one row: bytes, numbers or nothing, as SQLite has no types that one may rely on."""

import math
from datetime import UTC, datetime

from casebook.domain.harmless import harmless
from casebook.importing.records import SourceRole

Raw = bytes | int | float | None

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
# As seconds this is the year 5138, as milliseconds 1973.
_MILLISECONDS_FROM = 1e11
_ROLES = {
    "user": SourceRole.USER,
    "agent": SourceRole.AGENT,
    "assistant": SourceRole.AGENT,
    "system": SourceRole.SYSTEM,
}


class Unreadable(ValueError):
    """A value that makes no sense in its column; the message says why, for a person."""


def text(raw: Raw, column: str) -> str:
    if raw is None:
        raise Unreadable(f"{column} is missing")
    if not isinstance(raw, bytes):
        return str(raw)
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(f"{column} is no text (byte {error.start} is not UTF-8)") from error


def words(raw: Raw, column: str) -> str:
    """A text that is shown: what acts instead of being seen is spelled out."""
    return harmless(text(raw, column))


def name(raw: Raw, column: str) -> str:
    """A text that says something."""
    if not (said := text(raw, column).strip()):
        raise Unreadable(f"{column} is empty")
    return said


def identifier(raw: Raw) -> str:
    """An id exactly as it stands."""
    name(raw, "id")
    return text(raw, "id")


def role(raw: Raw) -> SourceRole:
    said = name(raw, "role")
    if said.lower() not in _ROLES:
        raise Unreadable(f"role {said!r} is unknown; known are {', '.join(sorted(_ROLES))}")
    return _ROLES[said.lower()]


def moment(raw: Raw, column: str) -> datetime:
    """An ISO 8601 time (UTC where it names no zone) or seconds or milliseconds since 1970, to the
    millisecond, which is what events keep."""
    said = name(raw, column)
    try:
        at = _moment(said)
    except (ValueError, OverflowError) as error:
        raise Unreadable(
            f"{column} {said!r} is no time: neither ISO 8601 nor seconds or milliseconds"
        ) from error
    if not _EARLIEST <= at < _LATEST:
        raise Unreadable(f"{column} {said!r} means {at:%Y-%m-%d}, which cannot be right")
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _moment(said: str) -> datetime:
    try:
        number = float(said)
    except ValueError:
        at = datetime.fromisoformat(said)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    if not math.isfinite(number):
        raise ValueError(said)
    seconds = number / 1000 if abs(number) >= _MILLISECONDS_FROM else number
    return datetime.fromtimestamp(round(seconds, 3), UTC)
