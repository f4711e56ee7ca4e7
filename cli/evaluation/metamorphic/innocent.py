"""A change that has nothing to do with the incident, at a random time before or after its onset.

On the resource that is to blame, it comes after the onset, or cannot do harm by what it changes: a
new version just before would be a fair suspect.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cli.evaluation.metamorphic.age import aged
from cli.evaluation.metamorphic.judging import judge_of_innocent
from cli.evaluation.metamorphic.lines import fails
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.metamorphic.relation import Maker, Variant
from cli.evaluation.scenario import Change, Resource, Scenario

_GRID = 300.0
_ACTORS = ("release-pipeline", "terraform-cloud", "m.santos", "gh-actions")
_HARMLESS = (
    ("configuration", "description", "Description: {name} -> {name} of the shop team"),
    ("configuration", "log retention", "RetentionInDays: 30 -> 90"),
    ("configuration", "tags", "Tags.cost-centre: 1470 -> 1471"),
    ("configuration", "a banner's colour", "Environment.BANNER_COLOUR: green -> blue"),
)


def maker_of(when: str, kind: str) -> Maker:
    """`when` is "before" or "after" the onset, `kind` "deployment" or "configuration"."""

    def make(scenario: Scenario, chance: random.Random) -> Variant | None:
        incident = incident_of(scenario)
        onset = incident.onset if incident else -240.0
        harmful = when == "before" and kind == "deployment"
        resources = _candidates(scenario, harmful=harmful)
        if not resources:
            return None
        resource = chance.choice(resources)
        earlier = onset - chance.uniform(120, 1800)
        at = earlier if when == "before" else chance.uniform(onset * 0.9, onset * 0.1)
        change = _change(resource, kind, at, chance)
        summary = str((change.model_extra or {})["summary"])
        changed = replace(scenario, changes=(*scenario.changes, change))
        return Variant("", changed, judge_of_innocent(summary))

    return make


def into_a_long_incident(scenario: Scenario, chance: random.Random) -> Variant | None:
    """It has failed for 20 to 30 minutes; then somebody deploys to what fails, or is to blame."""
    incident = incident_of(scenario)
    if incident is None:
        return None
    by = 60.0 * chance.randint(20, 30) + incident.onset
    by = max(0.0, by // _GRID * _GRID)
    longer = aged(scenario, incident.onset, by, chance) if by else scenario
    failing = {
        line.group for line in scenario.lines if line.at >= incident.onset and fails(line.message)
    }
    concerned = [
        resource
        for resource in _candidates(scenario, harmful=False)
        if resource.name in scenario.expected.resource or failing & set(resource.log_groups)
    ]
    if not concerned:
        return None
    onset = incident.onset - by
    change = _change(chance.choice(concerned), "deployment", onset + 660.0, chance)
    if change.at >= -60.0:
        return None
    summary = str((change.model_extra or {})["summary"])
    changed = replace(longer, changes=(*longer.changes, change))
    return Variant("", changed, judge_of_innocent(summary))


def _candidates(scenario: Scenario, *, harmful: bool) -> Sequence[Resource]:
    """Resources of ours. Those to blame only for a change that can do no harm."""
    ours = [resource for resource in scenario.workload.resources if "." not in resource.name]
    if not harmful:
        return ours
    return [resource for resource in ours if resource.name not in scenario.expected.resource]


def _change(resource: Resource, kind: str, at: float, chance: random.Random) -> Change:
    number = chance.randint(100, 999)
    if kind == "deployment":
        fields = {
            "kind": "deployment",
            "summary": f"{resource.name} build {number}: wording of the imprint",
            "diff": f"Version: {number - 1} -> {number}",
        }
    else:
        what, summary, diff = chance.choice(_HARMLESS)
        fields = {
            "kind": what,
            "summary": f"{resource.name}: {summary} (run {number})",
            "diff": diff.format(name=resource.name),
        }
    document: dict[str, Any] = {**fields, "at": round(at), "resource": resource.name}
    return Change.model_validate({**document, "actor": chance.choice(_ACTORS)})
