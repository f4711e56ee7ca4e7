"""What a project owns, as an operator says, and what of a workload that leaves to be watched.

A member of a project names what to watch; whether the project may watch it is not theirs to say.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pydantic import Field

from casebook.domain.alarm import Alarm
from casebook.domain.connections import GITHUB, GitRepository
from casebook.domain.foreign import Foreign, foreign_metric, foreign_name, is_casebooks_own
from casebook.domain.model import Instant, Model
from casebook.domain.patterns import Patterns, fits_any
from casebook.domain.workload import Metric, Resource, Workload, standard_log_groups


class Owned(Model):
    """What is a project's, by patterns. A log group that AWS gives an owned resource by its name,
    and a metric with the name of an owned resource in a dimension, need no pattern of their own."""

    names: Patterns = Field((), description="Of resources, as they are registered: names or ARNs.")
    log_groups: Patterns = Field((), description="Of log groups.")
    namespaces: Patterns = Field((), description="Of metrics. All that is in them is owned.")
    alarms: Patterns = Field((), description="Names of alarms.")
    clones: Patterns = Field((), description="Clones below the folder that the deployment keeps.")
    hosts: Patterns = Field(
        (),
        description="Servers that may be asked without a secret. OpenSearch at one that is listed "
        "in full may be asked with the function's own signature.",
    )

    def owns_metric(self, metric: Metric) -> bool:
        return fits_any(metric.namespace, self.namespaces) or any(
            self.owns_name(value) for value in metric.dimensions.values()
        )

    def owns_name(self, name: str) -> bool:
        return not is_casebooks_own(name) and fits_any(name, self.names)

    def owns_log_group(self, name: str, resource: Resource) -> bool:
        if is_casebooks_own(name):
            return False
        standard = self.owns_name(resource.name) and name in standard_log_groups(resource)
        return standard or fits_any(name, self.log_groups)

    def owns_alarm(self, alarm: Alarm) -> bool:
        """By its name, by what it is set on, or by an alarm that makes it up."""
        return (
            any(map(self.owns_alarm_named, (alarm.name, *alarm.children)))
            or any(map(self.owns_metric, alarm.metrics))
            or any(map(self.owns_name, alarm.dimension_values))
        )

    def owns_alarm_named(self, name: str) -> bool:
        return fits_any(name, self.alarms)

    def foreign(self, workload: Workload) -> tuple[Foreign, ...]:
        """Everything that the workload names and its project does not own."""
        found = [
            *(
                each
                for place, resource in enumerate(workload.resources)
                for each in self._foreign_of(f"resources[{place}]", resource)
            ),
            *(
                Foreign(f"alarms[{place}]", "alarms", name)
                for place, name in enumerate(workload.alarms)
                if not self.owns_alarm_named(name)
            ),
            *self._foreign_connections(workload),
        ]
        return tuple(found)

    def narrowed(self, workload: Workload) -> "OwnedWorkload":
        """The workload with what its project owns, and nothing else."""
        resources = tuple(map(self._narrowed, filter(self._owns, workload.resources)))
        known = {each.name for each in resources}
        beside = {each.field for each in self._foreign_connections(workload)}
        registered = {name: getattr(workload, name) for name in Workload.model_fields}
        return OwnedWorkload(
            **registered
            | {
                "resources": resources,
                "calls": tuple(call for call in workload.calls if known.issuperset(call)),
                "alarms": tuple(filter(self.owns_alarm_named, workload.alarms)),
                "repository": None if "repository" in beside else workload.repository,
                "search": None if "search" in beside else workload.search,
                "mcp": tuple(e for n, e in enumerate(workload.mcp) if f"mcp[{n}]" not in beside),
            },
            owned=self,
            foreign=self.foreign(workload),
        )

    def _owns(self, resource: Resource) -> bool:
        return self.owns_name(resource.name)

    def _narrowed(self, resource: Resource) -> Resource:
        groups = (name for name in resource.log_groups if self.owns_log_group(name, resource))
        metrics = filter(self.owns_metric, resource.metrics)
        return resource.model_copy(update={"log_groups": tuple(groups), "metrics": tuple(metrics)})

    def _foreign_of(self, place: str, resource: Resource) -> Iterator[Foreign]:
        if not self.owns_name(resource.name):
            yield foreign_name(f"{place}.name", "names", resource.name)
        for number, name in enumerate(resource.log_groups):
            # Owning the resource would do for the log groups that AWS gives it.
            if not self.owns_log_group(name, resource) and (
                is_casebooks_own(name) or name not in standard_log_groups(resource)
            ):
                yield foreign_name(f"{place}.logGroups[{number}]", "log_groups", name)
        for number, metric in enumerate(resource.metrics):
            if not self.owns_metric(metric) and resource.name not in metric.dimensions.values():
                yield foreign_metric(f"{place}.metrics[{number}]", metric)

    def _foreign_connections(self, workload: Workload) -> Iterator[Foreign]:
        """Where a secret is needed, whoever keeps it says with it to which host it goes."""
        repository, search = workload.repository, workload.search
        if isinstance(repository, GitRepository):
            if not fits_any(repository.git, self.clones):
                yield Foreign("repository", "clones", repository.git)
        elif repository and repository.endpoint != GITHUB and not repository.secret:
            yield from self._foreign_host("repository", repository.endpoint)
        if search and not search.secret:
            yield from self._foreign_host("search", search.endpoint)
        for place, server in enumerate(workload.mcp):
            if not server.secret:
                yield from self._foreign_host(f"mcp[{place}]", server.endpoint)

    def _foreign_host(self, field: str, endpoint: str) -> Iterator[Foreign]:
        host = urlsplit(endpoint).hostname or ""
        if not fits_any(host, self.hosts):
            yield Foreign(field, "hosts", host)


# Made without being checked: that would have every cold start build the model.
EVERYTHING = Owned.model_construct(
    names=("*",), log_groups=("*",), namespaces=("*",), alarms=("*",), clones=("*",), hosts=("*",)
)
"""What each project owns where all of them are one team's. Casebook's own is not in it."""


class Ownership(Owned):
    """What an operator wrote down for a project. Version 0: nothing was written yet."""

    project: str
    version: int = 0
    written_at: Instant | None = None
    written_by: str | None = None


class OwnedWorkload(Workload):
    """A workload as it may be looked at: what its project does not own is left out of it, and named
    in `foreign`."""

    owned: Owned
    foreign: tuple[Foreign, ...] = ()
