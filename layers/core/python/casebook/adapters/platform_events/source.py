"""Which service is asked about a resource of which type. One file a service says how its answer
becomes events; a new one is a line here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from casebook.adapters.clients import Clients
from casebook.adapters.platform_events.databases import read_caches, read_databases
from casebook.adapters.platform_events.executions import read_executions
from casebook.adapters.platform_events.functions import read_mappings
from casebook.adapters.platform_events.health import SERVICES, HealthIssues
from casebook.adapters.platform_events.signals import OBSERVED, ServiceStates
from casebook.adapters.platform_events.statements import read_statements
from casebook.adapters.platform_events.tasks import read_tasks
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed, CasebookError, NotFound
from casebook.ports.platform_events import Said

_Reader = Callable[[Clients, Resource, Window], Iterable[Change]]

_EVENTS: Mapping[str, _Reader] = {
    "ecs": read_tasks,
    "elasticache": read_caches,
    "lambda": read_mappings,
    "rds": read_databases,
    "stepfunctions": read_executions,
}
_MEASURES: Mapping[str, _Reader] = {"rds": read_statements}
"""These are given the time of the incident, and look by themselves what was before."""
_SHORTLY = timedelta(hours=1)
"""What Application Signals saw earlier, CloudTrail has by now, and better."""


class AwsPlatformEvents:
    """Asks each service for the events of one resource by its name."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self._health = HealthIssues(clients)
        self._signals = ServiceStates(clients)

    def reads(self, resource: Resource) -> bool:
        return resource.type in {*_EVENTS, *SERVICES, *OBSERVED}

    def of(self, resource: Resource, window: Window, since: datetime) -> Said:
        incident = Window(start=since, end=window.end)
        shortly_before = Window(start=since - _SHORTLY, end=window.end)
        issues = dict.fromkeys(SERVICES, self._health.read)
        states = dict.fromkeys(OBSERVED, self._signals.read)
        sources: tuple[tuple[str, Mapping[str, _Reader], Window], ...] = (
            ("its events", _EVENTS, window),
            ("Performance Insights", _MEASURES, incident),
            ("AWS Health", issues, window),
            ("Application Signals", states, shortly_before),
        )
        asked = [each for each in sources if resource.type in each[1]]
        events: list[Change] = []
        failures: dict[str, CasebookError] = {}
        for name, of, within in asked:
            try:
                events += self._read(of[resource.type], resource, within)
            except (NotFound, AwsCallFailed) as error:
                failures[name] = error
        if failures and len(failures) == len(asked):
            raise next(iter(failures.values()))
        events.sort(key=lambda event: (event.at, event.change_id))
        unread = {name: e.detail for name, e in failures.items() if not isinstance(e, NotFound)}
        return Said(events, tuple(f"{name}: {detail}" for name, detail in unread.items()))

    def _read(self, read: _Reader, resource: Resource, window: Window) -> list[Change]:
        try:
            return [event for event in read(self._clients, resource, window) if event.at in window]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # An answer in another form than the service's model says: that is a gap of the report.
            why = f"its answer cannot be read ({type(error).__name__}: {error})"
            raise AwsCallFailed(resource.type, "UnknownAnswer", why) from error
