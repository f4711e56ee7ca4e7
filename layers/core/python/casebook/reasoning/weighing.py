"""How findings become hypotheses, and how sure one may be of them.

**Strength of a finding**, what the cited evidence alone carries, is one of four
(`knowledge/strength.py`): direct, strong, circumstantial, weak. The checker halves it where it
doubts a claim; a model gives a number of its own.

**Confidence of a hypothesis** is the chance that not all of its witnesses are wrong (noisy or):
1 − Π(1 − weight), over *distinct* kinds of evidence: logs, metrics, configuration. A second rule
that reads the same logs is the same witness and adds nothing. A cause weighs its strength; a
symptom at the same place weighs no more than what is weak, .3 of its strength, since it confirms
that, not why.

Confidence is at most .97 (no evidence is proof), and at most .80 where no finding is direct. A
finding that speaks against it takes off up to a half; two explanations of the same errors, neither
of them direct and about as likely, take off .15 from each other.

Thresholds: .85 with two kinds of evidence is *confirmed*, .55 is *likely*. So one circumstantial
witness is likely, and a direct one alone no more; with a metric that corroborates, it is confirmed.

**A language model's finding** is an opinion with citations: the checker knows that what it quotes
is there, and nobody knows whether it follows. So it fills in what rules leave open, and overrules
none:
  · a cause that only a model names is a hypothesis of its own, at most .70 sure: likely, never more
  · a cause that a rule names too is corroborated by other kinds of evidence than the rule read, and
    as by a symptom (.3); together they are at least as sure as the model would be by itself
  · where rules find a likely cause, no model changes which: candidates are held against each other
    by what rules say of them, and what only a model says explains no rule's away
  · *confirmed* is what rules confirm: their confidence, and two kinds of evidence that they read
  · *healthy* is measured, not argued: no model's finding has a part in it, for or against
    (assessment.py)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from casebook.domain.evidence import Evidence
from casebook.domain.finding import Category, Finding, FindingKind
from casebook.domain.observation import MetricShift, Quiet
from casebook.domain.workload import Workload
from casebook.knowledge.strength import Strength
from casebook.reasoning.evidence_kinds import kinds_of
from casebook.reasoning.symptoms import error_key, of_kind
from casebook.reasoning.topology import callees_below

CONFIRMED = 0.85
LIKELY = 0.55
HIGHEST = 0.97
HIGHEST_INDIRECT = 0.8
HIGHEST_BY_MODEL = 0.7
_RIVAL_FACTOR = 0.85
# What a callee's own metrics would show.
_VISIBLE: frozenset[Category] = frozenset({"dependency", "infrastructure", "traffic"})


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
    def errors(self) -> frozenset[tuple[str, str, str]]:
        """The error patterns that its own findings speak of."""
        return frozenset(error_key(e) for each in self.causes for e in each.errors)

    @cached_property
    def shifts(self) -> frozenset[str | None]:
        """What moved, by its findings; None among them where one observed something else."""
        observed = (cause.about for cause in self.causes)
        return frozenset(seen.of if isinstance(seen, MetricShift) else None for seen in observed)

    @property
    def is_by_model(self) -> bool:
        """True if no rule calls it a cause."""
        return all(each.model for each in self.causes)

    @property
    def strongest(self) -> Finding:
        """A rule's, where there is one."""
        return max(self.causes, key=lambda each: (each.model is None, each.strength))

    @property
    def is_direct(self) -> bool:
        return self.strongest.strength >= Strength.DIRECT.weight

    @property
    def change(self) -> Finding | None:
        """The strongest of its findings that tells of a change, if one does."""
        changes = [each for each in self.causes if each.change]
        return max(changes, key=lambda each: each.strength, default=None)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of evidence that speak for it."""
        return frozenset().union(*(self._kinds_of(each) for each in self._told))

    @property
    def kinds_by_rules(self) -> frozenset[str]:
        """Those of them that a rule read."""
        return frozenset().union(*(self._kinds_of(each) for each in _of_rules(self._told)))

    @property
    def confidence(self) -> float:
        beside = (*self.explained, *self.symptoms)
        by_model = self._sureness(_of_models(self.causes), beside, HIGHEST_BY_MODEL)
        # What rules saw is heard first: a model that saw the same makes it neither more nor less.
        heard = (*_of_rules(beside), *_of_models((*beside, *self.causes)))
        return max(by_model, self._sureness(_of_rules(self.causes), heard, self._highest))

    @property
    def standing(self) -> float:
        """Its confidence without what models say, unless nobody else names it. By this candidates
        are held against each other."""
        if self.is_by_model:
            return self.confidence
        beside = _of_rules((*self.explained, *self.symptoms))
        return self._sureness(_of_rules(self.causes), beside, self._highest)

    @property
    def _highest(self) -> float:
        return HIGHEST if self.is_direct else HIGHEST_INDIRECT

    @property
    def _told(self) -> tuple[Finding, ...]:
        return (*self.causes, *self.symptoms, *self.explained)

    def _sureness(
        self, causes: Sequence[Finding], beside: Iterable[Finding], highest: float
    ) -> float:
        """The chance that not all of these causes are wrong, with what speaks beside and against
        them; 0 if there are none."""
        if not causes:
            return 0.0
        doubt, heard = 1.0, set[str]()
        weights = [(e, e.strength) for e in sorted(causes, key=lambda each: -each.strength)]
        weights += [(each, Strength.WEAK.weight * each.strength) for each in beside]
        for finding, weight in weights:
            kinds = self._kinds_of(finding)
            if fresh := kinds - heard:
                doubt *= 1 - weight * len(fresh) / len(kinds)
                heard |= kinds
        for each in self.against:
            doubt = 1 - (1 - doubt) * (1 - each.strength / 2)
        sure = min(1 - doubt, highest)
        return round(sure * (_RIVAL_FACTOR if self.is_contested else 1.0), 3)

    def _kinds_of(self, finding: Finding) -> frozenset[str]:
        known = (self.kinds_by_evidence.get(each, "unknown") for each in finding.evidence)
        return frozenset(known) or frozenset({"unknown"})


def _of_models(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.model]


def _of_rules(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.model is None]


def candidates(
    findings: Sequence[Finding], evidence: Iterable[Evidence], workload: Workload
) -> list[Candidate]:
    """One candidate for each resource and category that a finding calls a cause."""
    kinds = kinds_of(evidence)
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


def _fits(symptom: Finding, one: Candidate, workload: Workload) -> bool:
    """A symptom fits a cause at the same place, or at one that the place of the symptom calls."""
    if symptom.resource is None:
        return False
    return symptom.resource == one.resource or one.resource in callees_below(
        workload, symptom.resource
    )


def _contradicts(ruled_out: Finding, one: Candidate) -> bool:
    """A resource whose own metrics are quiet is hardly what fails; a change explains even that."""
    if not isinstance(ruled_out.about, Quiet) or ruled_out.resource != one.resource:
        return False
    return one.category in _VISIBLE and one.change is None
