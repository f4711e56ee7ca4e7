"""When a workload may be called healthy: only what is proven to be well is.

Silence proves nothing. What an alarm watches must be back where it was before, or be no other than
it always was, or at such a time, or have been planned; each of these is a finding of its own, with
its evidence (`FindingKind.HEALTH`). Errors that were logged must have stopped while work went on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.observation import (
    AlarmNow,
    Backlog,
    MetricShift,
    NeedsNobody,
    Plan,
    Quiet,
    Recovered,
    Unseen,
)
from casebook.domain.workload import Workload
from casebook.reasoning.symptoms import (
    errors_of,
    is_past_failures,
    of_kind,
    recoveries,
    symptomatic,
)
from casebook.reasoning.topology import callees_below

_MOST = 0.9


@dataclass(frozen=True)
class Health:
    """What the findings say of the workload's health. `is_alarmed`: an alarm is why it is asked."""

    findings: tuple[Finding, ...]
    workload: Workload
    is_alarmed: bool

    @property
    def confidence(self) -> float:
        """How sure one may be that it is healthy, by the two strongest grounds."""
        grounds = [*self.recovered.values()] or [*self.proofs, *self._expected] or self.quiet
        doubt = 1.0
        for strength in sorted((ground.strength for ground in grounds), reverse=True)[:2]:
            doubt *= 1 - strength
        return round(min(_MOST, 1 - doubt), 3)

    @property
    def proofs(self) -> list[Finding]:
        """What proves that the alarm's metric is as it was, or as it always is."""
        back = [found for found in self.recovered.values() if found.about == Recovered(of="alarm")]
        return [*back, *of_kind(self.findings, FindingKind.HEALTH)]

    @property
    def is_planned(self) -> bool:
        """True if what moved was planned, and moved so when it was done before."""
        return bool(self._planned)

    def _is_of_plan(self, finding: Finding) -> bool:
        match finding.about:
            case AlarmNow():
                return self.is_planned
            case MetricShift(of="availability" | "level"):  # failures are no part of a plan
                return finding.resource in self._planned
        return False

    @property
    def _planned(self) -> set[str | None]:
        return {finding.resource for finding in self.findings if isinstance(finding.about, Plan)}

    @property
    def _expected(self) -> list[Finding]:
        """What the team wrote counts where the plan is seen."""
        told = [finding for finding in self.findings if isinstance(finding.about, NeedsNobody)]
        return told[:1] if self.is_planned else []

    @property
    def quiet(self) -> list[Finding]:
        """What says that telemetry was read and no symptom is in it."""
        return quiet_in(self.findings)

    @property
    def recovered(self) -> dict[str, Finding]:
        return recoveries(self.findings)

    @property
    def is_quiet(self) -> bool:
        """True if telemetry was read, and there is no symptom in it."""
        return not self.ailing and bool(self.quiet)

    @property
    def is_calm(self) -> bool:
        """True if nothing is wrong and, where an alarm says that something is, that is proven."""
        proven = bool(self.proofs) or not self.is_alarmed
        return self.is_quiet and proven and not self._is_blind

    @property
    def has_recovered(self) -> bool:
        """True if every resource that logged an error works on without one: that it is as fast as
        before does not say so.

        Metrics come a minute late and a minute wide: a resource of which only they tell is taken to
        have recovered with those whose calls it shares, unless nothing else is known.
        """
        recovered = set(self.recovered)
        logged = {e.resource for e in errors_of(self.findings) if not self._is_over_above(e)}
        if not recovered or not logged <= self._without_failures or self._still_alarms:
            return False
        if self._is_held_up(recovered):
            return False
        reached = {name for one in recovered for name in callees_below(self.workload, one)}
        above = {
            resource.name
            for resource in self.workload.resources
            if callees_below(self.workload, resource.name) & recovered
        }
        return self.ailing <= recovered | reached | above

    def _is_over_above(self, error: ErrorPattern) -> bool:
        """True if whoever calls the resource measured, after the last of these errors, that its
        calls go on without a failure: they go through it."""
        return any(
            is_past_failures(back)
            and not back.errors
            and back.onset is not None
            and error.last_at < back.onset
            and error.resource in callees_below(self.workload, caller)
            for caller, back in self.recovered.items()
        )

    @property
    def _without_failures(self) -> set[str]:
        """The resources that are not only as fast as they were."""
        found = self.recovered.items()
        return {name for name, recovery in found if is_past_failures(recovery)}

    def _is_held_up(self, recovered: set[str]) -> bool:
        """True if what one of them works on, or hands on, still piles up."""
        grows = {
            finding.resource: finding.about.grows
            for finding in self.findings
            if isinstance(finding.about, Backlog)
        }
        growing = {name for name, still in grows.items() if name and still}
        around = {name: {*callees_below(self.workload, name), name} for name in growing}
        return any(recovered & names for names in around.values()) or any(
            callees_below(self.workload, name) & growing for name in recovered
        )

    @property
    def ailing(self) -> set[str]:
        """The resources that show a symptom, as rules measured it."""
        return symptomatic(
            finding
            for finding in self.findings
            if finding.model is None and not self._is_of_plan(finding)
        )

    @property
    def has_cleared(self) -> bool:
        """True if the alarm's metric does not breach any more."""
        return any(not now.breaches for _, now in self._alarm_now)

    @property
    def _still_alarms(self) -> bool:
        """True if the alarm's own metric breached after the last logged error. A datapoint whose
        period began before that error only counts what is over."""
        look = next((finding for finding, now in self._alarm_now if now.breaches), None)
        if look is None:
            return False
        logged = (e.onset for e in self.recovered.values() if e.errors and e.onset)
        last = max(logged, default=None)
        back = self.recovered.get(look.resource or "")
        fails_less = back and is_past_failures(back) and not back.errors
        if fails_less and back and back.onset and look.onset and back.onset > look.onset:
            return False  # where failures alone are counted, a period without them has no datapoint
        return last is None or look.onset is None or look.onset > last

    @property
    def _alarm_now(self) -> list[tuple[Finding, AlarmNow]]:
        """What the last look at the alarm's own metric found; empty without one."""
        looks = [
            (finding, finding.about)
            for finding in of_kind(self.findings, FindingKind.CONTEXT)
            if isinstance(finding.about, AlarmNow)
        ]
        return looks[-1:]

    @property
    def _is_blind(self) -> bool:
        """True if what the alarm is about was not seen at all: an alarm watches a metric, so where
        there are metrics it is they that must have been seen."""
        unseen = {
            finding.about.source: finding.resource
            for finding in self.findings
            if isinstance(finding.about, Unseen)
        }
        if "metrics" in unseen:
            return True
        resource = self.workload.resource(unseen.get("logs") or "")
        return resource is not None and not resource.metrics


def quiet_in(findings: Iterable[Finding]) -> list[Finding]:
    """What says that telemetry was read and nothing in it is new, of the workload as a whole."""
    context = of_kind(findings, FindingKind.CONTEXT)
    return [finding for finding in context if isinstance(finding.about, Quiet)]
