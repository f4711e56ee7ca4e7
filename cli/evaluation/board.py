"""The results of an evaluation: a table for people, a document for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from cli.evaluation.scoring import SURE, Totals, Trial, by_part


def as_expected(trials: Sequence[Trial]) -> bool:
    return all(each.score.right for each in trials)


def line(trial: Trial) -> str:
    """One trial as it ends, for whoever waits for the others."""
    name, _, cause, right, _, seconds = _row(trial)
    return f"{name}: {right}  [dim]{cause}  {seconds} s[/]"


def table(trials: Sequence[Trial]) -> Table:
    """A row a trial, made for 80 columns: what was concluded stands under the scenario's name."""
    found = Table(box=None, pad_edge=False)
    found.add_column("scenario", overflow="fold")
    for name in ("verdict", "right?"):
        found.add_column(name, no_wrap=True)
    for name in ("conf.", "s"):
        found.add_column(name, justify="right", no_wrap=True)
    for trial in trials:
        name, verdict, cause, right, confidence, seconds = _row(trial)
        short = "[green]yes[/]" if trial.score.right else "[red]no[/]"
        below = [f"[dim]{cause}[/]"] if cause not in ("", "-") else []
        below += [] if trial.score.right or trial.report is None else [right]
        told = "\n".join((name, *(f"  {line}" for line in below)))
        found.add_row(told, verdict, short, confidence, seconds)
    return found


def totals(trials: Sequence[Trial]) -> Table:
    parts = by_part(trials)
    found = Table(box=None, pad_edge=False)
    found.add_column("")
    for name in parts:
        found.add_column(name, justify="right")
    figures = {name: _figures(part) for name, part in parts.items()}
    for row in figures["all"]:
        found.add_row(row, *(figures[name][row] for name in parts))
    return found


def document(trials: Sequence[Trial]) -> dict[str, Any]:
    """The one JSON document of `--json`."""
    return {
        "asExpected": as_expected(trials),
        "totals": {name: part.document() for name, part in by_part(trials).items()},
        "scenarios": [_entry(each) for each in trials],
    }


def _row(trial: Trial) -> tuple[str, str, str, str, str, str]:
    report, name = trial.report, escape(trial.scenario)
    if report is None:
        return name, "[red]none[/]", escape(trial.problem or ""), "[red]no[/]", "", ""
    cause = report.root_cause
    return (
        name,
        report.verdict.value,
        escape(f"{cause.resource} / {cause.category}") if cause else "-",
        _judged(trial),
        f"{report.confidence:.2f}",
        f"{trial.seconds:.1f}",
    )


def _judged(trial: Trial) -> str:
    score, wanted = trial.score, trial.expected
    if score.right:
        return "[green]yes[/]"
    wrong = []
    if not score.verdict:
        wrong.append(f"verdict, not {' or '.join(wanted.verdict)}")
    if not score.resource:
        wrong.append(f"resource, not {' or '.join(each or 'none' for each in wanted.resource)}")
    if not score.category:
        wrong.append(f"category, not {' or '.join(wanted.category or ())}")
    if score.missing:
        wrong.append(f"does not mention {', '.join(score.missing)}")
    if score.blamed:
        wrong.append(f"blames {score.blamed}")
    if score.confidently_wrong:
        wrong.append("and is sure of it")
    return f"[red]{escape('; '.join(wrong))}[/]"


def _figures(totals: Totals) -> dict[str, str]:
    found = totals.document()
    of_all = found["scenarios"]

    def share(name: str, of: int = of_all) -> str:
        return f"{found[name]} of {of}" + (f" {found[name] / of:.0%}" if of else "")

    cost = found["costUsd"]
    return {
        "everything as expected": share("right"),
        "resource right": share("resourceRight"),
        "category right": share("categoryRight"),
        "both right": share("bothRight"),
        "false alarms called healthy": share("falseAlarmsCalledHealthy", found["falseAlarms"]),
        f"wrong with confidence above {SURE:g}": str(found["confidentlyWrong"]),
        "seconds, median and most": f"{found['secondsMedian']} / {found['secondsMost']}",
        "tokens": str(found["tokens"]),
        "dollars": "unknown" if cost is None else f"{cost:.4f}",
    }


def _entry(trial: Trial) -> dict[str, Any]:
    score, report = trial.score, trial.report
    result = report.model_dump(mode="json", by_alias=True) if report else None
    return {
        "scenario": trial.scenario,
        "part": trial.part,
        "right": score.right,
        "verdict": result["verdict"] if result else None,
        "rootCause": result["rootCause"] if result else None,
        "confidence": result["confidence"] if result else None,
        "expected": trial.expected.model_dump(mode="json", by_alias=True),
        "verdictRight": score.verdict,
        "resourceRight": score.resource,
        "categoryRight": score.category,
        "missingMentions": list(score.missing),
        "blamed": score.blamed,
        "confidentlyWrong": score.confidently_wrong,
        "seconds": round(trial.seconds, 2),
        "tokens": trial.tokens,
        "costUsd": result["costUsd"] if result else None,
        "diagnosisId": trial.diagnosis,
        "problem": trial.problem,
        "result": result,
    }
