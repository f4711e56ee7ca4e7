"""What a person may do next. Casebook changes nothing: every command only reads.

Steps depend on the kind of change and on the class of error. What a platform did by itself is not
undone, and whoever drains a pool of connections is not scaled.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from casebook.domain.change import Change, FieldChange
from casebook.domain.finding import Category, Finding
from casebook.domain.observation import Runbook, Statement
from casebook.domain.report import Remediation, Verdict
from casebook.knowledge.signs import Sign
from casebook.reasoning.assessment import Assessment
from casebook.reasoning.change_words import shown
from casebook.reasoning.correlation import COORDINATOR
from casebook.reasoning.reading import read
from casebook.reasoning.signs import sign_of
from casebook.reasoning.symptoms import errors_of
from casebook.reasoning.weighing import LIKELY, Candidate
from casebook.reporting.commands import changes_of, log_tail, looks_at
from casebook.reporting.platform import after_platform, is_by_platform

_ADVICE: dict[Category, str] = {
    "code-defect": "Fix the code of {} where the error is raised.",
    "deployment": "Compare the deployment of {} with the one before.",
    "configuration": "Find out how the wrong value came into {}, and what else came with it.",
    "resource-exhaustion": "Find what uses up the resources of {}, and give it more only then.",
    "throttling": "Let the callers of {} send less and retry with backoff, or raise its limit.",
    "dependency": "Look at {} itself; its callers can only retry, degrade or fail over meanwhile.",
    "permission": "Compare the policies of {} with what it is denied, and allow no more than that.",
    "bad-input": "Find who sends it to {}, and set the messages aside (a dead-letter queue).",
    "network": "Check security groups, routes and name resolution between {} and what it calls.",
    "infrastructure": "Check the AWS Health Dashboard for {}.",
    "traffic": "Find out who sends the traffic to {}, and limit it at the entrance.",
    "none": "Nothing needs to be done about {}.",
}
# What the error itself asks for, whatever its category is called.
_CREDENTIALS = (
    "Give {} valid credentials: check when its password, key or token expired or was rotated, and"
    " let it read the new one. No permission is missing."
)
_BY_ERROR: dict[Sign | None, str] = {
    Sign.CLOCK: "Correct the clock of {}, or sign each call when it is made: what it signs is out"
    " of date. No permission is missing.",
    Sign.CREDENTIALS: _CREDENTIALS,
    Sign.EXPIRED: _CREDENTIALS,
    Sign.PROCESS_LIMIT: "The limit is in the process of {}: close what it leaves open (files,"
    " sockets, temporary files), or raise its limit of open files, ports or scratch space.",
    Sign.CAPACITY: "There is no room to start {} in: see what took the room (CPU, memory, addresses"
    " of the subnet), give its cluster or subnet more, or let it ask for less.",
}
_POOL = (
    "Let the clients of {} hold fewer connections (smaller pools, RDS Proxy or another pooler), and"
    " close idle ones; more instances of a client would use up the rest."
)
_STATEMENT = (
    "Look at the plan of the statement on which {} spends its time (EXPLAIN): let it read less, by"
    " an index or a narrower condition, or let its clients send it less often."
)
_HAS_ROLLBACK = frozenset({"deployment", "other"})
# More clients make these worse.
_POOL_IS_EMPTY = re.compile(
    r"too many (?:clients|connections)|connection (?:pool|slots)|remaining connection slots"
    r"|max_?(?:imum)?[ _]?(?:user_)?connections|pool (?:is )?(?:exhausted|timed? ?out|empty|full)"
    r"|QueuePool|PoolTimeout|DatabaseConnections|maxclients",
    re.IGNORECASE,
)
_MOST_RUNBOOKS = 2
_MOST_FIELDS = 3
_TRAIL = timedelta(hours=1)


def remediation_for(blamed: Candidate | None, assessment: Assessment) -> tuple[Remediation, ...]:
    """Steps for the blamed resource, then for a second fault beside it, then what the team's own
    runbooks say. Where nothing is blamed, where to look."""
    written = tuple(_written_down(assessment))
    if blamed is None:
        return (*_where_to_look(assessment), *written)
    beside = [e for e in assessment.ranked if e is not blamed and e.confidence >= LIKELY]
    advice = [Remediation(text=_advice(each)) for each in beside]
    return (*_steps(blamed, assessment), *advice, *written)


def _steps(blamed: Candidate, assessment: Assessment) -> Iterator[Remediation]:
    change = blamed.change.change if blamed.change else None
    yield from _undo(change) if change else ()
    yield Remediation(text=_advice(blamed))
    resource = assessment.workload.resource(blamed.resource)
    for text, command in looks_at(resource) if resource else ():
        yield Remediation(text=text.format(blamed.resource), command=command)
    if change and not is_by_platform(change):
        yield Remediation(
            text=f"See who changed {change.resource}, and what else.",
            command=changes_of(change.resource, (change.not_before or change.at) - _TRAIL),
        )
    yield from _watch(assessment)


def _advice(candidate: Candidate) -> str:
    """What to do about this class of error on this resource."""
    text = _BY_ERROR.get(_sign_of(candidate), _ADVICE[candidate.category])
    is_about_load = candidate.category in ("resource-exhaustion", "throttling", "traffic")
    if is_about_load and any(map(_drains_a_pool, candidate.causes)):
        text = _POOL
    elif is_about_load and any(isinstance(each.about, Statement) for each in candidate.causes):
        text = _STATEMENT
    return text.format(candidate.resource)


def _sign_of(candidate: Candidate) -> Sign | None:
    """The class of the errors that its strongest finding speaks of."""
    causes = sorted(candidate.causes, key=lambda cause: -cause.strength)
    signs = (sign_of(read(error)) for cause in causes for error in cause.errors)
    return next(filter(None, signs), None)


def _drains_a_pool(cause: Finding) -> bool:
    examples = [error.example for error in cause.errors]
    return any(_POOL_IS_EMPTY.search(words) for words in (cause.claim, *examples))


def _undo(change: Change) -> Iterator[Remediation]:
    """Take back what people changed. What a platform did (a failover, a replaced node, a
    maintenance) it did for a reason, and to force it back does more harm."""
    if is_by_platform(change):
        yield Remediation(text=after_platform(change))
        return
    if change.kind == "service-event":
        yield Remediation(
            text=f"Stop it if it still runs, and ask who started it: {change.summary[:200]}"
        )
        return
    for field in change.diff[:_MOST_FIELDS]:
        yield Remediation(text=_put_back(change.resource, field))
    if not change.diff and change.kind in _HAS_ROLLBACK:
        what = f": {change.summary[:200]}" if change.summary else ""
        yield Remediation(text=f"Roll {change.resource} back to what ran before{what}")
    elif not change.diff:
        what = f" ({change.summary[:200]})" if change.summary else ""
        yield Remediation(text=f"Take back the change of {change.resource}{what}.")


def _put_back(resource: str, field: FieldChange) -> str:
    if field.before is None:
        return f"Remove `{field.path}` from {resource}: it was not set before."
    if field.after is None:
        return f"Set `{field.path}` of {resource} again, to `{shown(field.before)}`."
    return f"Put `{field.path}` of {resource} back to `{shown(field.before)}`."


def _watch(assessment: Assessment) -> Iterator[Remediation]:
    """How to see that it helped."""
    for error in errors_of(assessment.findings)[:1]:
        yield Remediation(
            text=f"Watch the errors of {error.resource} end.",
            command=log_tail(error.log_group, follow=True),
        )


def _where_to_look(assessment: Assessment) -> Iterator[Remediation]:
    if assessment.verdict is Verdict.HEALTHY:
        if not assessment.has_recovered and assessment.is_alarmed:
            yield Remediation(
                text="If this alarm fires again at such levels, review its threshold or its M of N."
            )
        return
    if assessment.top:
        yield Remediation(text=f"Look at {assessment.top.resource} first: it is the best guess.")
    yield from _watch(assessment)


def _written_down(assessment: Assessment) -> Iterator[Remediation]:
    """Pointers into runbooks, those first that were looked up for what was found.

    They are quoted for a person to judge, never as a command of ours: anybody who can write a
    runbook could have written anything.
    """
    if assessment.verdict is Verdict.HEALTHY:
        return
    told = [each for each in assessment.findings if isinstance(each.about, Runbook)]
    by_claim = {e.claim: e for e in sorted(told, key=lambda each: each.agent != COORDINATOR)}
    for each in list(by_claim.values())[:_MOST_RUNBOOKS]:
        yield Remediation(text=f"{each.claim} {' '.join(f'[{e}]' for e in each.evidence)}")
