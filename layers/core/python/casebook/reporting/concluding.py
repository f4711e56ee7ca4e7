"""The report: what was concluded, in plain English, every sentence with its evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from casebook.domain.alarm import Alarm
from casebook.domain.anchor import Anchor
from casebook.domain.change import Change
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.observation import Quiet
from casebook.domain.report import Look, Report, RootCause, RuledOut, Since, Verdict
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.symptoms import errors_of, of_kind, recoveries
from casebook.reasoning.weighing import LIKELY, Candidate
from casebook.reporting.looking import looked_at, missing, next_steps, since_of, since_words
from casebook.reporting.remediation import remediation_for
from casebook.reporting.team_rows import rows_that_spoke
from casebook.reporting.timeline import timeline_of

_MOST_ERRORS = 10
_MOST_RULED_OUT = 12
_MOST_MISSING = 5
_BLAMED = (Verdict.CONFIRMED, Verdict.LIKELY)

_FAULT: dict[Category, str] = {
    "code-defect": "the code of {} has a defect",
    "deployment": "a deployment of {} broke it",
    "configuration": "the configuration of {} is wrong",
    "resource-exhaustion": "{} is out of a resource that it needs",
    "throttling": "{} is throttled",
    "dependency": "{} fails, and others depend on it",
    "permission": "{} lacks a permission",
    "bad-input": "{} is sent something that it cannot process",
    "network": "the network between {} and what it talks to is broken",
    "infrastructure": "the infrastructure of {} failed",
    "traffic": "{} gets more traffic than it can serve",
    "none": "nothing is wrong with {}",
}


@dataclass(frozen=True)
class Conclusion:
    """What the report needs beside the assessment."""

    evidence: Sequence[Evidence]
    started_at: datetime
    now: datetime
    alarm: Alarm | None = None
    anchor: Anchor | None = None
    gaps: Sequence[str] = ()
    cost_usd: float | None = 0.0


def conclude(assessment: Assessment, facts: Conclusion) -> Report:
    """The result as it stands in `diagnosis-concluded`."""
    verdict = assessment.verdict
    blamed = assessment.top if verdict in _BLAMED else None
    since = since_of(assessment, facts.anchor)
    looks = looked_at(facts.evidence)
    is_open = verdict is Verdict.INCONCLUSIVE
    steps = next_steps(assessment, facts.alarm, looks, facts.now) if is_open else ()
    return Report(
        verdict=verdict,
        root_cause=_root_cause(blamed, since) if blamed else None,
        confidence=assessment.confidence,
        summary=_summary(assessment, since, looks, facts.gaps),
        since=since if not _is_false_alarm(assessment) else None,
        change=_change(blamed),
        errors=errors_of(assessment.findings)[:_MOST_ERRORS],
        timeline=timeline_of(assessment, facts.alarm, facts.evidence),
        hypotheses=assessment.hypotheses,
        ruled_out=_ruled_out(assessment, blamed),
        remediation=remediation_for(blamed, assessment),
        looked_at=looks,
        next_steps=tuple(steps),
        gaps=tuple(dict.fromkeys(facts.gaps)),
        team_rows=rows_that_spoke(assessment.findings, assessment.workload),
        evidence=tuple(facts.evidence),
        duration_seconds=round((facts.now - facts.started_at).total_seconds(), 3),
        cost_usd=facts.cost_usd,
    )


def _root_cause(blamed: Candidate, since: Since | None) -> RootCause:
    return RootCause(
        resource=blamed.resource, category=blamed.category, summary=_sentence(blamed, since)
    )


def _sentence(blamed: Candidate, since: Since | None) -> str:
    """Which resource, what, since when, how we know."""
    began = f"Since {since_words(since)}" if since else "Now"
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


def _summary(
    assessment: Assessment, since: Since | None, looks: Sequence[Look], gaps: Sequence[str]
) -> str:
    top = assessment.top
    match assessment.verdict:
        case Verdict.HEALTHY:
            return _healthy(assessment)
        case Verdict.INCONCLUSIVE:
            return _inconclusive(assessment, looks, gaps)
        case _:
            assert top is not None
            text = _sentence(top, since)
            others = [each for each in assessment.ranked[1:] if each.confidence >= LIKELY]
            for each in others[:2]:
                text += f" Beside that, {fault_of(each)}: {each.strongest.claim}"
            if assessment.has_recovered:
                text += " The errors have stopped for now, but what caused them is still in place."
            return text


def _is_false_alarm(assessment: Assessment) -> bool:
    return assessment.verdict is Verdict.HEALTHY and not recoveries(assessment.findings)


def _healthy(assessment: Assessment) -> str:
    """Each sentence is a proof: a finding with its evidence."""
    gone = recoveries(assessment.findings)
    proofs = [proof for proof in assessment.health.proofs if proof not in gone.values()]
    shown = " ".join(dict.fromkeys(_cited(proof) for proof in proofs))
    if not gone:
        seen = " ".join(each.claim for each in assessment.health.quiet)
        return " ".join(filter(None, ("A false alarm: nothing is wrong.", shown, seen)))
    told = " ".join(_cited(each) for each in gone.values())
    top = assessment.top
    was = f"While it lasted, it looked as if {fault_of(top)}: {top.strongest.claim}" if top else ""
    return " ".join(filter(None, ("It has recovered by itself.", told, shown, was)))


def _cited(finding: Finding) -> str:
    return f"{finding.claim} [{', '.join(finding.evidence)}]" if finding.evidence else finding.claim


def _inconclusive(assessment: Assessment, looks: Sequence[Look], gaps: Sequence[str]) -> str:
    """What was seen, what was looked at in vain, and the best guess as such."""
    parts = ["The evidence does not tell the cause."]
    seen = of_kind(assessment.findings, FindingKind.SYMPTOM)
    if seen:
        parts.append(f"What was seen: {' '.join(each.claim for each in seen[:3])}")
    else:
        parts.append("No symptom was seen, and nothing proves that it is healthy.")
    if looks:
        parts.append(f"Looked at: {', '.join(look.what for look in looks)}.")
    lacking = [*(f"There are no data of {source}." for source in missing(looks)), *gaps]
    if lacking:
        parts.append(f"What is missing: {' '.join(dict.fromkeys(lacking[:_MOST_MISSING]))}")
    if top := assessment.top:
        parts.append(f"The best guess is that {fault_of(top)}; that is no more than a guess.")
    return " ".join(parts)


def _change(blamed: Candidate | None) -> Change | None:
    return blamed.change.change if blamed and blamed.change else None


def _acquits(ruled_out: Finding) -> bool:
    """True if it says of the resource that it is well, not of something else of it."""
    return isinstance(ruled_out.about, Quiet) or ruled_out.model is not None


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
