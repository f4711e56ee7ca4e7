"""Things were back to normal ten minutes before the alarm is looked at.

The alarm fired while it was broken; the diagnosis begins ten minutes later, as when a message was
late or somebody asked again. What fails seldom, or is watched by long periods, shows in ten minutes
neither that it goes on nor that it stopped: it healed up to an hour before. What is rarer still
cannot be transformed; nor can an incident without so long a quiet time before it, measured on every
resource.
"""

from __future__ import annotations

import random
from dataclasses import replace

from cli.evaluation.metamorphic.judging import judge_of_recovery
from cli.evaluation.metamorphic.lead_up import quiet_until
from cli.evaluation.metamorphic.lines import fails
from cli.evaluation.metamorphic.moving import moved, moved_datum, moved_line, series_of
from cli.evaluation.metamorphic.onset import Incident, incident_of
from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.scenario import Alarm, Scenario

HEALED_AGO = 600.0
LONGEST = 3600.0
_AFTER = 90.0
_MARGIN = 60.0
# After so many usual pauses a silence is no chance: e^-4 is one in fifty.
_PAUSES = 4
# The period in which it healed still counts failures; the next one does not.
_PERIODS = 2


def healed(scenario: Scenario, chance: random.Random) -> Variant | None:
    incident = incident_of(scenario)
    if incident is None or (ago := _healed_ago(scenario, incident)) is None:
        return None
    length = ago + 60.0 * (_AFTER // 60.0)
    end = -60.0 * round((_MARGIN - quiet_until(scenario, incident)) / 60.0)
    quiet_lines = [line for line in scenario.lines if end - length <= line.at < end]
    quiet_data = [datum for datum in scenario.data if end - length <= datum.at < end]
    if not quiet_data or not _is_measured_since(scenario, end - length):
        return None
    earlier = moved(_until_alarm(scenario), -ago)
    # A multiple of a minute, so that datapoints stay on their grid.
    by = 60.0 * (_AFTER // 60.0) - end
    return Variant(
        "",
        replace(
            earlier,
            lines=(*earlier.lines, *(moved_line(line, by) for line in quiet_lines)),
            data=(*earlier.data, *(moved_datum(datum, by) for datum in quiet_data)),
            alarm=_fired_earlier(scenario.alarm, ago),
        ),
        judge_of_recovery(ago),
    )


def _healed_ago(scenario: Scenario, incident: Incident) -> float | None:
    """How long a recovery has to last to be seen; None if that is longer than an hour."""
    trigger = scenario.alarm.message().get("Trigger") or {}
    ago = max(
        HEALED_AGO,
        _PERIODS * float(trigger.get("Period") or 60),
        _PAUSES * _usual_pause(scenario, incident),
    )
    return 60.0 * -(-ago // 60.0) if ago <= LONGEST else None


def _usual_pause(scenario: Scenario, incident: Incident) -> float:
    """The mean time between minutes with a failing line, while it failed."""
    failing = {
        line.at // 60.0
        for line in scenario.lines
        if incident.onset <= line.at < 0 and fails(line.message)
    }
    return -incident.onset / len(failing) if failing else 0.0


def _is_measured_since(scenario: Scenario, begin: float) -> bool:
    """True if the metrics of every resource reach back so far: without them nothing healed."""
    series = series_of(scenario.data)
    for resource in scenario.workload.resources:
        keys = [(metric.namespace, metric.name, tuple(sorted(metric.dimensions.items())))
                for metric in resource.metrics]  # fmt: skip
        firsts = [series[key][0].at for key in keys if key in series]
        if firsts and min(firsts) > begin + _AFTER:
            return False
    return True


def _until_alarm(scenario: Scenario) -> Scenario:
    return replace(
        scenario,
        lines=tuple(line for line in scenario.lines if line.at < 0),
        data=tuple(datum for datum in scenario.data if datum.at < 0),
        changes=tuple(change for change in scenario.changes if change.at < 0),
        platform=tuple(event for event in scenario.platform if event.at < 0),
    )


def _fired_earlier(alarm: Alarm, ago: float) -> Alarm:
    return Alarm.model_validate({**alarm.message(), "StateChangeTime": -ago})
