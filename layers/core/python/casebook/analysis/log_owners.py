"""Which resource wrote a line of a log group that several share.

Container Insights writes all pods of a cluster into one group, and many teams all services of an
environment. The line's stream and fields name the container, the pod, the task or the service.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-logs-FluentBit.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html (stream prefix)
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Protocol

from casebook.analysis.cluster_events import ClusterObject, may_hold_event, writer_in_stream
from casebook.analysis.cluster_names import is_generated, owner_among
from casebook.analysis.log_entry import read_entry
from casebook.domain.workload import Resource, Workload

# What a metric's dimension names that says where something runs, not what it is.
_PLACES = frozenset({"ClusterName", "Namespace", "NodeName", "InstanceId", "LoadBalancer", "Stage"})
_SHORTEST_NAME = 2
_REMEMBERED_STREAMS = 2_048


class WrittenLine(Protocol):
    """A line with where it was written."""

    @property
    def message(self) -> str: ...

    @property
    def log_group(self) -> str: ...

    @property
    def log_stream(self) -> str: ...


class LogOwners:
    """The resources of a workload by the log lines that they write."""

    def __init__(self, workload: Workload) -> None:
        self._resources = workload.resources
        self._sharing = {
            group: tuple(each for each in workload.resources if group in each.log_groups)
            for group in workload.log_groups
        }
        self._names = {
            group: _Names(sharing) for group, sharing in self._sharing.items() if len(sharing) > 1
        }

    def is_shared(self, log_group: str) -> bool:
        """Whether more than one resource writes into the group."""
        return log_group in self._names

    def of_group(self, log_group: str) -> tuple[str, ...]:
        """The resources that write into the group; the group's own name where none is known."""
        return tuple(each.name for each in self._sharing.get(log_group, ())) or (log_group,)

    def of(self, line: WrittenLine) -> str:
        """The resource that wrote the line.

        In a shared group a line that names a writer whom the workload does not know is the group's
        own; one that names nobody is the first resource's, as in a group of one.
        """
        names = self._names.get(line.log_group)
        if may_hold_event(line.message):
            event = read_entry(line.message).event
            if event and event.about and (owner := self._of_object(event.about)):
                return owner
        if names is None:
            return self.of_group(line.log_group)[0]
        pod = writer_in_stream(line.log_stream)
        if pod is None and (owner := names.in_stream(line.log_stream)):
            return owner
        entry = read_entry(line.message)
        for about in filter(None, (entry.about, pod)):
            if owner := names.of_object(about):
                return owner
            if is_generated(about):
                return line.log_group
        for words in entry.resources:
            if owner := names.within(words):
                return owner
        is_known = entry.resources or pod or (entry.event and entry.event.about)
        return line.log_group if is_known else self.of_group(line.log_group)[0]

    @cached_property
    def _of_object(self) -> Callable[[ClusterObject], str | None]:
        """An event may be written anywhere: its object is sought in the whole workload."""
        registered = [each.name for each in self._resources]
        return lru_cache(_REMEMBERED_STREAMS)(lambda about: owner_among(about, registered))


class _Names:
    """What the resources of one group are called, by names that only one of them has."""

    def __init__(self, sharing: Sequence[Resource]) -> None:
        called = {each.name: _aliases(each) for each in sharing}
        shared_by = Counter(alias for aliases in called.values() for alias in aliases)
        self._owners = {
            alias: name
            for name, aliases in called.items()
            for alias in aliases
            if shared_by[alias] == 1 or alias == name.lower()
        }
        longest_first = sorted(self._owners, key=len, reverse=True)
        # `jobs` writes as `jobs-7d9f-x`, in `prod_jobs` and in `ecs/jobs/71a0`; `web-jobs` is
        # another, and so is `jobs2`.
        self._pattern = re.compile(
            r"(?:^|[/._:|])(" + "|".join(map(re.escape, longest_first)) + r")(?![A-Za-z0-9])"
        )
        self.of_object = lru_cache(_REMEMBERED_STREAMS)(self._of_object)
        self.in_stream = lru_cache(_REMEMBERED_STREAMS)(self.within)

    def _of_object(self, about: ClusterObject) -> str | None:
        """The resource that the object of Kubernetes belongs to."""
        if found := owner_among(about, self._owners):
            return self._owners[found]
        return None if is_generated(about) else self.within(about.name)

    def within(self, words: str) -> str | None:
        """The resource that the words name; of several the one with the longest name."""
        found = self._pattern.findall(words.lower())
        return self._owners[max(found, key=len)] if found else None


def _aliases(resource: Resource) -> set[str]:
    """The resource's name, its last part where it is a path, and what its metrics call it."""
    names = {resource.name, resource.name.rpartition("/")[2], resource.name.rpartition(":")[2]}
    for metric in resource.metrics:
        names |= {value for key, value in metric.dimensions.items() if key not in _PLACES}
    return {resource.name.lower()} | {n.lower() for n in names if len(n) >= _SHORTEST_NAME}
