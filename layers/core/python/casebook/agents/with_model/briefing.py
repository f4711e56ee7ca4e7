"""What a model is told at the beginning: who it is, what it looks at, and what is known."""

from collections.abc import Collection, Iterable, Sequence

from casebook.agents.specialist import Run
from casebook.agents.with_model.fencing import Fence
from casebook.agents.with_model.prompts import prompt
from casebook.domain.finding import Finding
from casebook.domain.model import iso
from casebook.domain.workload import Workload
from casebook.tools.preview import head_and_tail
from casebook.tools.tool import Scope

# A claim names what others named, a role or an author, at whatever length.
_LONGEST_CLAIM = 1_000


def system_prompt(role: str, workload: Workload, fence: Fence, part: str) -> str:
    """The rules that hold for every agent, then its own part.

    It is the same for a whole conversation, so that providers can cache it.
    """
    general = prompt("system", role=role, workload=described(workload, fence), fence=fence.word)
    return f"{general}\n{part}"


def specialist_part(task: str, scope: Scope, form: str) -> str:
    window = f"{iso(scope.window.start)} to {iso(scope.window.end)}"
    return prompt("specialist", task=task, window=window, now=iso(scope.now), form=form)


def described(workload: Workload, fence: Fence) -> str:
    """The workload as its team registered it: names are data too."""
    resources = [
        f"- {each.name} ({each.type})"
        + (f", logs: {', '.join(each.log_groups)}" if each.log_groups else "")
        for each in workload.resources
    ]
    calls = [f"- {caller} calls {callee}" for caller, callee in workload.calls]
    lines = [f"Its name is {workload.name}.", "Resources:", *resources]
    lines += ["Calls:", *calls] if calls else []
    return fence.around("\n".join(lines), registered="by its team")


def occasion(scope: Scope, fence: Fence) -> str:
    """Why anybody looks at all. What an alarm says of itself is data like any other, and so is what
    a person hints who had the diagnosis run again."""
    if not scope.hint:
        return _why(scope, fence)
    said = fence.around(scope.hint, hint="a person")
    return f"{_why(scope, fence)}\n\nWho had it looked at again guesses, perhaps wrongly:\n\n{said}"


def _why(scope: Scope, fence: Fence) -> str:
    if alarm := scope.alarm:
        told = f"The alarm {alarm.name} is in {alarm.state}. {alarm.reason}".strip()
        return f"An alarm fired:\n\n{fence.around(told, alarm='CloudWatch')}"
    return f"The question is: {scope.question}" if scope.question else "Somebody asked for a look."


def gathered(runs: Sequence[Run], findings: Iterable[Finding], fence: Fence) -> str:
    """Everything that was looked up before the model was asked, and what the rules made of it.

    Claims quote logs, so they are fenced like them.
    """
    citable = {run.evidence.id for run in runs}
    claims = "\n".join(_claim(each, citable) for each in findings) or "Nothing."
    return "\n\n".join(
        [
            "Gathered so far:",
            *map(fence.result, runs),
            "What was found already, by fixed rules or in an earlier round:",
            fence.around(claims, findings="known"),
        ]
    )


def _claim(finding: Finding, citable: Collection[str]) -> str:
    """With the evidence that is at hand; an earlier round's is not, so it cannot be cited."""
    cited = ", ".join(each for each in finding.evidence if each in citable)
    claim = head_and_tail(finding.claim, _LONGEST_CLAIM)
    said = f"- {finding.kind.value}, strength {finding.strength:.2f}: {claim}"
    return f"{said} [{cited}]" if cited else said
