"""What a diagnosis looked at, since when the symptom is there, and what is missing to know more."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from casebook.citing.claims import clock, span
from casebook.domain.alarm import Alarm
from casebook.domain.anchor import Anchor
from casebook.domain.evidence import Evidence
from casebook.domain.report import Look, Remediation, Since
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.symptoms import errors_of
from casebook.reporting.commands import alarm_history, changes_of, log_tail

_SOURCES = {
    "get_alarm_state": "the alarm's own metric",
    "get_log_patterns": "logs",
    "search_logs": "logs",
    "query_metrics": "metrics",
    "rank_metric_causes": "metrics",
    "list_changes": "changes",
    "get_workload_state": "the resources' configuration",
    "search_runbooks": "runbooks",
    "search_past_diagnoses": "past diagnoses",
    "get_trace": "traces",
    "get_recent_logs": "logs",
}
_FOUND = {"success": "found data", "no-data": "found nothing", "error": "the query failed"}
_MOST_COMMANDS = 3


def since_of(assessment: Assessment, anchor: Anchor | None) -> Since | None:
    """When the symptom began: as its logs or metrics tell, or as the alarm's own metric does where
    that left what it was before any of them."""
    onset = assessment.onset
    own = anchor.onset if anchor else None
    if onset is None:
        return Since(not_before=own.start, onset=own.end) if own else None
    end = onset.at + onset.slack
    if own and onset.at > own.end:
        return Since(not_before=own.start, onset=own.end)
    return Since(not_before=onset.at if onset.slack else None, onset=end)


def since_words(since: Since) -> str:
    """`19:04:11 UTC`, or `19:04–19:05 UTC` where the datapoints are no finer."""
    begin = since.not_before
    if begin is None or begin >= since.onset:
        return clock(since.onset)
    return span(begin, (since.onset - begin).total_seconds())


def looked_at(evidence: Sequence[Evidence]) -> tuple[Look, ...]:
    """One line a source: the best outcome of its queries, and which queries they were."""
    by_source: dict[str, list[Evidence]] = {}
    for found in evidence:
        if source := _SOURCES.get(found.tool):
            by_source.setdefault(source, []).append(found)
    return tuple(
        Look(what=source, found=_best(found), evidence=tuple(each.id for each in found))
        for source, found in by_source.items()
    )


def missing(looks: Sequence[Look]) -> list[str]:
    """The sources of telemetry that were looked at in vain. That no runbook fits and no diagnosis
    is like this one keeps nobody from knowing."""
    optional = {_SOURCES["search_runbooks"], _SOURCES["search_past_diagnoses"]}
    in_vain = [look.what for look in looks if look.found != _FOUND["success"]]
    return [source for source in in_vain if source not in optional]


def next_steps(
    assessment: Assessment, alarm: Alarm | None, looks: Sequence[Look], now: datetime
) -> Iterator[Remediation]:
    """What to do to know more, where the evidence does not decide. Every command only reads."""
    if alarm and not alarm.name.startswith("arn:"):
        yield Remediation(
            text=f"See how often the alarm {alarm.name} fired lately.",
            command=alarm_history(alarm.name),
        )
    groups = [error.log_group for error in errors_of(assessment.findings)]
    for group in list(dict.fromkeys((*groups, *assessment.workload.log_groups)))[:_MOST_COMMANDS]:
        yield Remediation(text=f"Read what {group} logs now.", command=log_tail(group))
    for resource in _suspects(assessment)[:_MOST_COMMANDS]:
        yield Remediation(
            text=f"See who changed {resource}, in CloudTrail.",
            command=changes_of(resource, now - timedelta(days=1)),
        )
    yield from _to_register(assessment)


def _best(found: Sequence[Evidence]) -> str:
    outcomes = {each.outcome for each in found}
    return next(words for outcome, words in _FOUND.items() if outcome in outcomes)


def _suspects(assessment: Assessment) -> list[str]:
    ranked = [candidate.resource for candidate in assessment.ranked]
    ailing = sorted(assessment.health.ailing)
    known = {resource.name for resource in assessment.workload.resources}
    return [name for name in dict.fromkeys((*ranked, *ailing)) if name in known]


def _to_register(assessment: Assessment) -> Iterator[Remediation]:
    """Telemetry that nobody told Casebook of: without it the next diagnosis knows no more."""
    unseen = [each for each in assessment.workload.resources if not each.log_groups]
    silent = [each.name for each in unseen if not each.metrics]
    if silent:
        names = ", ".join(silent[:5])
        yield Remediation(text=f"Register the log groups or metrics of {names}: there are none.")
