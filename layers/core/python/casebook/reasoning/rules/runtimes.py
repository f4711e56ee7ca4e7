"""The runtime below a function's code was replaced: nobody's trail tells, only the function's log.

What Lambda puts in by itself is a service event; another runtime is what somebody configured.
"""

from collections.abc import Iterator

from casebook.citing.claims import Citing
from casebook.domain.change import Change, FieldChange
from casebook.domain.finding import Finding, FindingKind
from casebook.knowledge.strength import Strength
from casebook.reasoning.case import Case
from casebook.reasoning.change_words import described
from casebook.tools.results.logs import LogPatterns, RuntimeSwitch

LAMBDA = "AWS Lambda"
FIELD = "runtimeVersion"
_NAME = "runtime-replaced"


def runtime_replaced(case: Case) -> Iterator[Finding]:
    """A suspicion like any change before the alarm. Whether the errors began with it, and can come
    of it, is for the coordinator's ties to say."""
    for evidence, found in case.results(LogPatterns):
        for switch in found.runtimes:
            if switch.at > case.scope.now:
                continue
            change, citing = change_of(switch), Citing(evidence)
            yield case.finding(
                _NAME,
                FindingKind.CHANGE,
                described(change, citing),
                Strength.WEAK,
                citing,
                resource=switch.resource,
                category="infrastructure" if switch.is_update else "configuration",
                onset=switch.at,
                change=change,
            )


def change_of(switch: RuntimeSwitch) -> Change:
    """The switch as a change. It worked from the first environment on that started with it."""
    return Change(
        change_id=f"{_NAME}/{switch.resource}/{switch.after}",
        at=switch.at,
        kind="service-event" if switch.is_update else "configuration",
        resource=switch.resource,
        actor=LAMBDA if switch.is_update else None,
        summary="The runtime version was updated: environments start with another one.",
        diff=(FieldChange(path=FIELD, before=switch.before, after=switch.after),),
        source="observed",
    )
