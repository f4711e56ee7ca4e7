"""From the alarm to the conclusion, on the local AWS, for every fault of the demo workload.

Seconds are this machine's and only reported; state transitions are counted from the execution's
history and repeat exactly.
"""

import os
from pathlib import Path
from typing import Any

# Before anything of `local` is imported, which reads it.
os.environ["CASEBOOK_LOCAL_DIR"] = str(Path(__file__).parents[2] / ".build" / "bench")

from rich.console import Console

from cli.client import Client, sign_in
from cli.experiment import Experiment
from local import emulator
from local import stack as local_stack
from local.faults import FAULTS
from local.state import Stack

TRANSITIONS_TARGET = 16
SECONDS_TARGET = 15


def diagnoses(console: Console) -> dict[str, dict[str, Any]]:
    """By fault: verdict, whether it was as expected, seconds, events, rounds, transitions."""
    running = local_stack.deploy_afresh(lambda what: console.print(f"  {what}"))
    try:
        client = Client(running.casebook.http_api_url, sign_in(running))
        return {name: _diagnosed(running, client, name, console) for name in FAULTS}
    finally:
        emulator.stop(running.emulator)


def _diagnosed(running: Stack, client: Client, name: str, console: Console) -> dict[str, Any]:
    console.print(f"  {name}")
    experiment = Experiment(running, client, FAULTS[name], Console(quiet=True))
    outcome = experiment.run()
    experiment.settle()
    report = outcome.conclusion.report
    return {
        "verdict": report.verdict.value,
        "asExpected": outcome.as_expected,
        "confidence": report.confidence,
        "seconds": round(outcome.seconds, 2),
        "targetSeconds": SECONDS_TARGET,
        "events": outcome.conclusion.events,
        **_history(running, outcome.conclusion.diagnosis),
        "targetTransitions": TRANSITIONS_TARGET,
    }


def _history(running: Stack, diagnosis: str) -> dict[str, int]:
    """State transitions of the execution, and the rounds it took.

    The local AWS writes down that a task within a Map was scheduled, and not that its state was
    entered, as AWS does; so such a task counts as its state.
    """
    machine = running.casebook.state_machine_arn
    execution = machine.replace(":stateMachine:", ":execution:") + f":{diagnosis}"
    states = running.aws.client("stepfunctions")
    entered: list[str] = []
    scheduled = entered_tasks = 0
    for page in states.get_paginator("get_execution_history").paginate(executionArn=execution):
        details = (event.get("stateEnteredEventDetails") for event in page["events"])
        entered += [detail["name"] for detail in details if detail]
        kinds = [event["type"] for event in page["events"]]
        scheduled += kinds.count("TaskScheduled")
        entered_tasks += kinds.count("TaskStateEntered")
    inside_map = max(0, scheduled - entered_tasks)
    return {"transitions": len(entered) + inside_map, "rounds": entered.count("Assess")}
