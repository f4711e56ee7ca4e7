"""Who called which API, out of CloudTrail's event history."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from casebook.adapters.clients import Clients
from casebook.analysis.changes import ROLE, is_mutation
from casebook.domain.window import Window
from casebook.errors import CasebookError
from casebook.ports.changes import TrailEvent

# Two requests a second, one attribute a request, 50 events a page.
# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
_REQUESTS_A_SECOND = 2.0
_PAGE = 50
_MOST_PAGES = 3
# IAM is one service for all regions and its events are kept in this one.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
_REGION_OF_IAM = "us-east-1"
# `UpdateFunctionConfiguration20150331v2` is UpdateFunctionConfiguration.
# https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
_VERSION = re.compile(r"20\d{6}(?:v\d+)?$")

_ACCESS_KEY = re.compile(r"(?:AKIA|ASIA)[A-Z0-9]{12,}")


class CloudTrail:
    """Looks events up by resource; for roles (`role/name`), in the events of IAM."""

    def __init__(
        self,
        clients: Clients,
        *,
        requests_a_second: float = _REQUESTS_A_SECOND,
        most_pages: int = _MOST_PAGES,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """A stand-in for CloudTrail that has no such limit may be asked faster."""
        self._clients = clients
        self._seconds_apart = 1 / requests_a_second
        self._most_pages = most_pages
        self._pause = pause
        self._lock = threading.Lock()
        self._free_at = 0.0
        self._owners: dict[str, str] = {}

    def lookup(self, resources: Iterable[str], window: Window) -> list[TrailEvent]:
        found: dict[str, TrailEvent] = {}
        names = list(dict.fromkeys(resources))
        for name in names:
            if not name.startswith(ROLE):
                for record in self._records("ResourceName", name, window):
                    _add(found, record, (name,))
        if roles := {name for name in names if name.startswith(ROLE)}:
            for record in self._records("EventSource", "iam.amazonaws.com", window, _REGION_OF_IAM):
                if (role := _role_of(record)) in roles:
                    _add(found, record, (role,))
        events = sorted(found.values(), key=lambda event: event.at)
        return [each.model_copy(update={"actor": self._named(each.actor)}) for each in events]

    def _named(self, actor: str) -> str:
        """Whose key it is, where the trail tells no name: people do not know each other by keys."""
        if not _ACCESS_KEY.fullmatch(actor):
            return actor
        if actor not in self._owners:
            try:
                used = self._clients.call("iam", "get_access_key_last_used", AccessKeyId=actor)
            except CasebookError:
                used = {}  # a deleted key, or no permission: the key itself is all there is
            self._owners[actor] = used.get("UserName") or actor
        return self._owners[actor]

    def _records(
        self, attribute: str, value: str, window: Window, region: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """The records of one lookup, newest first, at most as many pages as is polite."""
        request: dict[str, Any] = {
            "LookupAttributes": [{"AttributeKey": attribute, "AttributeValue": value}],
            "StartTime": window.start,
            "EndTime": window.end + timedelta(seconds=1),  # it is sent in whole seconds
            "MaxResults": _PAGE,
        }
        for _ in range(self._most_pages):
            self._wait_for_turn()
            page = self._clients.call("cloudtrail", "lookup_events", region=region, **request)
            events = page.get("Events", [])
            yield from (_record(event) for event in events)
            if token := page.get("NextToken"):
                request["NextToken"] = token
            elif len(events) < _PAGE or not _moved_back(request, events[-1]["EventTime"]):
                return

    def _wait_for_turn(self) -> None:
        with self._lock:
            now = time.monotonic()
            wait = max(0.0, self._free_at - now)
            self._free_at = now + wait + self._seconds_apart
        if wait:
            self._pause(wait)


def _moved_back(request: dict[str, Any], oldest: datetime) -> bool:
    """A full page without a token: go on before its oldest event. CloudTrail itself always gives a
    token; a recorder that stands in for it may not."""
    end = oldest.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
    if end >= request["EndTime"]:
        end = request["EndTime"] - timedelta(seconds=1)
    request["EndTime"] = end
    return bool(end > request["StartTime"])


def _record(event: dict[str, Any]) -> dict[str, Any]:
    """The event with the record that it carries as text, and its name as the API spells it."""
    try:
        record = json.loads(event.get("CloudTrailEvent") or "{}")
    except ValueError:
        record = {}
    parameters = record.get("requestParameters") or {}
    name = _VERSION.sub("", event.get("EventName", ""))
    if "." in name:  # a recorder that could not tell: a call of the query protocol names itself
        name = _single(parameters.get("Action")) or name
    if "ReservedConcurrentExecutions" in parameters:
        name = "PutFunctionConcurrency"
    return {**event, "EventName": name, "record": record, "parameters": parameters}


def _role_of(record: dict[str, Any]) -> str:
    parameters = record["parameters"]
    return ROLE + _single(parameters.get("roleName") or parameters.get("RoleName"))


def _single(value: object) -> str:
    """A parameter's text; a form's parameters are lists of one."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _add(found: dict[str, TrailEvent], record: dict[str, Any], resources: tuple[str, ...]) -> None:
    """Keep the event, unless it only read, failed, or carried traffic."""
    refused = record["record"].get("errorCode")
    if str(record.get("ReadOnly")).lower() == "true" or refused:
        return
    if not is_mutation(record["EventName"]):
        return
    if known := found.get(record["EventId"]):
        resources = tuple(dict.fromkeys((*known.resources, *resources)))
    found[record["EventId"]] = TrailEvent(
        event_id=record["EventId"],
        at=record["EventTime"],
        name=record["EventName"],
        source=record.get("EventSource", ""),
        actor=_actor(record),
        resources=resources,
        parameters=json.dumps(record["parameters"], sort_keys=True),
    )


def _actor(record: dict[str, Any]) -> str:
    """Who called, as people know them: `alice`, `DeployRole/github`, a service's host name.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
    """
    identity = record["record"].get("userIdentity") or {}
    if identity.get("type") == "AssumedRole" and ":assumed-role/" in identity.get("arn", ""):
        return str(identity["arn"].partition(":assumed-role/")[2])
    return str(
        record.get("Username") or identity.get("userName") or identity.get("invokedBy")
        or identity.get("arn") or ""
    )  # fmt: skip
