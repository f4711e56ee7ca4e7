"""`casebook eval`: on the stack, by replay in this process, and on variants of the scenarios."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.evaluation import board, measuring, reading
from cli.evaluation.metamorphic.on_stack import run_on_stack
from cli.evaluation.metamorphic.running import Metamorphic, Run
from cli.evaluation.metamorphic.table import Results
from cli.evaluation.metamorphic.table import document as metamorphic_document
from cli.evaluation.metamorphic.table import shown as metamorphic_shown
from cli.evaluation.replaying import explanation, replayed
from cli.evaluation.scenario import Scenario
from cli.evaluation.scoring import Trial
from cli.evaluation.trials import Trials
from cli.starting import up
from local import stack as local_stack

progress = Console(stderr=True)
output = Console()

Folders = Annotated[
    list[Path], typer.Argument(metavar="DIR", help="Scenarios, or folders of them.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
ModelsFile = Annotated[
    Path | None,
    typer.Option(
        "--models",
        metavar="FILE",
        help="Let the models of this document answer (docs/models.md); fixed rules do otherwise.",
    ),
]
Replayed = Annotated[bool, typer.Option("--replay", help="Without a stack, in this process.")]
Why = Annotated[bool, typer.Option("--why", help="By replay, with findings and hypotheses.")]
Part = Annotated[str | None, typer.Option(help="Only this part of the suite (index.json).")]
IsMetamorphic = Annotated[
    bool, typer.Option("--metamorphic", help="Variants of the scenarios, by replay.")
]
OnStack = Annotated[bool, typer.Option("--stack", help="The variants on the stack.")]
Ablated = Annotated[
    bool, typer.Option("--ablate", help="What each rule, tie and way is worth, by replay.")
]
Calibrated = Annotated[
    bool,
    typer.Option("--calibration", help="How far confidence and citations hold, by replay."),
]
Seed = Annotated[int, typer.Option(help="Chooses the variants and all that is random in them.")]
Sample = Annotated[
    int | None, typer.Option(min=1, help="At most so many variants of each transformation.")
]
Rows = Annotated[str, typer.Option(help="Only these transformations, with commas between.")]
Jobs = Annotated[int, typer.Option(min=1, help="Worker processes.")]


def run(
    folders: Folders,
    as_json: AsJson = False,
    models_file: ModelsFile = None,
    replay: Replayed = False,
    why: Why = False,
    part: Part = None,
    metamorphic: IsMetamorphic = False,
    on_stack: OnStack = False,
    seed: Seed = 1,
    sample: Sample = None,
    rows: Rows = "",
    jobs: Jobs = 2,
    ablate: Ablated = False,
    calibration: Calibrated = False,
) -> None:
    """Load incidents with a known cause, let Casebook diagnose them, and score it."""
    # Before the stack, so that a typing mistake costs nothing.
    scenarios = [s for s in reading.find(folders) if part in (None, s.part)]
    if metamorphic:
        wanted = tuple(name.strip() for name in rows.split(",") if name.strip())
        asked = Metamorphic(scenarios, seed, wanted, sample)
        _check_rows(asked)
        runs = _on_stack(asked, models_file) if on_stack else _in_workers(asked, jobs)
        _present_metamorphic(Results(runs, asked.relations), seed, as_json=as_json)
        return
    if ablate:
        measuring.present_ablation(scenarios, output, progress, as_json=as_json)
        return
    if calibration:
        measuring.present_calibration(scenarios, output, progress, as_json=as_json)
        return
    replay = replay or why
    trials = list(_replays(scenarios, why=why) if replay else _trials(scenarios, models_file))
    if as_json:
        print(json.dumps(board.document(trials), indent=2))
    else:
        output.print(board.table(trials), "", board.totals(trials))
    if not board.as_expected(trials):
        raise typer.Exit(1)


def _trials(scenarios: Sequence[Scenario], models_file: Path | None) -> Iterator[Trial]:
    stack, started = up(models_file, progress)
    try:
        for trial in Trials(stack, progress).run(scenarios):
            progress.print(board.line(trial), soft_wrap=True)
            yield trial
    finally:
        if started:
            local_stack.down()


def _replays(scenarios: Sequence[Scenario], *, why: bool) -> Iterator[Trial]:
    for scenario in scenarios:
        trial, diagnosis = replayed(scenario)
        if why and diagnosis:
            for line in explanation(diagnosis):
                progress.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
        yield trial


def _check_rows(asked: Metamorphic) -> None:
    if unknown := sorted(set(asked.rows) - {relation.name for relation in asked.relations}):
        known = ", ".join(relation.name for relation in Metamorphic(asked.scenarios).relations)
        message = f"There is no transformation {', '.join(unknown)}; there are {known}."
        raise typer.BadParameter(message, param_hint="--rows")


def _in_workers(asked: Metamorphic, jobs: int) -> list[Run]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=progress) as shown:
        task = shown.add_task("scenarios with their variants", total=None)
        return asked.run(jobs, lambda through, of: shown.update(task, completed=through, total=of))


def _on_stack(asked: Metamorphic, models_file: Path | None) -> list[Run]:
    stack, started = up(models_file, progress)
    try:
        return run_on_stack(asked, Trials(stack, progress))
    finally:
        if started:
            local_stack.down()


def _present_metamorphic(results: Results, seed: int, *, as_json: bool) -> None:
    if as_json:
        document: dict[str, Any] = metamorphic_document(results, seed)
        print(json.dumps(document, indent=2))
    else:
        output.print(metamorphic_shown(results))
    if not results.as_it_must:
        raise typer.Exit(1)
