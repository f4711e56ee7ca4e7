"""What a tool may reach: the resources and log groups that are registered to the workload in hand.

The caller may be a model that read a name in a log line; names are data, never permission. Nor is
a registration: a tool is given the workload with what its project owns (workloads/owned.py).
"""

from casebook.domain.foreign import Foreign
from casebook.domain.ownership import OwnedWorkload
from casebook.domain.workload import Resource, Workload
from casebook.errors import Forbidden
from casebook.tools.tool import Scope

_HOW_TO_OWN = "`casebook projects show {}` says what an operator can run to allow it"


def _foreign(workload: Workload) -> tuple[Foreign, ...]:
    return workload.foreign if isinstance(workload, OwnedWorkload) else ()


def withheld(workload: Workload) -> list[str]:
    """A sentence each for what is left out of the workload."""
    return [
        f"{each.name} is not looked at: project {workload.project!r} does not own it"
        for each in _foreign(workload)
    ]


def nothing_left(workload: Workload) -> str | None:
    """Why nothing of the workload may be looked at; None if something may."""
    if workload.resources or not (left_out := _foreign(workload)):
        return None
    return (
        f"project {workload.project!r} owns nothing of workload {workload.name!r} "
        f"({left_out[0].name!r} and what else it names); {_HOW_TO_OWN.format(workload.project)}"
    )


def resources_within(scope: Scope, name: str | None) -> tuple[Resource, ...]:
    """The named resource, or all of the workload's for None.

    Raises:
        Forbidden: the workload has no such resource.
    """
    if name is None:
        return scope.workload.resources
    if (resource := scope.workload.resource(name)) is None:
        _check_owned(scope.workload, name)
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
        _check_owned(scope.workload, strangers[0])
        raise Forbidden(
            f"log group {strangers[0]!r} is not registered to workload {scope.workload.name!r}; "
            f"its log groups are: {', '.join(registered) or 'none'}"
        )
    return tuple(dict.fromkeys(names)) or registered


def _check_owned(workload: Workload, name: str) -> None:
    if any(each.name == name for each in _foreign(workload)):
        raise Forbidden(
            f"{name!r} is not owned by project {workload.project!r}; "
            f"{_HOW_TO_OWN.format(workload.project)}"
        )
