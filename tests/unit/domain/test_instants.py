"""Times as people and programs write them, and none that cannot be reckoned with."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from casebook.domain.model import Day, Instant, iso

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
DAY: TypeAdapter[date] = TypeAdapter(Day)
ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(timezones=ZONES))
def test_an_instant_is_read_or_refused_and_then_leaves_room_on_both_sides(at: datetime) -> None:
    text = f'"{at.isoformat()}"'
    if at.year in (1, 9999):
        with pytest.raises(ValidationError, match="must be in the years"):
            INSTANT.validate_json(text, strict=True)
        return

    read = INSTANT.validate_json(text, strict=True)

    assert read == at
    assert read.tzinfo is UTC
    assert iso(read - timedelta(days=300)) < iso(read + timedelta(days=300))


@pytest.mark.parametrize("said", ["2026-11-21t19:04:11.5z", "2026-11-21T20:04:11.500+0100"])
def test_what_was_read_before_is_read(said: str) -> None:
    assert INSTANT.validate_python(said) == datetime(2026, 11, 21, 19, 4, 11, 500_000, UTC)


@pytest.mark.parametrize("said", [0, "0", 1.5, True, "1795287851", "now", "", None, [], "2026-11"])
@pytest.mark.parametrize("kind", [INSTANT, DAY])
def test_a_number_is_no_time(kind: TypeAdapter[Any], said: object) -> None:
    with pytest.raises(ValidationError):
        kind.validate_python(said)


@pytest.mark.parametrize("said", ["0001-01-01", "9999-12-31"])
def test_a_day_leaves_room_on_both_sides(said: str) -> None:
    with pytest.raises(ValidationError, match="must be in the years"):
        DAY.validate_python(said)
