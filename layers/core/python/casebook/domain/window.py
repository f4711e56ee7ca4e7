"""The stretch of time that a question is about."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import model_validator

from casebook.domain.model import Instant, Model


class Window(Model):
    """From `start` up to and including `end`, both in UTC."""

    start: Instant
    end: Instant

    @model_validator(mode="after")
    def _start_is_not_after_end(self) -> Self:
        if self.start > self.end:
            raise ValueError("start must not be after end")
        return self

    @property
    def duration(self) -> timedelta:
        return self.end - self.start

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end

    def before(self, length: timedelta) -> "Window":
        """The window of the given length that ends where this one starts: its baseline."""
        return Window(start=self.start - length, end=self.start)

    def reaching(self, end: datetime) -> "Window":
        """This window, prolonged to `end`; never shortened."""
        return Window(start=self.start, end=max(self.end, end))
