"""Whether an alarm's metrics are the workload's own, and whose they are."""

from casebook.domain.alarm import Alarm
from casebook.domain.ownership import OwnedWorkload
from casebook.domain.workload import Metric, Workload
from casebook.tools.tool import Scope


def owners(workload: Workload, alarm: Alarm) -> tuple[str, ...]:
    """The resources whose metrics the alarm watches, by registration or by its dimensions."""
    found: dict[str, None] = {}
    for metric in alarm.metrics:
        registered = [e.name for e in workload.resources if metric in e.metrics]
        named = [name for name in metric.dimensions.values() if workload.resource(name)]
        found |= dict.fromkeys(registered or named)
    return tuple(found)


def refusal(scope: Scope, alarm: Alarm, parent: Alarm | None = None) -> str | None:
    """Why its metrics may not be read; None if they may: they are registered, name something of the
    workload, or the team has listed the alarm or the composite one that it is part of."""
    listed = {alarm.name, parent.name if parent else alarm.name} & set(scope.workload.alarms)
    if listed:
        return None
    for metric in alarm.metrics:
        if not is_own(scope.workload, metric):
            return (
                f"the metric {metric.namespace} {metric.name} of alarm {alarm.name!r} does not "
                f"belong to workload {scope.workload.name!r}, which does not list the alarm either"
            )
    return None


def is_own(workload: Workload, metric: Metric) -> bool:
    """Whether a metric of an alarm may be read for the workload. An alarm comes to a workload by
    the values of its dimensions; the same ones are asked for."""
    registered = {
        value
        for resource in workload.resources
        for each in resource.metrics
        for value in each.dimensions.values()
    }
    known = registered | {each.name for each in workload.resources}
    # Dimensions of a namespace that is owned may have the name of what is not.
    if isinstance(workload, OwnedWorkload) and not workload.owned.owns_metric(metric):
        return False
    return any(metric in each.metrics for each in workload.resources) or bool(
        known & set(metric.dimensions.values())
    )
