"""Replies that show what a tool brought back, without judging it."""

from collections.abc import Iterator

from casebook.chat.answering.replies.talk import Talk, cite, diagnoses, without_data
from casebook.citing.claims import Citing
from casebook.reasoning.change_words import described
from casebook.tools.results.changes import Changes
from casebook.tools.results.diagnoses import PastDiagnoses
from casebook.tools.results.logs import LogLines
from casebook.tools.results.metrics import Metrics, MetricSummary
from casebook.tools.results.states import WorkloadState

_MOST = 10


def about_changes(talk: Talk) -> Iterator[str]:
    yield "Looking at what was changed in the day before."
    run = talk.run("list_changes", lookback_hours=24)
    if not isinstance(run.data, Changes):
        yield without_data(run, "changes")
        return
    told = [
        each for each in reversed(run.data.changes) if talk.asked.resource in (None, each.resource)
    ]
    if not told:
        which = talk.asked.resource
        yield f"Nothing was changed of {which} in the day before.{cite(run.evidence.id)}"
    for each in told[:_MOST]:
        yield f"- {described(each, Citing(run.evidence))}{cite(run.evidence.id)}"
    if len(told) > _MOST:
        yield f"There are older ones, which I leave out.{cite(run.evidence.id)}"
    if not run.data.trail_read:
        yield f"CloudTrail could not be read, so who did it may be missing.{cite(run.evidence.id)}"


def about_metrics(talk: Talk) -> Iterator[str]:
    yield f"Looking at the metrics {talk.span}."
    run = talk.run("query_metrics", resource=talk.asked.resource)
    if not isinstance(run.data, Metrics):
        yield without_data(run, "metrics")
        return
    seen = [each for each in run.data.summaries if each.points or each.baseline_mean is not None]
    for each in seen[: 2 * _MOST]:
        yield f"- {_metric_told(each, Citing(run.evidence))}{cite(run.evidence.id)}"


def about_logs(talk: Talk) -> Iterator[str]:
    pattern = f'"{talk.asked.quoted}"' if talk.asked.quoted else ""
    yield f"Searching the logs{f' for {pattern}' if pattern else ''} {talk.span}."
    resource = talk.scope.workload.resource(talk.asked.resource or "")
    group = resource.log_groups[0] if resource and resource.log_groups else None
    run = talk.run("search_logs", pattern=pattern, log_group=group, limit=50)
    if not isinstance(run.data, LogLines):
        yield without_data(run, "log lines")
        return
    yield f"The newest lines:{cite(run.evidence.id)}"
    lines = [each.message[:300].replace("```", "'''") for each in run.data.lines[-_MOST:]]
    yield "```\n" + "\n".join(lines) + "\n```"


def about_resources(talk: Talk) -> Iterator[str]:
    workload = talk.scope.workload
    yield f"**{workload.name}** as it is registered, and how AWS says it is configured now."
    run = talk.run("get_workload_state", resource=talk.asked.resource)
    if talk.asked.resource is None:
        for caller, callee in workload.calls:
            yield f"- {caller} calls {callee} (as registered)"
    if not isinstance(run.data, WorkloadState):
        yield without_data(run, "configuration")
        return
    for state in run.data.resources:
        gone = "" if state.exists else ", which **does not exist**"
        yield f"- **{state.resource}** ({state.type}){gone}{cite(run.evidence.id)}"
        shown = sorted(state.settings.items())[: 30 if talk.asked.resource else 6]
        for path, value in shown:
            yield f"  - `{path}`: `{value}`{cite(run.evidence.id)}"


def about_past(talk: Talk) -> Iterator[str]:
    yield "Looking at earlier diagnoses of this workload."
    run = talk.run("search_past_diagnoses", resource=talk.asked.resource)
    if not isinstance(run.data, PastDiagnoses):
        yield without_data(run, "earlier diagnoses")
    else:
        for each in run.data.diagnoses[:_MOST]:
            when = f"{each.concluded_at:%Y-%m-%d %H:%M} UTC"
            cause = f"{each.resource} / {each.category}" if each.resource else "no root cause"
            told = f"{each.diagnosis_id}: **{each.verdict}**, {cause}. {each.summary[:300]}"
            yield f"- {when}, {told}{cite(run.evidence.id)}"
    yield from diagnoses(talk.situation)


def _metric_told(summary: MetricSummary, citing: Citing) -> str:
    parts = []
    if summary.statistic == "Sum" and (total := citing.amount(summary.window_total)):
        parts.append(f"total {total}")
    if summary.points and (highest := citing.amount(summary.window_max)):
        parts.append(f"at most {highest} in {summary.period_seconds} s")
    if not summary.points:
        parts.append("no datapoints in the window")
    mean = summary.baseline_mean
    usual = citing.amount(mean) if mean is not None else None
    parts.append(f"hour before: mean {usual}" if usual else "nothing in the hour before")
    return f"**{summary.resource}** {summary.name}: {', '.join(parts)}"
