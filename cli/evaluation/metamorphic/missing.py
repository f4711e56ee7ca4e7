"""Something is missing: the history, or the evidence that decides."""

from __future__ import annotations

import random
from dataclasses import replace

from cli.evaluation.metamorphic.judging import judged_without_evidence
from cli.evaluation.metamorphic.lines import fails
from cli.evaluation.metamorphic.moving import kept
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.scenario import Scenario

_SWITCHED_ON = -1200.0


def no_history(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Telemetry was switched on 20 minutes before the alarm. Changes are known all the same."""
    return Variant("", kept(scenario, lambda at: at >= _SWITCHED_ON))


def no_causing_change(scenario: Scenario, chance: random.Random) -> Variant | None:
    """Nobody reported the change that began it."""
    incident = incident_of(scenario)
    if incident is None or not incident.causes:
        return None
    changes = tuple(change for change in scenario.changes if change not in incident.causes)
    return Variant("", replace(scenario, changes=changes), judged_without_evidence)


def no_error_lines(scenario: Scenario, chance: random.Random) -> Variant | None:
    """The failing lines of the resource that is to blame are not there."""
    groups = {
        group
        for resource in scenario.workload.resources
        if resource.name in scenario.expected.resource
        for group in (resource.log_groups or (f"/aws/lambda/{resource.name}",))
    }
    if "healthy" in scenario.expected.verdict:
        return None
    lines = tuple(
        line for line in scenario.lines if line.group not in groups or not fails(line.message)
    )
    if len(lines) == len(scenario.lines):
        return None
    return Variant("", replace(scenario, lines=lines), judged_without_evidence)


def no_platform_events(scenario: Scenario, chance: random.Random) -> Variant | None:
    """What services say of the resource that is to blame cannot be read."""
    platform = tuple(
        event for event in scenario.platform if event.resource not in scenario.expected.resource
    )
    if "healthy" in scenario.expected.verdict or len(platform) == len(scenario.platform):
        return None
    return Variant("", replace(scenario, platform=platform), judged_without_evidence)
