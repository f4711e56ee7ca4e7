"""What stands behind a claim: the query, and its raw result."""

import json
from dataclasses import dataclass

from casebook.access import visible_diagnosis
from casebook.diagnosis.requests import RawEvidence
from casebook.diagnosis.state import States
from casebook.domain.cited import CitedEvidence
from casebook.domain.model import Json
from casebook.errors import NotFound
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisStore
from casebook.ports.evidence import EvidenceStore


@dataclass(frozen=True)
class DiagnosisEvidence:
    """Finds what stands behind a diagnosis' claims."""

    diagnoses: DiagnosisStore
    states: States

    def cited(self, who: Identity, diagnosis_id: str, evidence_id: str) -> CitedEvidence:
        """Raises NotFound: no such diagnosis in the caller's projects, or no such evidence."""
        visible_diagnosis(self.diagnoses.header(diagnosis_id), who, diagnosis_id)
        diagnosis = self.states.load(diagnosis_id)
        evidence = diagnosis.evidence_by_id(evidence_id)
        if evidence is None:
            raise NotFound(f"diagnosis {diagnosis_id} has no evidence {evidence_id}")
        return CitedEvidence(
            evidence,
            diagnosis_id,
            diagnosis.workload_id,
            diagnosis.project,
            diagnosis.window or evidence.window,
            diagnosis.alarm,
            diagnosis.question or "",
            diagnosis.hint,
            who.user,
            diagnosis.knowledge,
        )


@dataclass(frozen=True)
class EvidenceReading:
    """Fetching the raw result of evidence, of a diagnosis or of a chat."""

    store: EvidenceStore

    def fetch(self, cited: CitedEvidence) -> RawEvidence:
        """Raises NotFound when the raw result has expired."""
        evidence = cited.evidence
        raw = self.store.get(evidence.location)
        return RawEvidence(evidence=evidence, raw=_object(raw), intact=evidence.is_of(raw))


def _object(raw: bytes) -> Json | None:
    """The stored JSON object; None for what somebody has put in its place."""
    try:
        found = json.loads(raw)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
