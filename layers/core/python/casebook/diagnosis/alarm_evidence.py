"""The alarm itself as evidence: that somebody's threshold was crossed, and when."""

from casebook.domain.alarm import Alarm
from casebook.domain.evidence import Evidence
from casebook.ports.clock import Clock
from casebook.ports.evidence import ResultStore
from casebook.tools.keeper import EvidenceKeeper
from casebook.tools.tool import Found


def alarm_evidence(alarm: Alarm, diagnosis_id: str, store: ResultStore, clock: Clock) -> Evidence:
    """Keep the alarm, redacted as what tools bring back is, and say in a sentence what it says."""
    metric = f" on {alarm.namespace} {alarm.metric}" if alarm.metric else ""
    said = f"Alarm {alarm.name}{metric} went to {alarm.state}: {alarm.reason}"
    told = Found(alarm, said, {"alarm": alarm.name}, alarm.incident_window())
    return EvidenceKeeper(diagnosis_id, store, clock).keep("alarm", told).evidence
