"""What a person may do next. Casebook changes nothing: every command only reads."""

import shlex
from collections.abc import Iterator

from casebook.domain.change import Change
from casebook.domain.finding import Category
from casebook.domain.report import Remediation, Verdict
from casebook.domain.workload import ResourceType
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.change_words import shown
from casebook.reasoning.correlation import COORDINATOR
from casebook.reasoning.rules.knowledge import MATCHING_RUNBOOK
from casebook.reasoning.symptoms import errors_of
from casebook.reasoning.weighing import LIKELY, Candidate

_ADVICE: dict[Category, str] = {
    "code-defect": "Roll {} back to the version before, or mend the code where the stack points.",
    "deployment": "Roll {} back to the version before.",
    "configuration": "Find out how the wrong value came into {}, and what else came with it.",
    "resource-exhaustion": "Give {} more of what it ran out of, and look for what uses it up.",
    "throttling": "Raise the limit of {}, or let its callers send less and retry with backoff.",
    "dependency": "Look at {} itself; callers can only retry, degrade or fail over meanwhile.",
    "permission": "Give {} back the permission that it is denied, and nothing more.",
    "bad-input": "Find who sends it to {}, and set the messages aside (a dead-letter queue).",
    "network": "Check security groups, routes and name resolution between {} and what it calls.",
    "infrastructure": "Check the AWS Health Dashboard for {}, and fail over if you can.",
    "traffic": "Scale {} or shed load at its entrance, and find out who sends the traffic.",
    "none": "Nothing is to be done about {}.",
}
# What to look at, and by which command.
_LOOK: dict[ResourceType, tuple[tuple[str, str], ...]] = {
    "lambda": (
        (
            "See how {} is configured now.",
            "aws lambda get-function-configuration --function-name {}",
        ),
        (
            "See how many of {} may run at once.",
            "aws lambda get-function-concurrency --function-name {}",
        ),
    ),
    "dynamodb": (("See how {} is set up now.", "aws dynamodb describe-table --table-name {}"),),
    "sqs": (("See that {} is there.", "aws sqs get-queue-url --queue-name {}"),),
    "rds": (("See how {} is doing.", "aws rds describe-db-instances --db-instance-identifier {}"),),
    "ecs": (("See which services {} runs.", "aws ecs list-services --cluster {}"),),
}
_MOST_RUNBOOKS = 2


def remediation_for(blamed: Candidate | None, assessment: Assessment) -> tuple[Remediation, ...]:
    """Steps for the blamed resource, then for a second fault beside it, then what the team's own
    runbooks say. Where nothing is blamed, where to look."""
    written = tuple(_written_down(assessment))
    if blamed is None:
        return (*_where_to_look(assessment), *written)
    beside = [e for e in assessment.ranked if e is not blamed and e.confidence >= LIKELY]
    advice = [Remediation(text=_ADVICE[e.category].format(e.resource)) for e in beside]
    return (*_steps(blamed, assessment), *advice, *written)


def _steps(blamed: Candidate, assessment: Assessment) -> Iterator[Remediation]:
    change = blamed.change.change if blamed.change else None
    yield from _undo(change) if change else ()
    yield Remediation(text=_ADVICE[blamed.category].format(blamed.resource))
    resource = assessment.workload.resource(blamed.resource)
    for text, command in _LOOK.get(resource.type, ()) if resource else ():
        quoted = shlex.quote(blamed.resource)
        yield Remediation(text=text.format(blamed.resource), command=command.format(quoted))
    if change:
        yield Remediation(
            text=f"See who changed {change.resource}, and what else.",
            command="aws cloudtrail lookup-events --lookup-attributes"
            f" AttributeKey=ResourceName,AttributeValue={shlex.quote(change.resource)}",
        )
    yield from _watch(assessment)


def _undo(change: Change) -> Iterator[Remediation]:
    for field in change.diff[:3]:
        before = f"`{shown(field.before)}`" if field.before is not None else "what it was: not set"
        yield Remediation(text=f"Put `{field.path}` of {change.resource} back to {before}.")
    if not change.diff:
        yield Remediation(text=f"Undo the change of {change.resource}: {change.summary[:200]}")


def _watch(assessment: Assessment) -> Iterator[Remediation]:
    """How to see that it helped."""
    for error in errors_of(assessment.findings)[:1]:
        yield Remediation(
            text=f"Watch the errors of {error.resource} end.",
            command=f"aws logs tail {shlex.quote(error.log_group)} --since 10m --follow",
        )


def _where_to_look(assessment: Assessment) -> Iterator[Remediation]:
    top = assessment.top
    if top and not assessment.has_recovered:
        yield Remediation(text=f"Begin with {top.resource}: it is the best guess, and no more.")
    yield from _watch(assessment)


def _written_down(assessment: Assessment) -> Iterator[Remediation]:
    """Pointers into runbooks, those first that were looked up for what was found.

    They are quoted for a person to judge, never as a command of ours: anybody who can write a
    runbook could have written anything.
    """
    if assessment.verdict is Verdict.HEALTHY:
        return
    told = [each for each in assessment.findings if each.rule == MATCHING_RUNBOOK]
    by_claim = {e.claim: e for e in sorted(told, key=lambda each: each.agent != COORDINATOR)}
    for each in list(by_claim.values())[:_MOST_RUNBOOKS]:
        yield Remediation(text=f"{each.claim} {' '.join(f'[{e}]' for e in each.evidence)}")
