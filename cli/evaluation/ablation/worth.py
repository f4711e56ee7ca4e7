"""What a part is worth: what is lost where it is left out.

This is an approximation. The findings of the whole diagnosis are weighed again without those of
one rule, or without one tie or way. The number of rounds, the queries and the window stay as
they were, although a missing finding could have changed them. The rest of a report (mentions,
timeline, steps) is not written again, so a scenario counts as right by its verdict, resource and
category, and by the resources that must not be blamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from casebook.domain.report import Report, RootCause, Verdict
from casebook.reasoning.assessment import Assessment
from cli.evaluation.ablation.parts import Kind, Part, parts
from cli.evaluation.ablation.recording import Recording
from cli.evaluation.scenario import Expected
from cli.evaluation.scoring import score

_BLAMES = (Verdict.CONFIRMED, Verdict.LIKELY)


@dataclass(frozen=True)
class Judgement:
    right: bool
    confidently_wrong: bool


@dataclass
class Worth:
    """Of one part, or of all of a kind, the scenarios: in which it has a say; that are right with
    it alone; that are right without it alone; that are wrong above .8 without it alone."""

    name: str
    kind: Kind
    fires: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    gained: list[str] = field(default_factory=list)
    misled: list[str] = field(default_factory=list)

    @property
    def order(self) -> tuple[object, ...]:
        """Most worth first; what never fires is last, for nothing is known of it."""
        worth = (-len(self.misled) - len(self.lost), -len(self.misled), len(self.gained))
        return (not self.fires, *worth, -len(self.fires), self.name)

    def compare(self, scenario: str, whole: Judgement, without: Judgement) -> None:
        self.fires.append(scenario)
        if whole.right and not without.right:
            self.lost.append(scenario)
        if without.right and not whole.right:
            self.gained.append(scenario)
        if without.confidently_wrong and not whole.confidently_wrong:
            self.misled.append(scenario)


@dataclass(frozen=True)
class Ablation:
    """`base` is the judgement of each scenario with every part."""

    base: dict[str, Judgement]
    kinds: Sequence[Worth]
    parts: Sequence[Worth]

    @property
    def silent(self) -> list[Worth]:
        """Parts that have a say in no scenario."""
        return [worth for worth in self.parts if not worth.fires]


def ablation(recordings: Iterable[Recording], known: Sequence[Part] | None = None) -> Ablation:
    """Leave out each part by itself, and each kind as a whole. `recordings` are read once, so they
    may be made while they are asked for."""
    known = parts() if known is None else known
    by_part = {part: Worth(part.name, part.kind) for part in known}
    by_kind = {kind: Worth(f"every {kind}", kind) for kind in (Kind.TIE, Kind.WAY)}
    base: dict[str, Judgement] = {}
    for recording in recordings:
        whole = judgement(recording.weighed(), recording.expected)
        base[recording.scenario] = whole
        fired = recording.firing()
        firing = [part for part in known if part in fired]
        groups = [(by_part[part], [part]) for part in firing]
        groups += [(worth, [p for p in firing if p.kind is k]) for k, worth in by_kind.items()]
        for worth, left_out in groups:
            if left_out:
                without = judgement(recording.weighed(left_out), recording.expected)
                worth.compare(recording.scenario, whole, without)
    ordered = sorted(by_part.values(), key=lambda worth: worth.order)
    return Ablation(base, list(by_kind.values()), ordered)


def judgement(assessment: Assessment, expected: Expected) -> Judgement:
    """As the scorer judges a report of this assessment, mentions aside."""
    verdict, top = assessment.verdict, assessment.top
    cause = None
    if top is not None and verdict in _BLAMES:
        cause = RootCause(resource=top.resource, category=top.category, summary="")
    report = Report(verdict=verdict, root_cause=cause, confidence=assessment.confidence, summary="")
    found = score(report, expected)
    right = found.verdict and found.resource and found.category and found.blamed is None
    return Judgement(right, found.confidently_wrong)
