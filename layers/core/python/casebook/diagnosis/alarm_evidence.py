"""The alarm itself as evidence: that somebody's threshold was crossed, and when."""

import hashlib

from casebook.domain import ids
from casebook.domain.alarm import Alarm
from casebook.domain.evidence import Evidence
from casebook.ports.evidence import EvidenceStore
from casebook.redaction import redact


def alarm_evidence(alarm: Alarm, diagnosis_id: str, store: EvidenceStore) -> Evidence:
    """Keep the alarm as it came, and say in a sentence what it says."""
    evidence_id = ids.new_id(ids.EVIDENCE)
    raw = alarm.to_json().encode()
    metric = f" on {alarm.namespace} {alarm.metric}" if alarm.metric else ""
    return Evidence(
        id=evidence_id,
        tool="alarm",
        query={"alarm": alarm.name},
        window=alarm.incident_window(),
        outcome="success",
        sha256=hashlib.sha256(raw).hexdigest(),
        excerpt=redact(f"Alarm {alarm.name}{metric} went to {alarm.state}: {alarm.reason}"),
        location=store.put(diagnosis_id, evidence_id, raw),
        taken_at=alarm.changed_at,
    )
