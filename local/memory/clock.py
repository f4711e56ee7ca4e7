"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    def __init__(self, at: datetime = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)) -> None:
        self._now = at

    def now(self) -> datetime:
        return self._now

    def move(self, **by: float) -> None:
        """Let time pass: `clock.move(minutes=5)`."""
        self._now += timedelta(**by)
