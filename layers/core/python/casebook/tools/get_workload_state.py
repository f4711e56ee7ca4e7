"""The tool that says how the workload's resources are configured now."""

from pydantic import Field

from casebook.domain.workload import Resource
from casebook.errors import AwsCallFailed, NotFound
from casebook.ports import ConfigurationSource
from casebook.tools.boundary import resources_within
from casebook.tools.results import ResourceState, WorkloadState
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool


class Request(Parameters):
    """Which resources to look at."""

    resource: str | None = Field(None, description="A resource of the workload; none means all.")


class GetWorkloadState(Tool[Request, WorkloadState]):
    """Reads configurations; one that cannot be read is named and left out."""

    name = "get_workload_state"
    description = (
        "The configuration of the workload's resources as it is now: settings, environment "
        "variables, permissions, capacity."
    )
    parameters = Request
    data = WorkloadState

    def __init__(self, configuration: ConfigurationSource) -> None:
        self._configuration = configuration

    def run(self, parameters: Request, scope: Scope) -> Found[WorkloadState] | NoData:
        states: list[ResourceState] = []
        notes: list[str] = []
        failure: AwsCallFailed | None = None
        for resource in resources_within(scope, parameters.resource):
            try:
                state = self._state(resource)
            except AwsCallFailed as error:
                failure = error
                notes.append(f"{resource.name} could not be read: {error.detail}")
            else:
                if state is None:
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

    def _state(self, resource: Resource) -> ResourceState | None:
        try:
            seen = self._configuration.observe(resource)
        except NotFound:
            return ResourceState(
                resource=resource.name, type=resource.type, exists=False, settings={}
            )
        if seen is None:
            return None
        return ResourceState(
            resource=resource.name, type=resource.type, exists=True, settings=dict(seen.settings)
        )


def _described(state: ResourceState) -> str:
    if not state.exists:
        return f"- {state.resource} ({state.type}) does not exist"
    settings = "\n".join(f"  {path} = {value}" for path, value in sorted(state.settings.items()))
    return f"- {state.resource} ({state.type})\n{settings}"
