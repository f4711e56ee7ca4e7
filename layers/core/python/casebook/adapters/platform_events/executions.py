"""The executions of a state machine that failed or timed out, and the state in which they did.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.configuration.machines import machine_arn
from casebook.adapters.platform_events.event import event
from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.domain.workload import Resource

_OUTCOMES = {"FAILED": "failed", "TIMED_OUT": "timed out"}
_MOST_LISTED = 100
_LAST_STEPS = 50


def read_executions(clients: Clients, resource: Resource, window: Window) -> Iterator[Change]:
    """Of each outcome the first in the window and the newest, as far as one page of the newest
    tells: since when, and why. Each history is a request of its own."""
    machine = machine_arn(clients, resource)
    for status, outcome in _OUTCOMES.items():
        page = clients.call(
            "stepfunctions",
            "list_executions",
            stateMachineArn=machine,
            statusFilter=status,
            maxResults=_MOST_LISTED,
        )
        listed = page.get("executions", [])
        ended = [each for each in listed if (at := each.get("stopDate")) and at in window]
        ended.sort(key=lambda execution: execution["stopDate"])
        for execution in (*ended[:1], *ended[1:][-1:]):
            why = _why(clients, execution["executionArn"])
            message = f"Execution {execution['name']} {outcome}{why}"
            yield event(resource.name, execution["stopDate"], message)


def _why(clients: Clients, execution: str) -> str:
    """` in state Charge with States.TaskFailed: …`, as far as the end of the history tells."""
    page = clients.call(
        "stepfunctions",
        "get_execution_history",
        executionArn=execution,
        reverseOrder=True,
        maxResults=_LAST_STEPS,
        includeExecutionData=False,
    )
    steps = page.get("events", [])
    state = _failing_state(steps)
    error, cause = _error_and_cause(steps)
    return "".join(
        (f" in state {state}" if state else "", f" with {error}" if error else "",
         f": {cause}" if cause else "")
    )  # fmt: skip


def _failing_state(steps: list[dict[str, Any]]) -> str | None:
    """The state that was entered last on the path to the end: branches run side by side, so the
    last one entered of all may be another."""
    by_id = {step["id"]: step for step in steps}
    step = steps[0] if steps else None
    while step:
        if entered := step.get("stateEnteredEventDetails"):
            return str(entered["name"])
        step = by_id.pop(step.get("previousEventId"), None)  # each once, whatever they point at
    return None


def _error_and_cause(steps: list[dict[str, Any]]) -> tuple[str, str]:
    """Of the step nearest to the end that has an error; steps carry it in a field of their type."""
    for step in steps:
        for details in step.values():
            if isinstance(details, Mapping) and details.get("error"):
                return str(details["error"]), str(details.get("cause") or "")
    return "", ""
