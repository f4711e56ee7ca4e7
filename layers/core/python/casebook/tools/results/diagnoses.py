"""Diagnoses of before."""

from casebook.domain.model import Instant, Model


class PastDiagnosis(Model):
    diagnosis_id: str
    concluded_at: Instant
    alarm: str | None = None
    verdict: str
    resource: str | None
    category: str | None
    summary: str


class PastDiagnoses(Model):
    diagnoses: tuple[PastDiagnosis, ...]
