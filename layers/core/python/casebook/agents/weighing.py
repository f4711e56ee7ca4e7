"""How findings become hypotheses, and how sure one may be of them.

**Strength of a finding** (what the cited evidence alone carries):
  .80 and above  direct: the evidence itself names the cause (the error names the changed address)
  .50 to .79     circumstantial: it fits, and other explanations would fit too
  below .50      it corroborates and carries nothing

**Confidence of a hypothesis** is the chance that not all of its witnesses are wrong (noisy or):
1 − Π(1 − weight), over *distinct* kinds of evidence: logs, metrics, configuration. A second rule
that reads the same logs is the same witness and adds nothing. A cause weighs its strength; a
symptom at the same place weighs .3 of its strength, since it confirms that, not why.

Confidence is at most .97 (no evidence is proof), and at most .80 where no finding is direct. A
finding that speaks against it takes off up to a half; two explanations of the same errors, neither
of them direct and about as likely, take off .15 from each other.

Thresholds: .85 with two kinds of evidence is *confirmed*, .55 is *likely*. So one direct witness
(.80) alone is likely; with a corroborating metric (1 − .2 · .76 = .85) it is confirmed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from casebook.agents.rules.metrics import QUIET_RESOURCE
from casebook.agents.specialist import READ_BACK
from casebook.agents.symptoms import error_key, of_kind
from casebook.agents.topology import callees_below
from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.workload import Workload

CONFIRMED = 0.85
LIKELY = 0.55
DIRECT = 0.8
HIGHEST = 0.97
HIGHEST_INDIRECT = 0.8
_SYMPTOM_WEIGHT = 0.3
_RIVAL_MARGIN = 0.1
_RIVAL_FACTOR = 0.85
# What a callee's own metrics would show.
_VISIBLE: frozenset[Category] = frozenset({"dependency", "infrastructure", "traffic"})

KIND_OF_EVIDENCE = {
    "get_log_patterns": "logs",
    "search_logs": "logs",
    "query_metrics": "metrics",
    "rank_metric_causes": "metrics",
    "list_changes": "configuration",
    "get_workload_state": "configuration",
    "search_past_diagnoses": "memory",
    "search_runbooks": "memory",
}


@dataclass(frozen=True)
class Candidate:
    """A cause in the making: its own findings, the symptoms that fit, and what speaks against it.

    `explained` are the findings of weaker candidates that this one accounts for.
    """

    resource: str
    category: Category
    causes: tuple[Finding, ...]
    symptoms: tuple[Finding, ...] = ()
    explained: tuple[Finding, ...] = ()
    against: tuple[Finding, ...] = ()
    kinds_by_evidence: dict[str, str] = field(default_factory=dict)
    is_contested: bool = False

    @cached_property
    def errors(self) -> frozenset[tuple[str, str]]:
        """The error patterns that its own findings speak of."""
        return frozenset(error_key(e) for each in self.causes for e in each.errors)

    @property
    def strongest(self) -> Finding:
        return max(self.causes, key=lambda each: each.strength)

    @property
    def is_direct(self) -> bool:
        return self.strongest.strength >= DIRECT

    @property
    def change(self) -> Finding | None:
        """The strongest of its findings that tells of a change, if one does."""
        changes = [each for each in self.causes if each.change]
        return max(changes, key=lambda each: each.strength, default=None)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of evidence that speak for it."""
        told = (*self.causes, *self.symptoms, *self.explained)
        return frozenset().union(*(self._kinds_of(each) for each in told))

    @property
    def confidence(self) -> float:
        doubt, heard = 1.0, set[str]()
        told = sorted(self.causes, key=lambda each: -each.strength)
        weights = [(each, each.strength) for each in told]
        weights += [(e, _SYMPTOM_WEIGHT * e.strength) for e in (*self.explained, *self.symptoms)]
        for finding, weight in weights:
            kinds = self._kinds_of(finding)
            if fresh := kinds - heard:
                doubt *= 1 - weight * len(fresh) / len(kinds)
                heard |= kinds
        for each in self.against:
            doubt = 1 - (1 - doubt) * (1 - each.strength / 2)
        sure = min(1 - doubt, HIGHEST if self.is_direct else HIGHEST_INDIRECT)
        return round(sure * (_RIVAL_FACTOR if self.is_contested else 1.0), 3)

    def _kinds_of(self, finding: Finding) -> frozenset[str]:
        known = (self.kinds_by_evidence.get(each, "unknown") for each in finding.evidence)
        return frozenset(known) or frozenset({"unknown"})


def candidates(
    findings: Sequence[Finding], evidence: Iterable[Evidence], workload: Workload
) -> list[Candidate]:
    """One candidate for each resource and category that a finding calls a cause."""
    kinds = _kinds_of(evidence)
    grouped: dict[tuple[str, Category], list[Finding]] = {}
    for each in of_kind(findings, FindingKind.CAUSE):
        if each.resource and each.category:
            grouped.setdefault((each.resource, each.category), []).append(each)
    made = []
    for (resource, category), causes in grouped.items():
        one = Candidate(resource, category, tuple(causes), kinds_by_evidence=kinds)
        symptoms = [e for e in of_kind(findings, FindingKind.SYMPTOM) if _fits(e, one, workload)]
        against = [e for e in of_kind(findings, FindingKind.RULED_OUT) if _contradicts(e, one)]
        made.append(replace(one, symptoms=tuple(symptoms), against=tuple(against)))
    return made


def _kinds_of(evidence: Iterable[Evidence]) -> dict[str, str]:
    """The kind of each evidence. What was read back is no second witness: it is of the kind of the
    evidence that it was read from."""
    by_id = {each.id: each for each in evidence}

    def tool_of(one: Evidence) -> str:
        source = by_id.get(str(one.query.get("evidence_id"))) if one.tool == READ_BACK else None
        # What is read back from something read back has no kind of its own; nobody needs it.
        return source.tool if source else one.tool

    tools = {identifier: tool_of(each) for identifier, each in by_id.items()}
    return {identifier: KIND_OF_EVIDENCE.get(tool, tool) for identifier, tool in tools.items()}


def contested(ranked: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each marked whose errors another explains about as well."""
    return [
        replace(each, is_contested=any(_are_rivals(each, other) for other in ranked))
        for each in ranked
    ]


def _are_rivals(one: Candidate, other: Candidate) -> bool:
    if one is other or one.is_direct or not (one.errors & other.errors):
        return False
    return other.confidence > one.confidence - _RIVAL_MARGIN


def _fits(symptom: Finding, one: Candidate, workload: Workload) -> bool:
    """A symptom fits a cause at the same place, or at one that the place of the symptom calls."""
    if symptom.resource is None:
        return False
    return symptom.resource == one.resource or one.resource in callees_below(
        workload, symptom.resource
    )


def _contradicts(ruled_out: Finding, one: Candidate) -> bool:
    """A resource whose own metrics are quiet is hardly what fails; a change explains even that."""
    if ruled_out.rule != QUIET_RESOURCE or ruled_out.resource != one.resource:
        return False
    return one.category in _VISIBLE and one.change is None
