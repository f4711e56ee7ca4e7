"""Which reader reads a resource. One file a service has its paths.

What the paths of settings mean is said in casebook/analysis/configuration.py.
"""

from collections.abc import Callable, Mapping

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.apis import read_api
from casebook.adapters.configuration.databases import read_database
from casebook.adapters.configuration.functions import read_function
from casebook.adapters.configuration.machines import read_machine
from casebook.adapters.configuration.permissions import RolePermissions
from casebook.adapters.configuration.queues import read_queue
from casebook.adapters.configuration.rules import Rules
from casebook.adapters.configuration.services import read_service
from casebook.adapters.configuration.tables import read_table
from casebook.adapters.configuration.values import Seen
from casebook.domain.workload import Resource
from casebook.ports.changes import Observation
from casebook.ports.clock import Clock

# Raised when a reader of something that was read before learns other paths, or values are taken in
# otherwise, see `Observation`.
EDITION = 4


class AwsConfiguration:
    """Reads what the services tell; of types that are no AWS service it knows nothing."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clock = clock
        permissions, rules = RolePermissions(clients), Rules(clients, clock)
        self._readers: Mapping[str, Callable[[Resource], Seen]] = {
            "lambda": lambda resource: read_function(clients, resource.name, permissions, rules),
            "dynamodb": lambda resource: read_table(clients, resource.name),
            "sqs": lambda resource: read_queue(clients, resource.name, rules),
            "ecs": lambda resource: read_service(clients, resource, permissions),
            "rds": lambda resource: read_database(clients, resource.name),
            "stepfunctions": lambda resource: read_machine(clients, resource, permissions, rules),
            "apigateway": lambda resource: read_api(clients, resource),
        }

    def observe(self, resource: Resource) -> Observation | None:
        read = self._readers.get(resource.type)
        if read is None:
            return None
        # Before the calls: a change that happens between them and now belongs to the next look.
        at = self._clock.now()
        seen = read(resource)
        return Observation(resource.name, at, seen.settings, seen.health, EDITION)
