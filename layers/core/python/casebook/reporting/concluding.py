"""The report: what was concluded, in plain English, every sentence with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casebook.citing.claims import clock
from casebook.domain.alarm import Alarm
from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.report import Report, RootCause, RuledOut, Verdict
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.rules.metrics import QUIET_RESOURCE
from casebook.reasoning.symptoms import errors_of, of_kind, recoveries
from casebook.reasoning.weighing import LIKELY, Candidate
from casebook.reporting.remediation import remediation_for
from casebook.reporting.timeline import timeline_of

_MOST_ERRORS = 10
_MOST_RULED_OUT = 12
_BLAMED = (Verdict.CONFIRMED, Verdict.LIKELY)

_FAULT: dict[Category, str] = {
    "code-defect": "the code of {} has a defect",
    "deployment": "a deployment of {} broke it",
    "configuration": "the configuration of {} is wrong",
    "resource-exhaustion": "{} ran out of something that it needs",
    "throttling": "{} is throttled",
    "dependency": "{} fails, and others depend on it",
    "permission": "{} lacks a permission",
    "bad-input": "{} is sent something that it cannot process",
    "network": "the network between {} and what it talks to is broken",
    "infrastructure": "the infrastructure of {} failed",
    "traffic": "{} has more traffic than it is made for",
    "none": "nothing is wrong with {}",
}


@dataclass(frozen=True)
class Conclusion:
    """What the report needs beside the assessment."""

    evidence: Sequence[Evidence]
    started_at: datetime
    now: datetime
    alarm: Alarm | None = None
    gaps: Sequence[str] = ()
    cost_usd: float | None = 0.0


def conclude(assessment: Assessment, facts: Conclusion) -> Report:
    """The result as it stands in `diagnosis-concluded`."""
    verdict = assessment.verdict
    blamed = assessment.top if verdict in _BLAMED else None
    return Report(
        verdict=verdict,
        root_cause=_root_cause(blamed, assessment) if blamed else None,
        confidence=assessment.confidence,
        summary=_summary(assessment),
        change=_change(blamed),
        errors=errors_of(assessment.findings)[:_MOST_ERRORS],
        timeline=timeline_of(assessment, facts.alarm, facts.evidence),
        hypotheses=assessment.hypotheses,
        ruled_out=_ruled_out(assessment, blamed),
        remediation=remediation_for(blamed, assessment),
        gaps=tuple(dict.fromkeys(facts.gaps)),
        evidence=tuple(facts.evidence),
        duration_seconds=round((facts.now - facts.started_at).total_seconds(), 3),
        cost_usd=facts.cost_usd,
    )


def _root_cause(blamed: Candidate, assessment: Assessment) -> RootCause:
    return RootCause(
        resource=blamed.resource, category=blamed.category, summary=_sentence(blamed, assessment)
    )


def _sentence(blamed: Candidate, assessment: Assessment) -> str:
    """Which resource, what, since when, how we know."""
    began = f"Since {clock(assessment.onset.at)}" if assessment.onset else "Now"
    kinds = sorted(blamed.kinds - {"memory", "unknown"})
    known = " and ".join(filter(None, [", ".join(kinds[:-1]), kinds[-1] if kinds else ""]))
    return (
        f"{began}, {fault_of(blamed)}. {blamed.strongest.claim}"
        f"{f' This is known from {known}.' if known else ''}"
    )


def fault_of(candidate: Candidate) -> str:
    """The fault in half a sentence, without a capital."""
    name = candidate.resource
    own_errors = [e for each in candidate.causes for e in each.errors if e.resource == name]
    if candidate.category == "dependency" and own_errors:
        return f"something that {name} depends on fails"
    return _FAULT[candidate.category].format(name)


def _summary(assessment: Assessment) -> str:
    top = assessment.top
    match assessment.verdict:
        case Verdict.HEALTHY:
            return _healthy(assessment)
        case Verdict.INCONCLUSIVE:
            best = f" The best guess is that {fault_of(top)}; that is no more." if top else ""
            return f"The evidence does not tell the cause.{_what_was_seen(assessment)}{best}"
        case _:
            assert top is not None
            text = _sentence(top, assessment)
            others = [each for each in assessment.ranked[1:] if each.confidence >= LIKELY]
            for each in others[:2]:
                text += f" Beside that, {fault_of(each)}: {each.strongest.claim}"
            if assessment.has_recovered:
                text += " The errors have stopped for now, but what caused them is still in place."
            return text


def _healthy(assessment: Assessment) -> str:
    gone = recoveries(assessment.findings)
    if not gone:
        quiet = " ".join(e.claim for e in of_kind(assessment.findings, FindingKind.CONTEXT)
                         if e.rule in ("no-new-errors", "metrics-within-baseline"))  # fmt: skip
        return f"A false alarm: there is no symptom in the window. {quiet}".strip()
    told = " ".join(each.claim for each in gone.values())
    top = assessment.top
    was = f" While it lasted, it looked as if {fault_of(top)}: {top.strongest.claim}" if top else ""
    return f"It has recovered by itself. {told}{was}"


def _what_was_seen(assessment: Assessment) -> str:
    seen = of_kind(assessment.findings, FindingKind.SYMPTOM)
    if not seen:
        return " No symptom was seen, and too little telemetry was there to call it healthy."
    return " What was seen: " + " ".join(each.claim for each in seen[:3])


def _change(blamed: Candidate | None) -> Change | None:
    return blamed.change.change if blamed and blamed.change else None


def _acquits(ruled_out: Finding) -> bool:
    """True if it says of the resource that it is well, not of something else of it."""
    return ruled_out.rule == QUIET_RESOURCE or ruled_out.model is not None


def _ruled_out(assessment: Assessment, blamed: Candidate | None) -> tuple[RuledOut, ...]:
    """What was looked at and is not it; the blamed resource itself is not among it."""
    told = of_kind(assessment.findings, FindingKind.RULED_OUT)
    kept = [
        each
        for each in sorted(told, key=lambda each: -each.strength)
        if not (blamed and each.resource == blamed.resource and _acquits(each))
    ]
    return tuple(
        RuledOut(summary=each.claim, evidence=each.evidence) for each in kept[:_MOST_RULED_OUT]
    )
