"""The state machine's file: what each step waits for, tries again, and does when it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from casebook.settings import Settings
from infra.agents import AGENT_SECONDS
from tests.infra.deployment import Deployment, written

Definition = dict[str, Any]
SPECIALISTS = 4
MOST_TRANSITIONS = 16


def states(definition: Definition) -> Iterator[tuple[str, Definition]]:
    """Every state by name, those inside of a Map too."""
    for name, state in definition["States"].items():
        yield name, state
        if state["Type"] == "Map":
            yield from states(state["ItemProcessor"])


def tasks(definition: Definition) -> dict[str, Definition]:
    return {name: state for name, state in states(definition) if state["Type"] == "Task"}


def following(state: Definition) -> list[str]:
    """The states that may come next when nothing fails."""
    chosen = [choice["Next"] for choice in state.get("Choices", [])]
    return [*chosen, *(state[key] for key in ("Next", "Default") if key in state)]


def longest(definition: Definition, name: str, seen: frozenset[str] = frozenset()) -> int:
    """The most transitions from a state to an end, entering no state twice: one round."""
    if name in seen:
        return -MOST_TRANSITIONS
    state = definition["States"][name]
    here = 1
    if state["Type"] == "Map":
        inner = state["ItemProcessor"]
        here += SPECIALISTS * longest(inner, inner["StartAt"])
    rest = [longest(definition, after, seen | {name}) for after in following(state)]
    return here + max(rest, default=0)


def test_the_files_placeholders_are_what_the_stack_substitutes(
    definition: Definition, either: Deployment
) -> None:
    placeholders = set(re.findall(r"\$\{(\w+)\}", str(definition)))
    machine = either.only("AWS::StepFunctions::StateMachine")

    assert placeholders == set(machine["DefinitionSubstitutions"])


def test_one_round_takes_at_most_sixteen_transitions(definition: Definition) -> None:
    assert longest(definition, definition["StartAt"]) <= MOST_TRANSITIONS


def test_every_task_has_a_timeout(definition: Definition) -> None:
    assert [name for name, task in tasks(definition).items() if "TimeoutSeconds" not in task] == []


def test_no_task_is_given_up_while_its_function_may_still_run(
    definition: Definition, real: Deployment
) -> None:
    machine = real.only("AWS::StepFunctions::StateMachine")
    timeouts = {
        placeholder: real.functions[real.ids[written(arn).strip("<>").removesuffix(".Arn")]][
            "Timeout"
        ]
        for placeholder, arn in machine["DefinitionSubstitutions"].items()
    }
    for name, task in tasks(definition).items():
        for placeholder in re.findall(r"\$\{(\w+)\}", task["Arguments"]["FunctionName"]):
            assert task["TimeoutSeconds"] > timeouts[placeholder], name


def test_an_agent_knows_how_long_its_function_may_run() -> None:
    assert Settings().agent_seconds == AGENT_SECONDS


def test_every_task_is_tried_again_with_full_jitter(definition: Definition) -> None:
    for name, task in tasks(definition).items():
        assert task["Retry"], name
        for retry in task["Retry"]:
            assert retry["JitterStrategy"] == "FULL", name
            assert retry["BackoffRate"] == 2, name
            assert retry["MaxDelaySeconds"] <= 60, name


def test_every_task_catches_whatever_remains(definition: Definition) -> None:
    for name, task in tasks(definition).items():
        assert any(catch["ErrorEquals"] == ["States.ALL"] for catch in task["Catch"]), name


def test_a_specialist_that_fails_is_recorded_and_the_map_goes_on(definition: Definition) -> None:
    inside = definition["States"]["Investigate"]["ItemProcessor"]["States"]

    assert [catch["Next"] for catch in inside["Specialist"]["Catch"]] == ["RecordAgentFailure"]
    assert not [name for name, state in inside.items() if state["Type"] == "Fail"]


def test_any_other_step_that_fails_ends_the_diagnosis_as_failed(definition: Definition) -> None:
    for name, state in definition["States"].items():
        if state["Type"] == "Task" and name not in ("RecordFailure", "Notify"):
            assert state["Catch"][-1]["Next"] == "RecordFailure", name
    assert definition["States"]["RecordFailure"]["Next"] == "Failed"


def test_a_diagnosis_that_has_concluded_does_not_fail_because_nobody_could_be_told(
    definition: Definition,
) -> None:
    (catch,) = definition["States"]["Notify"]["Catch"]

    assert definition["States"][catch["Next"]]["Type"] == "Succeed"


def test_only_a_paused_diagnosis_waits_for_an_answer(definition: Definition) -> None:
    waiting = [n for n, task in tasks(definition).items() if "waitForTaskToken" in task["Resource"]]
    leading = [
        choice["Condition"]
        for choice in definition["States"]["GateDecision"]["Choices"]
        if choice["Next"] == "Hold"
    ]

    assert waiting == ["Hold"]
    assert leading == ["{% $states.input.decision = 'paused' %}"]


def test_a_lost_answer_is_noticed_when_the_gate_is_asked_anew(definition: Definition) -> None:
    hold = definition["States"]["Hold"]

    assert hold["Catch"][0]["ErrorEquals"] == ["States.Timeout"]
    assert hold["Catch"][0]["Next"] == "Gate"
    assert hold["TimeoutSeconds"] <= 600
    assert not any("States.Timeout" in retry["ErrorEquals"] for retry in hold["Retry"])


def test_a_throttled_step_waits_for_its_turn(definition: Definition) -> None:
    """A burst, or an account with a concurrency of ten, is no failure."""
    for name, task in tasks(definition).items():
        first = task["Retry"][0]
        assert first["ErrorEquals"] == ["Lambda.TooManyRequestsException"], name
        assert (first["MaxAttempts"], first["MaxDelaySeconds"]) == (8, 30), name


def test_a_step_that_timed_out_is_tried_again(definition: Definition) -> None:
    """Each may be repeated, and `States.TaskFailed` does not stand for a timeout."""
    for name, task in tasks(definition).items():
        if name != "Hold":
            assert "States.Timeout" in task["Retry"][1]["ErrorEquals"], name


def test_the_execution_ends_after_the_stages_limit_and_the_longest_pause(
    either: Deployment,
) -> None:
    machine = either.only("AWS::StepFunctions::StateMachine")

    assert f'"TimeoutSeconds": {1800 + 3 * 86_400}' in machine["DefinitionString"]
    assert machine["StateMachineType"] == "STANDARD"


def test_in_an_account_executions_are_traced_and_their_errors_logged(real: Deployment) -> None:
    machine = real.only("AWS::StepFunctions::StateMachine")

    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert machine["LoggingConfiguration"]["Level"] == "ERROR"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False


def test_an_error_without_a_cause_is_caught_all_the_same(definition: Definition) -> None:
    """A timeout has none, and an expression that finds nothing would fail the handler itself."""
    unguarded = "{% $states.errorOutput.Cause %}"

    assert unguarded not in [
        catch["Output"].get("cause")
        for task in tasks(definition).values()
        for catch in task["Catch"]
    ]
