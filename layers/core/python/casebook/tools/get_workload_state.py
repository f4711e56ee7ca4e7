"""The tool that says how the workload's resources are configured, and how they are."""

from collections.abc import Sequence

from pydantic import Field

from casebook import threads
from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed, NotFound
from casebook.ports.changes import ConfigurationSource
from casebook.tools.boundary import resources_within, withheld
from casebook.tools.results.states import ResourceState, WorkloadState
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

_SIDE_BY_SIDE = 4


class Request(Parameters):
    """Which resources to look at."""

    resource: str | None = Field(None, description="A resource of the workload; none means all.")


class GetWorkloadState(Tool[Request, WorkloadState]):
    """Reads configurations; one that cannot be read is named and left out."""

    name = "get_workload_state"
    description = (
        "The workload's resources as they are now: settings, environment variables, permissions, "
        "capacity and limits, the event sources, rules and schedules that send them work; and "
        "their health: status, running tasks, pending modifications, the last events."
    )
    timeout_seconds = 30.0
    parameters = Request
    data = WorkloadState

    def __init__(self, configuration: ConfigurationSource) -> None:
        self._configuration = configuration

    def run(self, parameters: Request, scope: Scope) -> Found[WorkloadState] | NoData:
        states: list[ResourceState] = []
        notes = withheld(scope.workload)
        failure: AwsCallFailed | None = None
        resources = resources_within(scope, parameters.resource)
        for resource, state in zip(resources, self._states(resources), strict=True):
            if isinstance(state, AwsCallFailed):
                failure = state
                notes.append(f"{resource.name} could not be read: {state.detail}")
            elif state is None:
                notes.append(f"{resource.name} ({resource.type}): AWS keeps no configuration")
            else:
                states.append(state)
        if failure and not states:
            raise failure
        text = "\n".join([*map(_described, states), *notes])
        query, window = parameters.model_dump(mode="json"), scope.window.reaching(scope.now)
        if not states:
            return NoData(text or "The workload has no resources.", query, window)
        return Found(WorkloadState(resources=tuple(states)), text, query, window)

    def _states(self, resources: Sequence[Resource]) -> list[ResourceState | AwsCallFailed | None]:
        with threads.pool(_SIDE_BY_SIDE) as pool:
            return list(pool.map(self._state, resources))

    def _state(self, resource: Resource) -> ResourceState | AwsCallFailed | None:
        try:
            seen = self._configuration.observe(resource)
        except AwsCallFailed as error:
            return error
        except NotFound:
            return ResourceState(
                resource=resource.name, type=resource.type, exists=False, settings={}
            )
        if seen is None:
            return None
        return ResourceState(
            resource=resource.name,
            type=resource.type,
            exists=True,
            settings=dict(seen.settings),
            health=dict(seen.health),
        )


def _described(state: ResourceState) -> str:
    if not state.exists:
        return f"- {state.resource} ({state.type}) does not exist"
    health = [f"  {path}: {value}" for path, value in sorted(state.health.items())]
    settings = [f"  {path} = {value}" for path, value in sorted(state.settings.items())]
    return "\n".join([f"- {state.resource} ({state.type})", *health, *settings])
