"""Replies that reason: the same rules as in a diagnosis, and the same checker."""

from collections.abc import Iterable, Iterator, Sequence

from casebook.agents.log_agent import LogAgent
from casebook.agents.metric_agent import MetricAgent
from casebook.agents.roster import CoordinatorAlone
from casebook.agents.specialist import Run, Specialist
from casebook.chat.answering.replies.talk import Talk, all_cited, cite, diagnoses, without_data
from casebook.citing.checker import check
from casebook.domain.finding import Finding, FindingKind
from casebook.domain.report import Report
from casebook.reasoning.assessment import weigh
from casebook.reasoning.health import quiet_in
from casebook.reporting.concluding import Conclusion, conclude


def about_errors(talk: Talk) -> Iterator[str]:
    yield f"Looking at the error lines {talk.span}."
    findings, runs = _reasoned(LogAgent(), talk)
    about = _of_resource(findings, talk.asked.resource)
    news = [each for each in about if each.kind is FindingKind.SYMPTOM]
    for each in news:
        yield f"- {each.claim}{cite(*each.evidence)}"
        for error in each.errors[1:4]:
            yield f"  - also `{error.template[:160].replace('`', chr(39))}`{cite(*error.evidence)}"
    for each in about:
        if each.kind in (FindingKind.RECOVERY, FindingKind.RULED_OUT):
            yield f"- {each.claim}{cite(*each.evidence)}"
    if not news:
        yield from _nothing_new(findings, runs, talk)
    readings = [each for each in about if each.kind is FindingKind.CAUSE]
    if readings:
        yield "What they speak of:"
        yield from (f"- {each.claim}{cite(*each.evidence)}" for each in readings[:3])


def about_health(talk: Talk) -> Iterator[str]:
    """A judgement of the present, not a search for causes: symptoms, and if they have ended."""
    yield f"Looking at errors and metrics {talk.span}."
    logged, log_runs = _reasoned(LogAgent(), talk)
    measured, metric_runs = _reasoned(MetricAgent(), talk)
    findings = [*logged, *measured]
    evidence = [run.evidence for run in (*log_runs, *metric_runs)]
    assessment = weigh(findings, evidence, talk.scope.workload, talk.scope.window)
    symptoms = [each for each in findings if each.kind is FindingKind.SYMPTOM]
    quiet = quiet_in(findings)
    shown = quiet
    if symptoms and assessment.has_recovered:
        shown = [*symptoms, *(e for e in findings if e.kind is FindingKind.RECOVERY)]
        yield f"**It has recovered.**{all_cited(shown)}"
    elif symptoms:
        shown = symptoms
        yield f"**No, it is not healthy.**{all_cited(shown)}"
    elif quiet:
        yield f"**It looks healthy.**{all_cited(shown)}"
    else:
        cited = cite(*(each.id for each in evidence))
        yield f"**I cannot tell**: there is no telemetry {talk.span}.{cited}"
    yield from (f"- {each.claim}{cite(*each.evidence)}" for each in shown)
    yield from diagnoses(talk.situation)


def about_cause(talk: Talk) -> Iterator[str]:
    """The same rules as a diagnosis, in one go; the verdict is as careful as there."""
    yield f"Looking at logs, metrics, changes and configuration {talk.span}."
    findings, runs = _reasoned(CoordinatorAlone(), talk)
    evidence = [run.evidence for run in runs]
    assessment = weigh(findings, evidence, talk.scope.workload, talk.scope.window)
    facts = Conclusion(evidence, talk.scope.now, talk.scope.now)
    yield from _told(conclude(assessment, facts))
    yield from diagnoses(talk.situation)


def _reasoned(agent: Specialist, talk: Talk) -> tuple[list[Finding], list[Run]]:
    """The agent's findings, as far as the checker lets them stand."""
    runs = agent.gather(talk.toolbox)
    outcome = agent.reason(runs, talk.scope)
    checked = check(outcome.findings, [run.evidence for run in runs], talk.scope.window)
    return list(checked.findings), runs


def _of_resource(findings: Iterable[Finding], resource: str | None) -> list[Finding]:
    def is_about(finding: Finding) -> bool:
        logged = {error.resource for error in finding.errors}
        return resource in (None, finding.resource) or resource in logged

    return [each for each in findings if is_about(each)]


def _nothing_new(findings: Sequence[Finding], runs: Sequence[Run], talk: Talk) -> Iterator[str]:
    quiet = quiet_in(findings)
    where = f" of {talk.asked.resource}" if talk.asked.resource else ""
    if quiet or any(each.errors for each in findings):
        ids = [i for each in quiet for i in each.evidence] or [run.evidence.id for run in runs]
        yield f"There is no new error{where} {talk.span}.{cite(*ids)}"
    else:
        yield from (without_data(run, "log lines") for run in runs[:1])


def _told(report: Report) -> Iterator[str]:
    ids = [i for each in report.hypotheses[:1] for arg in each.supports for i in arg.evidence]
    ids = ids or [each.id for each in report.evidence]
    verdict = report.verdict.value.capitalize()
    yield f"**{verdict}** (confidence {report.confidence:.2f}).{cite(*ids)}"
    yield f"{report.summary}{cite(*ids)}"
    for each in report.ruled_out[:3]:
        yield f"- Ruled out: {each.summary}{cite(*each.evidence)}"
    for step in report.remediation[:2]:
        yield f"- Next: {step.text}"
