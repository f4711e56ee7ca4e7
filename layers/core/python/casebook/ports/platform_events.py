"""What the AWS services themselves say happened to a resource."""

from typing import Protocol

from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource


class PlatformEvents(Protocol):
    def reads(self, resource: Resource) -> bool:
        """Whether a service is known that would say something of such a resource."""
        ...

    def of(self, resource: Resource, window: Window) -> list[Change]:
        """Changes of kind `service-event` within the window, oldest first, redacted. The same event
        has the same `change_id` whenever it is read.

        Raises:
            NotFound: the service does not know the resource (any more).
            AwsCallFailed: it could not be asked, or answered in a form that nobody knows.
        """
        ...
