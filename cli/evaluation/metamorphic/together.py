"""Two incidents at once in one account, in workloads that share nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from cli.evaluation.metamorphic.names import with_suffix
from cli.evaluation.metamorphic.relation import Maker, Variant
from cli.evaluation.scenario import Alarm, Scenario


def maker_of(others: Sequence[Scenario]) -> Maker:
    def make(scenario: Scenario, chance: random.Random) -> Variant | None:
        candidates = [other for other in others if other.name != scenario.name]
        if not candidates:
            return None
        other = chance.choice(candidates)
        if _names(scenario) & _names(other):
            other = with_suffix(other, "-two")
        if other.workload.name == scenario.workload.name:
            workload = other.workload.model_copy(update={"name": f"{other.workload.name} two"})
            other = replace(other, workload=workload)
        if other.alarm.name == scenario.alarm.name:
            renamed = {**other.alarm.message(), "AlarmName": f"{other.alarm.name}-two"}
            other = replace(other, alarm=Alarm.model_validate(renamed))
        return Variant("", replace(scenario, beside=other))

    return make


def _names(scenario: Scenario) -> set[str]:
    found = {resource.name for resource in scenario.workload.resources}
    found |= {line.group for line in scenario.lines}
    return found | {value for datum in scenario.data for value in datum.dimensions.values()}
