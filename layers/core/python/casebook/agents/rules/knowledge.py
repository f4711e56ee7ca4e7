"""What was found before: worth knowing, and never a cause by itself."""

from collections.abc import Iterator

from casebook.agents.case import Case
from casebook.agents.claims import Citing
from casebook.domain.finding import Finding, FindingKind
from casebook.tools.results import PastDiagnoses

_SHOWN = 3


def similar_past_diagnosis(case: Case) -> Iterator[Finding]:
    """A workload often fails the same way twice; the one who reads the report wants to know.

    It speaks for no hypothesis: an old answer that counted as evidence would be found again and
    again, right or wrong.
    """
    for evidence, past in case.results(PastDiagnoses):
        told = [each for each in past.diagnoses if each.verdict in ("confirmed", "likely")]
        for each in sorted(told, key=lambda one: one.concluded_at, reverse=True)[:_SHOWN]:
            citing = Citing(evidence)
            summary = citing.quote(each.summary, each.summary[:80])
            what = f"{each.resource} / {each.category}" if each.resource else "no single resource"
            yield case.finding(
                "similar-past-diagnosis",
                FindingKind.CONTEXT,
                f"An earlier diagnosis of this workload ({each.diagnosis_id}) was {each.verdict}:"
                f" {what}{f', {summary}' if summary else ''}.",
                0.2,
                citing,
                resource=each.resource,
            )
