"""The tool that remembers: what earlier diagnoses of this workload concluded."""

from pydantic import Field

from casebook.domain.finding import Category
from casebook.domain.model import iso
from casebook.ports import DiagnosisHeader, DiagnosisStore
from casebook.tools.results import PastDiagnoses, PastDiagnosis
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

# A workload's newest diagnoses; older ones tell of a system that has changed since.
_LOOKED_AT = 50


class Request(Parameters):
    """Which conclusions to recall."""

    resource: str | None = Field(
        None, description="Only those that found this root cause resource."
    )
    category: Category | None = Field(None, description="Only those of this category.")


class SearchPastDiagnoses(Tool[Request, PastDiagnoses]):
    """Recalls what was concluded about the same workload."""

    name = "search_past_diagnoses"
    description = "What earlier diagnoses of this workload concluded, newest first."
    cost = "free"
    parameters = Request
    data = PastDiagnoses

    def __init__(self, diagnoses: DiagnosisStore) -> None:
        self._diagnoses = diagnoses

    def run(self, parameters: Request, scope: Scope) -> Found[PastDiagnoses] | NoData:
        found = tuple(
            past
            for header in self._diagnoses.of_workload(scope.workload.workload_id, _LOOKED_AT)
            if (past := _concluded(header))
            and past.concluded_at <= scope.now
            and parameters.resource in (None, past.resource)
            and parameters.category in (None, past.category)
        )
        query, window = parameters.model_dump(mode="json"), scope.window.reaching(scope.now)
        if not found:
            return NoData("No earlier diagnosis of this workload matches.", query, window)
        text = "\n".join(map(_described, found))
        return Found(PastDiagnoses(diagnoses=found), text, query, window)


def _concluded(header: DiagnosisHeader) -> PastDiagnosis | None:
    """The diagnosis as a memory; None when it came to no conclusion."""
    if header.verdict is None or header.ended_at is None:
        return None
    return PastDiagnosis(
        diagnosis_id=header.diagnosis_id,
        concluded_at=header.ended_at,
        verdict=header.verdict,
        resource=header.resource,
        category=header.category,
        summary=header.summary or "",
    )


def _described(past: PastDiagnosis) -> str:
    cause = f"{past.resource} / {past.category}" if past.resource else "no root cause"
    return (
        f"- {iso(past.concluded_at)} {past.diagnosis_id}: {past.verdict}, {cause}: {past.summary}"
    )
