"""The alarm itself as evidence: that somebody's threshold was crossed, and when."""

from collections.abc import Iterable

from casebook.domain.alarm import Alarm
from casebook.domain.events.diagnosis import EvidenceFound
from casebook.domain.events.event import Event
from casebook.domain.evidence import Evidence
from casebook.domain.model import iso
from casebook.ports.clock import Clock
from casebook.ports.evidence import ResultStore
from casebook.tools.keeper import EvidenceKeeper
from casebook.tools.tool import Found

_TOOL = "alarm"


def alarm_evidence(alarm: Alarm, diagnosis_id: str, store: ResultStore, clock: Clock) -> Evidence:
    """Keep the alarm, redacted as what tools bring back is, and say in a sentence what it says."""
    metric = f" on {alarm.namespace} {alarm.metric}" if alarm.metric else ""
    said = f"Alarm {alarm.name}{metric} went to {alarm.state}: {alarm.reason}"
    told = Found(alarm, said, {"alarm": alarm.name}, alarm.incident_window())
    return EvidenceKeeper(diagnosis_id, store, clock).keep(_TOOL, told).evidence


def is_among(events: Iterable[Event], alarm: Alarm) -> bool:
    """Whether this very change of the alarm's state is evidence of these events already."""
    found = (event.payload for event in events if event.type == EvidenceFound.type)
    return any(
        isinstance(each, EvidenceFound)
        and each.evidence.tool == _TOOL
        and each.evidence.query == {"alarm": alarm.name}
        and iso(each.evidence.window.end) == iso(alarm.changed_at)
        for each in found
    )
