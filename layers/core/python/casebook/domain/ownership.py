"""What a project owns, as an operator says, and what of a workload that leaves to be watched.

A member of a project names what to watch; whether the project may watch it is not theirs to say.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints

from casebook.domain.alarm import Alarm
from casebook.domain.connections import GITHUB, GitRepository
from casebook.domain.model import Instant, Model
from casebook.domain.workload import Metric, Resource, Workload, standard_log_groups

_MOST = 500  # of a kind: an item of the table holds 400 KB
_SHOWN = 20  # what a refusal names one by one
# `/aws/lambda/Casebook-prod-turn`, `arn:…:function:Casebook-prod-turn`, `Casebook-prod-Table…`.
_CASEBOOKS = re.compile(r"(?:^|[/:])Casebook-")


def _printable(pattern: str) -> str:
    if not pattern.isprintable() or pattern != pattern.strip():
        raise ValueError("must have printable characters only, and no space around them")
    return pattern


Pattern = Annotated[
    str, StringConstraints(min_length=1, max_length=2048), AfterValidator(_printable)
]
"""A name as it is written; `*` stands for any characters."""
Patterns = Annotated[tuple[Pattern, ...], Field(max_length=_MOST)]


class Foreign(NamedTuple):
    """Something that a workload names and its project does not own. `kind` is the field of an
    `Ownership` that would have to list it, empty for what no project can own."""

    field: str
    kind: str
    name: str


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
        return _fits(metric.namespace, self.namespaces) or any(
            self.owns_name(value) for value in metric.dimensions.values()
        )

    def owns_name(self, name: str) -> bool:
        return not is_casebooks_own(name) and _fits(name, self.names)

    def owns_log_group(self, name: str, resource: Resource) -> bool:
        if is_casebooks_own(name):
            return False
        standard = self.owns_name(resource.name) and name in standard_log_groups(resource)
        return standard or _fits(name, self.log_groups)

    def owns_alarm(self, alarm: Alarm) -> bool:
        """By its name, by what it is set on, or by an alarm that makes it up."""
        return (
            any(map(self.owns_alarm_named, (alarm.name, *alarm.children)))
            or any(map(self.owns_metric, alarm.metrics))
            or any(map(self.owns_name, alarm.dimension_values))
        )

    def owns_alarm_named(self, name: str) -> bool:
        return _fits(name, self.alarms)

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
            yield _foreign(f"{place}.name", "names", resource.name)
        for number, name in enumerate(resource.log_groups):
            # Owning the resource would do for the log groups that AWS gives it.
            if not self.owns_log_group(name, resource) and (
                is_casebooks_own(name) or name not in standard_log_groups(resource)
            ):
                yield _foreign(f"{place}.logGroups[{number}]", "log_groups", name)
        for number, metric in enumerate(resource.metrics):
            if not self.owns_metric(metric) and resource.name not in metric.dimensions.values():
                yield _foreign_metric(f"{place}.metrics[{number}]", metric)

    def _foreign_connections(self, workload: Workload) -> Iterator[Foreign]:
        """Where a secret is needed, whoever keeps it says with it to which host it goes."""
        repository, search = workload.repository, workload.search
        if isinstance(repository, GitRepository):
            if not _fits(repository.git, self.clones):
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
        if not _fits(host, self.hosts):
            yield Foreign(field, "hosts", host)


EVERYTHING = Owned(
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


def is_casebooks_own(name: str) -> bool:
    """Whether a resource or log group, by its name or ARN, is part of a Casebook deployment: what
    its functions log and keep is of every project."""
    return _CASEBOOKS.search(name) is not None


def refusal(project: str, foreign: Iterable[Foreign], table: str = "") -> str:
    """What is not owned, and the one command by which an operator allows all of it."""
    every = list(dict.fromkeys(foreign))
    named = ", ".join(f"{each.field} ({each.name!r})" for each in every[:_SHOWN])
    more = f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else ""
    said = f"{named}{more}: project {project!r} does not own this"
    if any(not each.kind for each in every):
        return f"{said}. Casebook's own resources and log groups are never watched: leave them out"
    return f"{said}. An operator allows it with: {command(project, every, table)}"


def command(project: str, foreign: Iterable[Foreign], table: str = "") -> str:
    """Names come from whoever registers: an operator's shell must read each as one word, and what
    cannot be printed, or is a pattern, is left to an operator's own words. `table` is that of a
    deployed stack."""
    import shlex

    options = dict.fromkeys(
        f"--{OPTIONS[each.kind]}={shlex.quote(each.name)}"
        for each in foreign
        if each.kind and each.name.isprintable() and "*" not in each.name
    )
    on = [f"--table {shlex.quote(table)}"] if table else []
    return " ".join(["casebook projects own", shlex.quote(project), *options, *on])


OPTIONS = {
    "names": "name",
    "log_groups": "log-group",
    "namespaces": "namespace",
    "alarms": "alarm",
    "clones": "clone",
    "hosts": "host",
}
"""The options of `casebook projects own` by the field that each adds to."""


def _foreign_metric(field: str, metric: Metric) -> Foreign:
    """A namespace of AWS' has the metrics of all, so there the name in a dimension is what one can
    own: most often the longest, beside such as `prod` or `GET`."""
    if metric.namespace.startswith("AWS/") and metric.dimensions:
        return _foreign(field, "names", max(metric.dimensions.values(), key=len))
    return Foreign(field, "namespaces", metric.namespace)


def _foreign(field: str, kind: str, name: str) -> Foreign:
    return Foreign(field, "" if is_casebooks_own(name) else kind, name)


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(_matcher(pattern)(name) for pattern in patterns)


@lru_cache(maxsize=4096)
def _matcher(pattern: str) -> Callable[[str], Any]:
    """By its parts and not by a regular expression with many `.*`, whose time would be the
    product of them: each part is looked for behind the one before, the last at the end."""
    first, *rest = pattern.split("*")
    if not rest:
        return pattern.__eq__
    *middle, last = rest

    def fits(name: str) -> bool:
        if not name.startswith(first) or not name.endswith(last):
            return False
        at, end = len(first), len(name) - len(last)
        for part in middle:
            if (found := name.find(part, at, end)) < 0:
                return False
            at = found + len(part)
        return at <= end

    return fits
