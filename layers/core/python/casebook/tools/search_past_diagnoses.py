"""The tool that remembers: what earlier diagnoses of this workload concluded."""

from collections.abc import Sequence

from pydantic import Field

from casebook.analysis.word_index import Passage, WordIndex
from casebook.domain.finding import Category
from casebook.domain.model import iso
from casebook.ports.diagnoses import DiagnosisHeader, DiagnosisStore
from casebook.tools.results.diagnoses import PastDiagnoses, PastDiagnosis
from casebook.tools.tool import Found, NoData, Parameters, Scope, Tool

# A workload's newest diagnoses; older ones tell of a system that has changed since.
_LOOKED_AT = 50


class Request(Parameters):
    """Which conclusions to recall."""

    resource: str | None = Field(
        None, description="Only those that found this root cause resource."
    )
    category: Category | None = Field(None, description="Only those of this category.")
    query: str = Field(
        "",
        max_length=4000,
        description="Words to compare with: errors, names. None: what the alarm or question says.",
    )
    limit: int = Field(10, ge=1, le=_LOOKED_AT, description="How many at most.")


class SearchPastDiagnoses(Tool[Request, PastDiagnoses]):
    """Recalls what was concluded about the same workload."""

    name = "search_past_diagnoses"
    description = (
        "What earlier diagnoses of this workload concluded: those most like the present one first,"
        " the others from the newest on."
    )
    cost = "free"
    parameters = Request
    data = PastDiagnoses

    def __init__(self, diagnoses: DiagnosisStore) -> None:
        self._diagnoses = diagnoses

    def run(self, parameters: Request, scope: Scope) -> Found[PastDiagnoses] | NoData:
        newest_first = [
            past
            for header in self._diagnoses.of_workload(scope.workload.workload_id, _LOOKED_AT)
            if header.project == scope.workload.project
            and (past := _concluded(header))
            and past.concluded_at <= scope.now
            and parameters.resource in (None, past.resource)
            and parameters.category in (None, past.category)
        ]
        asked = parameters.query or scope.occasion
        window = scope.window.reaching(scope.now)
        query = {**parameters.model_dump(mode="json"), "query": asked}
        if not newest_first:
            return NoData("No earlier diagnosis of this workload matches.", query, window)
        found = _likest_first(newest_first, asked)[: parameters.limit]
        text = "\n".join(map(_described, found))
        return Found(PastDiagnoses(diagnoses=found), text, query, window)


def _likest_first(newest_first: Sequence[PastDiagnosis], asked: str) -> tuple[PastDiagnosis, ...]:
    """By the words that it shares with what is asked, rare ones counting for more."""
    passages = [Passage(each.alarm or "", _words_of(each)) for each in newest_first]
    alike = [each.place for each in WordIndex.of(passages).search(asked, len(passages))]
    others = [place for place in range(len(passages)) if place not in set(alike)]
    return tuple(newest_first[place] for place in (*alike, *others))


def _words_of(past: PastDiagnosis) -> str:
    return " ".join(filter(None, (past.resource, past.category, past.summary)))


def _concluded(header: DiagnosisHeader) -> PastDiagnosis | None:
    """The diagnosis as a memory; None when it came to no conclusion."""
    if header.verdict is None or header.ended_at is None:
        return None
    return PastDiagnosis(
        diagnosis_id=header.diagnosis_id,
        concluded_at=header.ended_at,
        alarm=header.alarm,
        verdict=header.verdict,
        resource=header.resource,
        category=header.category,
        summary=header.summary or "",
    )


def _described(past: PastDiagnosis) -> str:
    cause = f"{past.resource} / {past.category}" if past.resource else "no root cause"
    alarm = f" (alarm {past.alarm})" if past.alarm else ""
    return (
        f"- {iso(past.concluded_at)} {past.diagnosis_id}{alarm}: {past.verdict}, {cause}:"
        f" {past.summary}"
    )
