"""What to look up in the runbooks once it is known what failed."""

from casebook.domain.finding import FindingKind
from casebook.domain.report import Verdict
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.reading import read
from casebook.reasoning.symptoms import errors_of, of_kind, symptomatic

_MOST_ERRORS = 3
_ERROR_CHARACTERS = 300


def words_to_look_up(assessment: Assessment) -> str:
    """Where it fails, how, and in which words; nothing where there is nothing to be done.

    Not the claims: their prose is ours, and would match what anybody writes about anything.
    """
    top = assessment.top
    if assessment.verdict is Verdict.HEALTHY:
        return ""
    errors = errors_of(assessment.findings)
    if top:
        own = [error for each in top.causes for error in each.errors]
        errors = tuple(own) or errors
        changed = top.change.change if top.change else None
        where = [top.resource, top.category, *(f.path for f in (changed.diff if changed else ()))]
    else:
        where = sorted(symptomatic(assessment.findings))
    if not (errors or top or of_kind(assessment.findings, FindingKind.SYMPTOM)):
        return ""
    said = [read(each).words[:_ERROR_CHARACTERS] for each in errors[:_MOST_ERRORS]]
    return " ".join((*where, *said))
