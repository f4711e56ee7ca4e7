"""Grounding: does the cited evidence hold what a report says, and does what it names exist?

Both ask the product's own functions of `casebook.citing`, but of the finished report: what a rule
said, what the checker let pass and what was written of it are one thing there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casebook.citing.amounts import is_counted_in, numbers
from casebook.citing.claims import quotations, stands_in
from casebook.citing.support import sentences
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.report import Report


@dataclass(frozen=True)
class Cited:
    """A claim of a report and the evidence that it cites. `where` is the part of the report."""

    where: str
    text: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Lapse:
    """What a report says that nothing backs."""

    where: str
    text: str
    reason: str


@dataclass(frozen=True)
class Rate:
    """How many were looked at, and those that do not hold."""

    of: int
    lapses: tuple[Lapse, ...]

    @property
    def held(self) -> int:
        return self.of - len(self.lapses)


def grounding(report: Report, findings: Sequence[Finding], evidence: Sequence[Evidence]) -> Rate:
    """Of the claims that cite evidence, those whose evidence holds their numbers and quotations."""
    by_id = {each.id: each for each in evidence}
    claims = list(cited_claims(report, findings))
    reasons = ((claim, _lapse(claim, by_id)) for claim in claims)
    lapses = [Lapse(claim.where, claim.text, why) for claim, why in reasons if why]
    return Rate(len(claims), tuple(lapses))


def existence(
    report: Report,
    findings: Sequence[Finding],
    evidence: Sequence[Evidence],
    known: Iterable[str],
) -> Rate:
    """Of the resources that the root cause, the hypotheses and what is ruled out name, those that
    exist: in the workload (`known`), in a change, or by name in the evidence."""
    changed = {finding.change.resource for finding in findings if finding.change}
    exist = {*known, *changed}
    excerpts = [each.excerpt for each in evidence if each.outcome != "error"]
    named = list(dict.fromkeys(_named(report, findings)))
    lapses = [
        Lapse(where, name, "is neither in the workload nor in a change nor in the evidence")
        for where, name in named
        if name not in exist and not stands_in(name, excerpts)
    ]
    return Rate(len(named), tuple(lapses))


def uncited(report: Report) -> tuple[Lapse, ...]:
    """The claims with numbers or quotations that cite nothing."""
    return tuple(
        Lapse(claim.where, claim.text, "cites nothing")
        for claim in dict.fromkeys(_cited(report))
        if not claim.evidence and (numbers(claim.text) or quotations(claim.text))
    )


def cited_claims(report: Report, findings: Sequence[Finding]) -> Iterator[Cited]:
    """Every claim of the report with its citations, each once in each part of the report. The
    summary has no citations of its own: a finding's claim in it cites the finding's evidence, and
    a sentence that is nobody's claim cites all the report's."""
    yield from dict.fromkeys(cited for cited in _cited(report) if cited.evidence)
    rest = report.summary
    # A longer claim first: it may hold a shorter one.
    for finding in sorted(findings, key=lambda finding: -len(finding.claim)):
        if finding.claim and finding.claim in rest:
            yield Cited("summary", finding.claim, finding.evidence)
            rest = rest.replace(finding.claim, "\n")
    everything = tuple(each.id for each in report.evidence)
    yield from (Cited("summary", sentence, everything) for sentence in sentences(rest))


def _cited(report: Report) -> Iterator[Cited]:
    for hypothesis in report.hypotheses:
        for argument in (*hypothesis.supports, *hypothesis.contradicts):
            yield Cited("hypotheses", argument.claim, argument.evidence)
    for moment in report.timeline:
        yield Cited("timeline", moment.what, moment.evidence)
    for ruled_out in report.ruled_out:
        yield Cited("ruled out", ruled_out.summary, ruled_out.evidence)


def _lapse(claim: Cited, by_id: dict[str, Evidence]) -> str | None:
    """Why the evidence does not hold the claim; None if it does."""
    if missing := [each for each in claim.evidence if each not in by_id]:
        return f"cites what does not exist: {', '.join(missing)}"
    # What a failed query said of itself backs nothing.
    cited = [by_id[each] for each in claim.evidence if by_id[each].outcome != "error"]
    if not cited:
        return "cites queries that failed"
    excerpts = [each.excerpt for each in cited]
    for quotation in quotations(claim.text):
        if not stands_in(quotation, excerpts):
            return f"quotes what the evidence does not say: {quotation}"
    for number in numbers(claim.text):
        if not is_counted_in(number, excerpts):
            return f"has a number that the evidence does not have: {number}"
    return None


def _named(report: Report, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """A report's ruled-out has no field for its resource; the finding that it repeats has."""
    if report.root_cause:
        yield "root cause", report.root_cause.resource
    yield from (("hypotheses", hypothesis.resource) for hypothesis in report.hypotheses)
    of_claim = {f.claim: f.resource for f in findings if f.kind is FindingKind.RULED_OUT}
    for ruled_out in report.ruled_out:
        if resource := of_claim.get(ruled_out.summary):
            yield "ruled out", resource
