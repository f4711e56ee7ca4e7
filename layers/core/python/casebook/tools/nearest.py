"""What is looked at first where not everything can be: AWS limits how often it is asked."""

from collections import defaultdict
from collections.abc import Sequence

from casebook.domain.workload import Workload
from casebook.tools.tool import Scope

MOST_LOG_GROUPS = 50
"""FilterLogEvents takes five requests a second in some regions, and a tool has 20 seconds for two
requests a group.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"""


def nearest_resources(scope: Scope) -> list[str]:
    """The names of the workload's resources, by how many calls lie between each and the one that
    the alarm is about, in either direction; before them those that a person's hint names. Those
    that are as far are in the order of their registration, and so are all where the alarm is about
    none."""
    distances = _distances(scope.workload, scope.alarmed.name) if scope.alarmed else {}
    if scope.hint:
        from casebook.domain.hint import hinted  # for reruns alone

        distances |= dict.fromkeys(hinted(scope.hint, scope.workload).resources, -1)
    names = [resource.name for resource in scope.workload.resources]
    return sorted(names, key=lambda name: distances.get(name, len(names)))


def nearest_log_groups(scope: Scope, groups: Sequence[str]) -> tuple[str, ...]:
    """All of the groups, as they are given, if they are few enough; else those whose resources are
    nearest to the alarm."""
    if len(groups) <= MOST_LOG_GROUPS:
        return tuple(groups)
    places = {name: place for place, name in enumerate(nearest_resources(scope))}
    nearest: dict[str, int] = {}
    for resource in scope.workload.resources:
        for group in resource.log_groups:
            nearest[group] = min(places[resource.name], nearest.get(group, len(places)))
    return tuple(sorted(groups, key=lambda group: nearest[group])[:MOST_LOG_GROUPS])


def _distances(workload: Workload, start: str) -> dict[str, int]:
    neighbours: defaultdict[str, list[str]] = defaultdict(list)
    for caller, callee in workload.calls:
        neighbours[caller].append(callee)
        neighbours[callee].append(caller)
    distances, border = {start: 0}, [start]
    while border:
        reached = dict.fromkeys(name for at in border for name in neighbours[at])
        border = [name for name in reached if name not in distances]
        distances.update(dict.fromkeys(border, max(distances.values()) + 1))
    return distances
