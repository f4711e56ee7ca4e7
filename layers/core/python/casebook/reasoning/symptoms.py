"""The symptom as the findings tell it: who shows it, since when, and whether it is gone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from casebook.domain.finding import ErrorPattern, Finding, FindingKind
from casebook.domain.observation import AlarmNow, ChangeLink, Recovered

_MANY = frozenset({FindingKind.SYMPTOM, FindingKind.RULED_OUT})

# Datapoints carry the start of their period: the failure may have come at any time within it.
_PERIOD = timedelta(seconds=60)
CLOCKS = timedelta(seconds=2)
"""What the clocks of a log line and of a change may disagree about."""


@dataclass(frozen=True)
class Onset:
    """When the symptom began: at `at`, or within `slack` after it. `finding` tells so."""

    at: datetime
    slack: timedelta
    finding: Finding

    def is_before(self, moment: datetime) -> bool:
        """True if the symptom was there before that moment, beyond what clocks disagree about."""
        return moment > self.at + self.slack + CLOCKS


def alarmed(findings: Iterable[Finding]) -> frozenset[str]:
    """The resources that a breaching alarm is about."""
    return frozenset(
        finding.resource
        for finding in findings
        if finding.resource and isinstance(finding.about, AlarmNow) and finding.about.breaches
    )


def current(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without those that a later round's replaced.

    A rule that looks again says the same thing with newer numbers; counting both would count one
    witness twice. The coordinator's own conclusions are left out: they are drawn anew.
    """
    latest: dict[tuple[object, ...], Finding] = {}
    for each in findings:
        if isinstance(each.about, ChangeLink):
            continue
        told = tuple(error.template for error in each.errors[:1])
        change = each.change.change_id if each.change else None
        # A model has no rules of its own by which its claims could be told apart.
        is_many = each.kind is FindingKind.CONTEXT or (each.model and each.kind in _MANY)
        claim = each.claim if is_many else ""
        key = (each.agent, each.rule, each.kind, each.resource, each.category, change, told, claim)
        latest[key] = each
    return tuple(latest.values())


def of_kind(findings: Iterable[Finding], kind: FindingKind) -> list[Finding]:
    return [each for each in findings if each.kind is kind]


def onset_at(findings: Sequence[Finding], resource: str | None = None) -> Onset | None:
    """When the symptom began, of one resource or of all.

    Logs tell it to the millisecond. Where every error was there before as well, only the metrics
    can tell when it became too many.
    """
    onsets = onsets_of(findings, resource)
    logged = [onset for onset in onsets if onset.finding.errors]
    return min(logged or onsets, key=lambda onset: onset.at, default=None)


def onsets_of(findings: Sequence[Finding], resource: str | None = None) -> list[Onset]:
    """When each symptom began, of one resource or of all: a datapoint's period is its slack."""
    return [
        Onset(symptom.onset, _slack(symptom), symptom)
        for symptom in of_kind(findings, FindingKind.SYMPTOM)
        if symptom.onset and resource in (None, symptom.resource)
    ]


def _slack(symptom: Finding) -> timedelta:
    if symptom.onset and symptom.onset_until:
        return symptom.onset_until - symptom.onset
    return timedelta(0) if symptom.errors else _PERIOD


def symptomatic(findings: Iterable[Finding]) -> set[str]:
    """The resources that show a symptom."""
    found = of_kind(findings, FindingKind.SYMPTOM)
    return {each.resource for each in found if each.resource}


def recoveries(findings: Sequence[Finding]) -> dict[str, Finding]:
    """By resource, the recovery that nothing newer contradicts. To be fast again says least: what
    fails may fail at once."""
    valid: dict[str, Finding] = {}
    found = of_kind(findings, FindingKind.RECOVERY)
    for each in sorted(found, key=is_past_failures):
        if each.resource and not _failed_again(each, findings):
            valid[each.resource] = each
    return valid


def is_past_failures(recovery: Finding) -> bool:
    """True unless it is only as fast as before."""
    return recovery.about != Recovered(of="latency")


def changes_in(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that tell of a change: what may be the cause, and what came too late for it."""
    kinds = (FindingKind.CHANGE, FindingKind.RULED_OUT)
    return [finding for finding in findings if finding.kind in kinds and finding.change]


def error_key(error: ErrorPattern) -> tuple[str, str, str]:
    """What makes two sightings the same pattern, in whichever round."""
    return error.log_group, error.resource, error.template


def errors_of(findings: Iterable[Finding]) -> tuple[ErrorPattern, ...]:
    """The error patterns that the symptoms show, most frequent first, newest sighting of each."""
    newest: dict[tuple[str, str, str], ErrorPattern] = {}
    for finding in of_kind(findings, FindingKind.SYMPTOM):
        for error in finding.errors:
            known = newest.get(error_key(error))
            if known is None or error.last_at >= known.last_at:
                newest[error_key(error)] = error
    return tuple(sorted(newest.values(), key=lambda error: -error.count))


def _failed_again(recovery: Finding, findings: Sequence[Finding]) -> bool:
    """True if the resource logged an error after the one that was taken for its last."""
    last = max((e.last_at for e in errors_of(findings) if e.resource == recovery.resource),
               default=None)  # fmt: skip
    return last is not None and recovery.onset is not None and last > recovery.onset + _PERIOD
