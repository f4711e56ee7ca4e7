"""What a demo came to, and whether it is what the fault should have come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cli.following import Conclusion
from local.faults import Expected, Fault


@dataclass(frozen=True)
class Outcome:
    """What a demo came to. `seconds` are those from the alarm to the conclusion."""

    fault: Fault
    conclusion: Conclusion
    seconds: float

    @property
    def as_expected(self) -> bool:
        return matches(self.conclusion, self.fault.expected)

    def document(self) -> dict[str, Any]:
        """The one JSON document of `--json`."""
        result = self.conclusion.report.model_dump(mode="json", by_alias=True)
        return {
            "fault": self.fault.name,
            "asExpected": self.as_expected,
            "diagnosisId": self.conclusion.diagnosis,
            "verdict": result["verdict"],
            "rootCause": result["rootCause"],
            "confidence": result["confidence"],
            "evidence": result["evidence"],
            "events": self.conclusion.events,
            "secondsToConclude": round(self.seconds, 2),
            "result": result,
        }


def matches(conclusion: Conclusion, expected: Expected) -> bool:
    """Whether the diagnosis found what the fault did."""
    found = conclusion.report
    if found.verdict.value not in expected.verdicts:
        return False
    if expected.resource is None:
        return found.root_cause is None or found.root_cause.category in expected.categories
    cause = found.root_cause
    return (
        cause is not None
        and cause.resource == expected.resource
        and cause.category in expected.categories
        and (expected.mention is None or expected.mention in found.to_json())
    )
