"""What a tool may reach: the resources and log groups that are registered to the workload in hand.

The caller may be a model that read a name in a log line; names are data, never permission.
"""

from casebook.domain.workload import Resource
from casebook.errors import Forbidden
from casebook.tools.tool import Scope


def resources_within(scope: Scope, name: str | None) -> tuple[Resource, ...]:
    """The named resource, or all of the workload's for None.

    Raises:
        Forbidden: the workload has no such resource.
    """
    if name is None:
        return scope.workload.resources
    if (resource := scope.workload.resource(name)) is None:
        known = ", ".join(each.name for each in scope.workload.resources) or "none"
        raise Forbidden(
            f"resource {name!r} does not belong to workload {scope.workload.name!r}; "
            f"its resources are: {known}"
        )
    return (resource,)


def log_groups_within(scope: Scope, names: tuple[str, ...]) -> tuple[str, ...]:
    """The named log groups, or all of the workload's when none is named.

    Raises:
        Forbidden: one of them is not registered to the workload.
    """
    registered = scope.workload.log_groups
    if strangers := [name for name in names if name not in registered]:
        raise Forbidden(
            f"log group {strangers[0]!r} is not registered to workload {scope.workload.name!r}; "
            f"its log groups are: {', '.join(registered) or 'none'}"
        )
    return tuple(dict.fromkeys(names)) or registered
