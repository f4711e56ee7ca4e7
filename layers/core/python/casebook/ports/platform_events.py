"""What the AWS services themselves say happened to a resource."""

from datetime import datetime
from typing import NamedTuple, Protocol

from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource


class Said(NamedTuple):
    """`events` are changes of kind `service-event`, oldest first, redacted; `unread` says in words
    why something else could not be asked."""

    events: list[Change]
    unread: tuple[str, ...] = ()


class PlatformEvents(Protocol):
    def reads(self, resource: Resource) -> bool:
        """Whether a service is known that would say something of such a resource."""
        ...

    def of(self, resource: Resource, window: Window, since: datetime) -> Said:
        """What was said within the window. What services only measure is told of `since` (when the
        incident began) to the window's end, against the time before. The same event has the same
        `change_id` whenever it is read; the same measurement, of the same window.

        Raises:
            NotFound: the service does not know the resource (any more).
            AwsCallFailed: nothing could be asked, or was answered in a form that nobody knows.
        """
        ...
