"""Traces of requests."""

from collections.abc import Sequence
from typing import Protocol

from casebook.domain.trace import Trace, TraceSummary
from casebook.domain.window import Window


class TraceSource(Protocol):
    def search(
        self, names: Sequence[str], window: Window, *, troubled: bool = False
    ) -> list[TraceSummary]:
        """The newest recorded traces that reached a service of one of these names; `troubled`:
        only those in which such a service failed or was throttled."""
        ...

    def fetch(self, trace_ids: Sequence[str]) -> list[Trace]:
        """These traces, as far as they were recorded; an unknown one is left out."""
        ...
