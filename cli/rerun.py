"""`casebook rerun`: run an ended diagnosis again, from the beginning or from one of its steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from cli import report
from cli.client import Client, sign_in
from cli.events import Event
from cli.following import follow_diagnosis
from local import state

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_STEPS = {"plan": "plan-made", "assess": "assessment-made"}
progress = Console(stderr=True)


def run(
    diagnosis: Annotated[str, typer.Argument(metavar="ID", help="An ended diagnosis' id.")],
    step: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="STEP",
            help="From which step on: `plan`, `assess`, an agent such as `log-agent`, each with"
            " `/ROUND` if it is not the first, or the seq of an event.",
        ),
    ] = None,
    hint: Annotated[
        str | None, typer.Option(help="Where to look first: names of resources, metrics, settings.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Run an ended diagnosis again and follow it. Steps that had ended before STEP stand."""
    stack = state.read()
    client = Client(stack.casebook.http_api_url, sign_in(stack))
    seq = None if step is None else seq_of(step, client.diagnosis_events(diagnosis, 0))
    again = client.rerun_diagnosis(diagnosis, seq, hint)
    progress.print(f"{again} runs {diagnosis} again.", markup=False, highlight=False)
    conclusion = follow_diagnosis(client, again, progress)
    if as_json:
        told = conclusion.report.model_dump(mode="json", by_alias=True)
        print(json.dumps({"diagnosisId": again, "report": told}, indent=2))
    else:
        report.show(Console(), conclusion.report)


def seq_of(step: str, events: Sequence[Event]) -> int:
    """The seq of the event that a step begins with. Raises BadParameter: there is no such step."""
    if step.isdecimal():
        return int(step)
    name, _, said = step.partition("/")
    round = int(said) if said.isdecimal() else 1
    steps = {
        (event.data.get("agent", event.type), event.data.get("round")): event.seq
        for event in reversed(events)
        if event.type in ("agent-started", *_STEPS.values())
    }
    wanted = (_STEPS.get(name, name), round)
    if wanted not in steps:
        names = {event_type: name for name, event_type in _STEPS.items()}
        known = (f"{names.get(each, each)}/{of}" for each, of in reversed(steps))
        raise typer.BadParameter(f"--from: it has no step {step}; it has {', '.join(known)}")
    return steps[wanted]
