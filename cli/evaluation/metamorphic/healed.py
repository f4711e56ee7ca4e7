"""Things were back to normal ten minutes before the alarm is looked at.

The alarm fired while it was broken; the diagnosis begins ten minutes later, as when a message was
late or somebody asked again.
"""

from __future__ import annotations

import random
from dataclasses import replace

from cli.evaluation.metamorphic.judging import judge_of_recovery
from cli.evaluation.metamorphic.moving import moved, moved_datum, moved_line
from cli.evaluation.metamorphic.onset import incident_of
from cli.evaluation.metamorphic.relation import Variant
from cli.evaluation.scenario import Alarm, Scenario

HEALED_AGO = 600.0
_AFTER = 90.0
_MARGIN = 60.0


def healed(scenario: Scenario, chance: random.Random) -> Variant | None:
    incident = incident_of(scenario)
    if incident is None:
        return None
    length = HEALED_AGO + 60.0 * (_AFTER // 60.0)
    end = -60.0 * round((_MARGIN - incident.began) / 60.0)
    quiet_lines = [line for line in scenario.lines if end - length <= line.at < end]
    quiet_data = [datum for datum in scenario.data if end - length <= datum.at < end]
    if not quiet_data:
        return None
    earlier = moved(_until_alarm(scenario), -HEALED_AGO)
    # A multiple of a minute, so that datapoints stay on their grid.
    by = 60.0 * (_AFTER // 60.0) - end
    return Variant(
        "",
        replace(
            earlier,
            lines=(*earlier.lines, *(moved_line(line, by) for line in quiet_lines)),
            data=(*earlier.data, *(moved_datum(datum, by) for datum in quiet_data)),
            alarm=_fired_earlier(scenario.alarm),
        ),
        judge_of_recovery(HEALED_AGO),
    )


def _until_alarm(scenario: Scenario) -> Scenario:
    return replace(
        scenario,
        lines=tuple(line for line in scenario.lines if line.at < 0),
        data=tuple(datum for datum in scenario.data if datum.at < 0),
        changes=tuple(change for change in scenario.changes if change.at < 0),
    )


def _fired_earlier(alarm: Alarm) -> Alarm:
    return Alarm.model_validate({**alarm.message(), "StateChangeTime": -HEALED_AGO})
