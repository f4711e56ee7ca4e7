"""When what a log line tells of happened: of Kubernetes' events, one line may tell of many times.

https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ (count, series)
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from casebook.analysis.cluster_events import ClusterEvent, may_hold_event
from casebook.analysis.log_entry import read_entry

_MOST = 300
"""Times of one line that are looked at, the newest: more say nothing more of how usual it is."""


class Line(Protocol):
    """A log line, whoever read it."""

    @property
    def at(self) -> datetime: ...

    @property
    def message(self) -> str: ...


class Happened(NamedTuple):
    """When what a line tells of happened, oldest first. `lasts`: it stays so, though it is not said
    again."""

    times: Sequence[datetime]
    lasts: bool = False


class Occurrences:
    """Lines in the order in which they were written, each asked once for its times."""

    def __init__(self, since: datetime) -> None:
        """Nothing before `since` matters."""
        self._since = since
        self._told: dict[ClusterEvent, tuple[int, datetime]] = {}

    def of(self, line: Line) -> Happened:
        """When the line was written and, of an event that came more often than was written down, at
        even distances before."""
        if not may_hold_event(line.message) or (event := read_entry(line.message).event) is None:
            return Happened((line.at,))
        lasts = event.row is not None and event.row.kind.lasts
        return Happened(self._times(event, line.at), lasts)

    def _times(self, event: ClusterEvent, written: datetime) -> Sequence[datetime]:
        key = event._replace(times=1, first=None)
        told, last = self._told.get(key, (0, None))
        self._told[key] = (event.times, written)
        new, begin = event.times - told, last or _first(event, written)
        if new <= 1 or begin is None or begin >= written:
            return (written,)
        # The first of all came at `begin`; of those that were told, the last did.
        step = (written - begin).total_seconds() / (new - (last is None))
        many = min(new, _MOST, int((written - self._since).total_seconds() / step) + 1)
        places = reversed(range(max(1, many)))
        return [written - timedelta(seconds=step * place) for place in places]


def _first(event: ClusterEvent, written: datetime) -> datetime | None:
    return written - event.first if isinstance(event.first, timedelta) else event.first
