"""The form in which a model reports what it found."""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.ids import FINDING, new_id
from casebook.domain.model import Json
from casebook.domain.workload import Workload
from casebook.models.transcript import ToolSchema
from casebook.redaction.intake import taken_in
from casebook.tools.registry import in_words
from casebook.tools.tool import Parameters

NAME = "report_findings"
# A model's word is circumstantial: only a rule that shows how is direct (see weighing.py).
STRONGEST = 0.75
_MOST = 8
_KINDS = {
    "cause": FindingKind.CAUSE,
    "symptom": FindingKind.SYMPTOM,
    "ruled-out": FindingKind.RULED_OUT,
    "context": FindingKind.CONTEXT,
}


class ReportedFinding(Parameters):
    """One claim."""

    kind: Literal["cause", "symptom", "ruled-out", "context"] = Field(
        description="cause: made it happen. symptom: went wrong. ruled-out: was looked at and is"
        " not it. context: worth knowing."
    )
    claim: str = Field(
        min_length=10,
        max_length=600,
        description="One or two sentences. Numbers, times and quotations as the evidence has them.",
    )
    evidence: tuple[str, ...] = Field(
        min_length=1, max_length=8, description="Ids of the evidence that shows it: evd_…"
    )
    strength: float = Field(
        ge=0,
        le=1,
        description="How far this evidence alone carries the claim: .3 a hint, .5 it fits, .7 it"
        " fits and little else would.",
    )
    resource: str | None = Field(None, description="The resource that it is about, by its name.")
    category: Category | None = Field(None, description="What kind of cause; for causes alone.")


class FindingsReport(Parameters):
    """Everything that was found."""

    findings: tuple[ReportedFinding, ...] = Field(max_length=_MOST, description="Best first.")
    unanswered: tuple[Annotated[str, Field(max_length=300)], ...] = Field(
        (), max_length=_MOST, description="Questions that the evidence does not answer."
    )


class FindingsForm:
    """Takes one report. Nothing wrong gets in: an unknown id or resource is sent back."""

    schema = ToolSchema(
        NAME,
        "Report what you found and end your work. Call it once, with everything.",
        FindingsReport.model_json_schema(),
    )

    def __init__(self, workload: Workload) -> None:
        self._workload = workload
        self.report: FindingsReport | None = None

    @property
    def is_filled(self) -> bool:
        return self.report is not None

    def fill(self, arguments: Json, evidence: Collection[str]) -> str | None:
        try:
            report = FindingsReport.model_validate(arguments)
        except ValidationError as error:
            return f"Not taken: {in_words(error)}. Report again, with that fixed."
        found = [self._wrong(each, evidence) for each in report.findings]
        if wrong := [each for one in found for each in one]:
            return f"Not taken: {'; '.join(wrong)}. Report again, with that fixed."
        self.report = report
        return None

    def findings(self, agent: str, rule: str) -> tuple[Finding, ...]:
        """The report as findings of this agent; none if there is no report."""
        return tuple(
            Finding(
                id=new_id(FINDING),
                agent=agent,
                rule=rule,
                kind=_KINDS[each.kind],
                claim=taken_in(each.claim),
                strength=min(each.strength, STRONGEST),
                evidence=each.evidence,
                resource=each.resource,
                category=each.category if each.kind == "cause" else None,
            )
            for each in (self.report.findings if self.report else ())
        )

    def _wrong(self, finding: ReportedFinding, evidence: Collection[str]) -> list[str]:
        wrong = [
            f"there is no evidence {each}" for each in finding.evidence if each not in evidence
        ]
        if finding.resource and self._workload.resource(finding.resource) is None:
            wrong.append(f"the workload has no resource {finding.resource!r}")
        if finding.kind == "cause" and not (finding.resource and finding.category):
            wrong.append("a cause needs a resource and a category")
        return wrong
