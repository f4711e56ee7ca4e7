"""What starts a resource or sends it work: rules of EventBridge and schedules of its Scheduler.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
"""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.values import Seen, latest, part, present, short
from casebook.analysis.configuration import last_modified_of
from casebook.errors import NotFound
from casebook.ports.clock import Clock

_REMEMBERED = timedelta(seconds=20)
_MOST_PAGES, _PAGE = 10, 100
_MOST_BUSES, _MOST_OF_A_TARGET = 10, 20
_ONCE = "at("


class Rules:
    """Reads what targets a resource. EventBridge lists rules by target and bus; Scheduler only
    lists all of an account, so that list, and the one of buses, is remembered for a minute: many
    resources are looked at together."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients, self._clock = clients, clock
        self._lists: dict[str, tuple[datetime, list[dict[str, Any]]]] = {}
        self._lock = threading.Lock()

    def of(self, target: str | None) -> Seen:
        """`rule[bus/name].enabled`, `schedule[group/name].expression` and so on. `target` is an
        ARN; nothing targets what has none.

        What is meant to run once is left out: that it has gone is nobody's change.
        """
        if target is None:
            return Seen({}, {})
        rules = part("rule", lambda: Seen(present(self._rules(target)), {}))
        schedules = part("schedule", lambda: Seen(present(self._schedules(target)), {}))
        return Seen({**rules.settings, **schedules.settings}, {**rules.health, **schedules.health})

    def _rules(self, target: str) -> dict[str, Any]:
        settings: dict[str, Any] = {}
        for bus, name in self._names(target):
            try:
                found = self._clients.call("events", "describe_rule", Name=name, EventBusName=bus)
            except NotFound:
                continue  # it went in between
            path = f"rule[{bus}/{name}]"
            settings |= {
                f"{path}.enabled": found.get("State") != "DISABLED",
                f"{path}.pattern": short(found.get("EventPattern")),
                f"{path}.expression": found.get("ScheduleExpression"),
            }
        return settings

    def _names(self, target: str) -> Iterator[tuple[str, str]]:
        for bus in self._listed("events", "list_event_buses", "EventBuses")[:_MOST_BUSES]:
            page = self._clients.call(
                "events",
                "list_rule_names_by_target",
                TargetArn=target,
                EventBusName=bus["Name"],
                Limit=_MOST_OF_A_TARGET,
            )
            yield from ((bus["Name"], name) for name in page.get("RuleNames", []))

    def _schedules(self, target: str) -> dict[str, Any]:
        """Those of the resource, or of one of its versions and aliases."""
        settings: dict[str, Any] = {}
        listed = self._listed("scheduler", "list_schedules", "Schedules")
        own = [each for each in listed if _is_of(target, each.get("Target", {}).get("Arn", ""))]
        for each in own[:_MOST_OF_A_TARGET]:
            group, name = each["GroupName"], each["Name"]
            try:
                found = self._clients.call("scheduler", "get_schedule", GroupName=group, Name=name)
            except NotFound:
                continue
            if found.get("ScheduleExpression", "").startswith(_ONCE):
                continue
            path = f"schedule[{group}/{name}]"
            settings |= {
                f"{path}.enabled": found.get("State") != "DISABLED",
                f"{path}.expression": found.get("ScheduleExpression"),
                f"{path}.timezone": found.get("ScheduleExpressionTimezone"),
                f"{path}.end": found.get("EndDate"),
                last_modified_of(path): latest(found.get("LastModificationDate")),
            }
        return settings

    def _listed(
        self, service: Literal["events", "scheduler"], operation: str, key: str
    ) -> list[dict[str, Any]]:
        """The first thousand of the account, as they were at most some seconds ago: a run looks at
        many resources, one after the other."""
        with self._lock:
            until, found = self._lists.get(operation, (None, []))
            if until is None or self._clock.now() > until:
                found = list(self._pages(service, operation, key))
                self._lists[operation] = (self._clock.now() + _REMEMBERED, found)
            return found

    def _pages(
        self, service: Literal["events", "scheduler"], operation: str, key: str
    ) -> Iterator[dict[str, Any]]:
        size: dict[str, Any] = {"Limit": _PAGE} if service == "events" else {"MaxResults": _PAGE}
        more: dict[str, Any] = {}
        for _ in range(_MOST_PAGES):
            page = self._clients.call(service, operation, **size, **more)
            yield from page.get(key, [])
            if not page.get("NextToken"):
                return
            more = {"NextToken": page["NextToken"]}


def _is_of(target: str, arn: str) -> bool:
    return arn == target or arn.startswith(f"{target}:")
