"""The `casebook` command."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from cli import (
    demo,
    evaluating,
    evidence,
    feedback,
    import_sessions,
    invitation,
    knowledge,
    lists,
    migrate,
    projects,
    report,
    rerun,
    rules,
    runbooks,
    sessions,
    settings,
    shop,
    status,
    token,
    tools,
    usage,
    whoami,
    workload_map,
)
from cli.client import Client, sign_in
from cli.errors import ApiError, SignInFailed
from cli.experiment import Experiment
from cli.following import NotAnswered, NotConcluded, ask, follow_diagnosis
from cli.starting import origins_named, up
from cli.stream import ConnectionLost
from local import faults, state
from local import stack as local_stack
from local.errors import DeployFailed, LocalError
from local.state import Stack

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Casebook, the on-call diagnostician.",
)
progress = Console(stderr=True)
output = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ModelsFile = Annotated[
    Path | None,
    typer.Option(
        "--models",
        metavar="FILE",
        help="Let the models of this document answer (docs/models.md); fixed rules do otherwise.",
    ),
]
WebOrigins = Annotated[
    list[str] | None,
    typer.Option(
        "--web-origin",
        metavar="ORIGIN",
        callback=origins_named,
        help="Let pages of this origin call the API and sign in, too; may be given repeatedly.",
    ),
]
WorkloadName = Annotated[str, typer.Option("--workload", help="The workload's name or id.")]


@app.command(name="up")
def start(
    models_file: ModelsFile = None,
    web_origin: WebOrigins = None,
    deaths: Annotated[
        bool, typer.Option("--deaths", help="Let `python -m local.deaths` kill functions.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Start Casebook and the demo shop on the local AWS and keep them."""
    stack, started = up(models_file, progress, web_origin or [], deaths)
    if not started:
        progress.print("Casebook is up already.")
    status.show(stack, as_json)


@app.command()
def down() -> None:
    """Stop what `up` started."""
    progress.print("Stopped." if local_stack.down() else "Nothing was running.")


@app.command(name="faults")
def list_faults(as_json: AsJson = False) -> None:
    """List what can be broken in the shop."""
    described = {fault.name: fault.description for fault in faults.FAULTS.values()}
    if as_json:
        _print_json(described)
        return
    for name, description in described.items():
        output.print(f"[bold]{name:16}[/] {description}")


@app.command(name="demo")
def run_demo(
    fault: Annotated[str, typer.Option(help="What to break.")] = "dead-address",
    as_json: AsJson = False,
    keep: Annotated[bool, typer.Option(help="Leave the stack up afterwards.")] = False,
    models_file: ModelsFile = None,
) -> None:
    """Break the shop and watch Casebook find out why."""
    chosen = faults.find(fault)
    stack, started = up(models_file, progress)
    kept = keep or not started
    invitation.show(stack, progress)
    try:
        client = _client(stack)
        experiment = Experiment(stack, client, chosen, progress)
        outcome = experiment.run()
        if as_json:
            _print_json(outcome.document())
        else:
            demo.present(outcome, client, output, kept=kept)
            if not kept and output.is_terminal and sys.stdin.isatty():
                invitation.keep_open(stack, output)
        if kept:
            experiment.settle()
    finally:
        if not kept:
            local_stack.down()
    if not outcome.as_expected:
        progress.print(f"[red]The diagnosis did not find what {fault} did.[/]")
        raise typer.Exit(1)


@app.command(name="ask")
def ask_agent(
    question: Annotated[str, typer.Argument(help="What you want to know.")],
    workload: WorkloadName = shop.NAME,
    as_json: AsJson = False,
) -> None:
    """Ask the agent about a workload."""
    client = _client(state.read())

    def say(words: str) -> None:
        if not as_json:
            output.print(words, end="", markup=False, highlight=False)

    answer = ask(client, shop.find(client, workload), question, say)
    if as_json:
        _print_json({"answer": answer.text, "evidence": list(answer.evidence)})
    else:
        output.print()


@app.command()
def diagnose(workload: WorkloadName = shop.NAME, as_json: AsJson = False) -> None:
    """Start a diagnosis by hand and follow it."""
    client = _client(state.read())
    diagnosis = client.start_diagnosis(shop.find(client, workload))
    conclusion = follow_diagnosis(client, diagnosis, progress)
    if as_json:
        _print_json(conclusion.report.model_dump(mode="json", by_alias=True))
    else:
        report.show(output, conclusion.report)


app.command(name="eval")(evaluating.run)
app.command(name="diagnoses")(lists.diagnoses)
app.command(name="alarms")(lists.alarms)
app.command(name="evidence")(evidence.run)
app.command(name="feedback")(feedback.run)
app.command(name="map")(workload_map.run)
app.command(name="rerun")(rerun.run)
app.command(name="rules")(rules.run)
app.command(name="status")(status.run)
app.command(name="token")(token.run)
app.command(name="usage")(usage.run)
app.command(name="sessions")(sessions.run)
app.command(name="whoami")(whoami.run)
app.command(name="settings")(settings.run)
app.command(name="migrate")(migrate.run)
app.command(name="import-sessions")(import_sessions.run)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(runbooks.app, name="runbooks")
app.add_typer(tools.app, name="tools")
app.add_typer(projects.app, name="projects")


def main() -> None:
    """Runs the command; what goes wrong becomes a sentence and a way out, never a trace."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    try:
        app()
    except LocalError as error:
        for line in error.lines if isinstance(error, DeployFailed) else []:
            progress.print(f"  {line}", style="dim", markup=False)
        _fail(error.message, error.fix)
    except (ApiError, SignInFailed, ConnectionLost) as error:
        _fail(f"Casebook did not do that: {error}", "`casebook status` shows whether it is up.")
    except (NotConcluded, NotAnswered) as error:
        _fail(str(error), "The functions' log groups say why.")
    except (ClientError, BotoCoreError) as error:
        _fail(f"The local AWS refused: {error}", "`casebook down`, then `casebook up`.")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _fail(message: str, fix: str) -> None:
    progress.print(message, style="red", markup=False, highlight=False)
    progress.print(fix, markup=False, highlight=False)
    sys.exit(1)


def _client(stack: Stack) -> Client:
    return Client(stack.casebook.http_api_url, sign_in(stack))


def _print_json(document: Any) -> None:
    print(json.dumps(document, indent=2))
