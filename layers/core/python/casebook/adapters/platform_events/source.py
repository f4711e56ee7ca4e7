"""Which service is asked about a resource of which type. One file a service says how its answer
becomes events; a new one is a line here."""

from collections.abc import Callable, Iterable, Mapping

from casebook.adapters.clients import Clients
from casebook.adapters.platform_events.databases import read_caches, read_databases
from casebook.adapters.platform_events.executions import read_executions
from casebook.adapters.platform_events.functions import read_mappings
from casebook.adapters.platform_events.tasks import read_tasks
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed

_Reader = Callable[[Clients, Resource, Window], Iterable[Change]]

_READERS: Mapping[str, _Reader] = {
    "ecs": read_tasks,
    "elasticache": read_caches,
    "lambda": read_mappings,
    "rds": read_databases,
    "stepfunctions": read_executions,
}


class AwsPlatformEvents:
    """Asks each service for the events of one resource by its name."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def reads(self, resource: Resource) -> bool:
        return resource.type in _READERS

    def of(self, resource: Resource, window: Window) -> list[Change]:
        read = _READERS.get(resource.type)
        if read is None:
            return []
        try:
            found = [e for e in read(self._clients, resource, window) if e.at in window]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            # An answer in another form than the service's model says: that is a gap of the report.
            why = f"its answer cannot be read ({type(error).__name__}: {error})"
            raise AwsCallFailed(resource.type, "UnknownAnswer", why) from error
        return sorted(found, key=lambda event: (event.at, event.change_id))
