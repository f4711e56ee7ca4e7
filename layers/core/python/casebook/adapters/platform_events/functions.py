"""What Lambda says of the event source mappings of a function: that it switched one off, or that
the last attempt to read one came to a problem.

https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
https://docs.aws.amazon.com/lambda/latest/dg/services-mq-errors.html
"""

from collections.abc import Iterator

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.mappings import is_off, mappings_of, problem_of
from casebook.adapters.platform_events.event import event
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource

_USER = "user"


def read_mappings(clients: Clients, resource: Resource, window: Window) -> Iterator[Change]:
    """One that a user switched off is no report: it is a change, which the observer sees."""
    for name, mapping in mappings_of(clients, resource.name).items():
        reason = str(mapping.get("StateTransitionReason") or "")
        if _USER in reason.lower():
            reason = ""
        by_lambda = is_off(mapping) and reason
        problem = problem_of(mapping)
        if (at := mapping.get("LastModified")) and (by_lambda or problem):
            state = f"is {mapping['State']} by Lambda: {reason}" if by_lambda else ""
            said = "; ".join(filter(None, (state, problem)))
            yield event(resource.name, at, f"Event source mapping of {name} {said}")
