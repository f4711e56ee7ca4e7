"""When the incident of a scenario began, and which changes began it.

`onset` in expected.json says it. Where it is not there, it is derived:

1. the alarm's metric: the first of the breaching periods that reach up to the alarm;
2. failing lines of a form that was not there before: the first, if it is at most half an hour
   before the breach and the form goes on. Slow metrics cross their threshold after the first error;
3. the onset is the earlier of the two, and unknown if neither says anything.

The causing changes are those of an expected resource, or with an expected mention in them, within
two hours before the onset (or two minutes after it: clocks of pipelines are not exact).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from cli.evaluation.metamorphic.lines import fails
from cli.evaluation.metamorphic.watched import watched_by
from cli.evaluation.scenario import Change, Scenario

_BEFORE_BREACH = 1800.0
_CHANGE_BEFORE, _CHANGE_AFTER = 7200.0, 120.0
_VARIABLE = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-fA-F]{6,}\b|\d+")


@dataclass(frozen=True)
class Incident:
    """`began` is the earlier of the onset and the first change that caused it."""

    onset: float
    causes: tuple[Change, ...]

    @property
    def began(self) -> float:
        return min([self.onset, *(change.at for change in self.causes)])


def incident_of(scenario: Scenario) -> Incident | None:
    """None for a false alarm, and where the data do not tell an onset."""
    if "healthy" in scenario.expected.verdict:
        return None
    onset = scenario.expected.onset
    if onset is None:
        onset = _derived(scenario)
    if onset is None or onset >= 0:
        return None
    return Incident(onset, tuple(_causes(scenario, onset)))


def _derived(scenario: Scenario) -> float | None:
    watched = watched_by(scenario)
    breach = watched.breach_began() if watched else None
    earliest = min((point.at for point in watched.points), default=0.0) if watched else 0.0
    if breach is not None and watched and breach <= earliest + 2 * watched.period:
        breach = None  # it always breached: that says nothing about this incident
    errors = _first_new_error(
        scenario, _BEFORE_BREACH if breach is None else _BEFORE_BREACH - breach
    )
    known = [at for at in (breach, errors) if at is not None]
    return min(known, default=None)


def _first_new_error(scenario: Scenario, reach: float) -> float | None:
    """The first failing line, at most `reach` seconds before the alarm, of a form that is new then
    and goes on: at least three lines, one in two minutes or more."""
    forms: dict[tuple[str, str], list[float]] = {}
    for line in scenario.lines:
        if line.at <= 0 and fails(line.message):
            form = _VARIABLE.sub("#", line.message)[:200]
            forms.setdefault((line.group, form), []).append(line.at)
    firsts = [
        min(times)
        for times in forms.values()
        if len(times) >= 3 and -reach <= min(times) and -min(times) <= 120.0 * len(times)
    ]
    return min(firsts, default=None)


def _causes(scenario: Scenario, onset: float) -> list[Change]:
    expected = scenario.expected
    found = []
    for change in scenario.changes:
        said = json.dumps(change.model_dump(mode="json"), ensure_ascii=False).casefold()
        concerned = (change.model_extra or {}).get("resource") in expected.resource or any(
            mention.casefold() in said for mention in expected.mentions
        )
        if concerned and onset - _CHANGE_BEFORE <= change.at <= onset + _CHANGE_AFTER:
            found.append(change)
    return found
