"""`casebook eval --ablate` and `--calibration`: measurements by replay that cannot fail."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.evaluation.scenario import Scenario


def present_ablation(
    scenarios: Sequence[Scenario], output: Console, progress: Console, *, as_json: bool
) -> None:
    """Print what each part is worth; a scenario that the product refuses is named and left out."""
    from cli.evaluation.ablation.recording import Recording, recorded
    from cli.evaluation.ablation.table import document, shown
    from cli.evaluation.ablation.worth import ablation

    def recordings() -> Iterator[Recording]:
        for scenario in _watched(scenarios, progress):
            try:
                recording = recorded(scenario)
            except Exception as error:  # noqa: BLE001 - one refusal must not end the run
                progress.print(f"{scenario.name}: {type(error).__name__}: {error}", markup=False)
                continue
            yield recording

    found = ablation(recordings())
    if as_json:
        print(json.dumps(document(found), indent=2))
    else:
        output.print(shown(found))


def present_calibration(
    scenarios: Sequence[Scenario], output: Console, progress: Console, *, as_json: bool
) -> None:
    """Print the reliability tables and the rates of grounding and of existence."""
    from cli.evaluation.calibration.grounding import existence, grounding, uncited
    from cli.evaluation.calibration.table import Checked, document, shown
    from cli.evaluation.replaying import replayed

    trials, checked = [], []
    for scenario in _watched(scenarios, progress):
        trial, diagnosis = replayed(scenario)
        trials.append(trial)
        if diagnosis and (report := diagnosis.report):
            beside = scenario.beside.workload.resources if scenario.beside else ()
            known = [each.name for each in (*scenario.workload.resources, *beside)]
            findings, evidence = tuple(diagnosis.findings), tuple(diagnosis.evidence)
            cited = grounding(report, findings, evidence)
            exists = existence(report, findings, evidence, known)
            checked.append(Checked(trial, cited, exists, uncited(report)))
    if as_json:
        print(json.dumps(document(trials, checked), indent=2))
    else:
        output.print(shown(trials, checked))


def _watched(scenarios: Sequence[Scenario], progress: Console) -> Iterator[Scenario]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=progress) as bar:
        yield from bar.track(scenarios, description="scenarios")
