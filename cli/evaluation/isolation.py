"""Keeps the telemetry of one trial apart from everything else in the account.

Scenarios name log groups and metrics as real workloads do, so two of them may name the same, and
one that is run twice names its own again; both would find the other's lines within their hour.
Log groups could be deleted in between (and with them somebody else's); metrics cannot be deleted
at all. So in every trial, wherever they occur:

- a log group gets a suffix: `/aws/lambda/pay` is `/aws/lambda/pay#3f2a-07`;
- a metric gets one dimension more, `trial`, with a value for each set of dimensions that it had.
  The namespace and the name, by which CloudWatch's metrics are known, stay.

What AWS would record by itself for a resource (`with_standard_telemetry`) is spelled out, so that
it is kept apart too. Names of resources, log lines and changes stay as they are: rewriting them
would change the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from casebook.domain import workload as product
from cli.evaluation.scenario import Alarm, Datum, Metric, Resource, Scenario

DIMENSION = "trial"
_TYPES = frozenset(get_args(product.ResourceType))
_LONGEST_NAME = 100


class Isolation:
    """Renames for one trial. `tag` is what no other trial in the account has."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self._numbers: dict[tuple[tuple[str, str], ...], int] = {}

    def applied(self, scenario: Scenario) -> Scenario:
        """The scenario under names of its own; its alarm is listed by its workload."""
        workload = scenario.workload
        return replace(
            scenario,
            workload=workload.model_copy(
                update={
                    "name": f"{workload.name[:_LONGEST_NAME]}-{self._tag}",
                    "resources": tuple(map(self._resource, workload.resources)),
                    "alarms": tuple({*workload.alarms, scenario.alarm.name}),
                }
            ),
            alarm=self._alarm(scenario.alarm),
            lines=tuple(
                line.model_copy(update={"group": self.group(line.group)}) for line in scenario.lines
            ),
            data=tuple(map(self._datum, scenario.data)),
            children=tuple(map(self._alarm, scenario.children)),
            beside=self.applied(scenario.beside) if scenario.beside else None,
        )

    def group(self, name: str) -> str:
        return f"{name}#{self._tag}"

    def dimensions(self, before: Mapping[str, str]) -> dict[str, str]:
        number = self._numbers.setdefault(tuple(sorted(before.items())), len(self._numbers))
        return {**before, DIMENSION: f"{self._tag}-{number}"}

    def _resource(self, resource: Resource) -> Resource:
        spelled_out = _with_standard_telemetry(resource)
        return spelled_out.model_copy(
            update={
                "log_groups": tuple(map(self.group, spelled_out.log_groups)),
                "metrics": tuple(
                    each.model_copy(update={"dimensions": self.dimensions(each.dimensions)})
                    for each in spelled_out.metrics
                ),
            }
        )

    def _datum(self, datum: Datum) -> Datum:
        return datum.model_copy(update={"dimensions": self.dimensions(datum.dimensions)})

    def _alarm(self, alarm: Alarm) -> Alarm:
        """The alarm still watches the same metric, or the same ones by an expression."""
        message = alarm.message()
        trigger = message.get("Trigger")
        if not isinstance(trigger, dict):
            return alarm
        return Alarm.model_validate({**message, "Trigger": self._metrics(trigger)})

    def _metrics(self, value: Any) -> Any:
        """The trigger with a dimension more wherever a metric has some."""
        if isinstance(value, list):
            return [self._metrics(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        changed = {key: self._metrics(inner) for key, inner in value.items()}
        if listed := value.get("Dimensions"):
            watched = {_either(pair, "name"): _either(pair, "value") for pair in listed}
            pairs = self.dimensions(watched).items()
            changed["Dimensions"] = [{"name": name, "value": of} for name, of in pairs]
        return changed


def _either(dimension: Mapping[str, Any], field: str) -> str:
    """CloudWatch writes the two in lower case, others do not."""
    return str(dimension.get(field, dimension.get(field.title(), "")))


def _with_standard_telemetry(resource: Resource) -> Resource:
    if resource.type not in _TYPES:
        return resource
    described = {"name": resource.name, "type": resource.type}
    usual = product.with_standard_telemetry(product.Resource.model_validate(described))
    metrics = tuple(Metric.model_validate(each.model_dump()) for each in usual.metrics)
    return resource.model_copy(
        update={
            "log_groups": resource.log_groups or usual.log_groups,
            "metrics": resource.metrics or metrics,
        }
    )
