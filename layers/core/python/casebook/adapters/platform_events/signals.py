"""What Application Signals says of its services: when they were last deployed or configured anew,
for accounts that have it. It is asked once for all resources.

https://docs.aws.amazon.com/applicationsignals/latest/APIReference/API_ListServiceStates.html
https://docs.aws.amazon.com/applicationsignals/latest/APIReference/API_ChangeEvent.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.platform_events.event import event
from casebook.adapters.platform_events.once import AskedOnce
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed

OBSERVED = frozenset({"ecs", "eks-workload", "lambda"})
"""Types of resources that it makes services of."""

_DID: Mapping[str, str] = {"DEPLOYMENT": "a deployment", "CONFIGURATION": "a new configuration"}
_MOST_PAGES, _OF_A_PAGE = 5, 250
_NOT_OFFERED = "EndpointConnectionError"
"""botocore's word for an address that there is not: not every region has the service."""


class ServiceStates:
    """The latest changes of every service."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._once = AskedOnce(self._changes)

    def read(self, clients: Clients, resource: Resource, window: Window) -> Iterator[Change]:
        """Those of the resource, by the name that it or its service has."""
        for change in self._once.of(window):
            did = _DID.get(change["ChangeEventType"])
            if did and resource.name in _names(change["Entity"]):
                yield event(resource.name, change["Timestamp"], _told(did, change))

    def _changes(self, window: Window) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {"StartTime": window.start, "EndTime": window.end}
        found: list[dict[str, Any]] = []
        for _ in range(_MOST_PAGES):
            try:
                page = self._clients.call(
                    "application-signals", "list_service_states", MaxResults=_OF_A_PAGE, **asked
                )
            except AwsCallFailed as error:
                if error.code == _NOT_OFFERED:
                    return []
                raise
            for state in page.get("ServiceStates", ()):
                found += state["LatestChangeEvents"]
            if not (token := page.get("NextToken")):
                break
            asked["NextToken"] = token
        return found


def _names(entity: Mapping[str, str]) -> set[str]:
    """Of an AWS resource its identifier, a name or an ARN; of a service its name."""
    identifier = entity.get("Identifier", "")
    last = identifier.replace("/", ":").rpartition(":")[2]
    return {identifier, last, entity.get("Name", "")} - {""}


def _told(did: str, change: Mapping[str, Any]) -> str:
    call = f": {change['EventName']}" if change.get("EventName") else ""
    by = f" by {change['UserName']}" if change.get("UserName") else ""
    return f"Application Signals saw {did}{call}{by}"
