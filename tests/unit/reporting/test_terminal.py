"""Reports as people read them: within 80 columns, in plain English, in order."""

import io
import random
import re
from functools import cache
from itertools import pairwise

import pytest
from rich.console import Console

from casebook.domain.report import Report, Verdict
from casebook.reasoning.symptoms import CLOCKS
from cli.evaluation import board
from cli.evaluation.replay import Replay
from cli.evaluation.scoring import Trial
from cli.report import show
from tests.evals.suite import scenarios
from tests.fakes.aws_cli import parse

WIDTH = 80
SAMPLE = random.Random("reports").sample(sorted(each.name for each in scenarios()), 16)
RIDDLES = re.compile(r"\b(?:mend|mends|mended)\b", re.IGNORECASE)


@cache
def trial(name: str) -> Trial:
    scenario = next(each for each in scenarios() if each.name == name)
    diagnosis = Replay(scenario).diagnosis()
    return Trial(
        scenario=name,
        part=scenario.part,
        expected=scenario.expected,
        diagnosis=diagnosis.diagnosis_id,
        report=diagnosis.report,
        seconds=1.0,
    )


def report_of(name: str) -> Report:
    report = trial(name).report
    assert report is not None
    return report


def shown(*parts: object) -> list[str]:
    console = Console(width=WIDTH, record=True, file=io.StringIO())
    for part in parts:
        if isinstance(part, Report):
            show(console, part)
        else:
            console.print(part)
    return console.export_text().splitlines()


@pytest.mark.parametrize("name", SAMPLE)
def test_a_report_fits_80_columns_and_breaks_no_word(name: str) -> None:
    report = report_of(name)

    lines = shown(report)

    assert max(map(len, lines)) <= WIDTH
    assert not [line for line in lines if RIDDLES.search(line)]
    text = " ".join(" ".join(lines).replace("│", " ").split())
    words = [word for word in report.summary.split() if len(word) < 60 and "evd_" not in word]
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("name", SAMPLE)
def test_a_report_begins_with_its_verdict_since_when_and_the_cause(name: str) -> None:
    report = report_of(name)

    lines = [line.strip("│╭╮ ") for line in shown(report)]

    assert lines[1].startswith(report.verdict.value.upper())
    if report.since:
        assert lines[2].startswith("since ")
    sections = ["The change", "What to do", "Timeline", "Hypotheses", "Evidence"]
    places = [lines.index(title) for title in sections if title in lines]
    assert places == sorted(places)


@pytest.mark.parametrize("name", SAMPLE)
def test_every_command_of_a_report_can_be_run(name: str) -> None:
    report = report_of(name)

    for step in (*report.remediation, *report.next_steps):
        if step.command:
            parse(step.command)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_timeline_has_nothing_before_what_may_have_come_first(name: str) -> None:
    for earlier, later in pairwise(report_of(name).timeline):
        assert earlier.at <= (later.until or later.at) + CLOCKS


@pytest.mark.parametrize("name", SAMPLE)
def test_a_healthy_report_cites_its_proof_and_an_open_one_says_what_next(name: str) -> None:
    report = report_of(name)

    if report.verdict is Verdict.HEALTHY:
        assert any(evidence.id in report.summary for evidence in report.evidence)
        assert not any("best guess" in step.text for step in report.remediation)
    if report.verdict is Verdict.INCONCLUSIVE:
        assert "Looked at: " in report.summary
        assert report.looked_at
        assert report.next_steps


def test_the_board_fits_80_columns_and_breaks_no_word() -> None:
    trials = [trial(name) for name in SAMPLE]

    lines = shown(board.table(trials), board.totals(trials))

    assert max(map(len, lines)) <= WIDTH
    text = " ".join(lines).split()
    for one in trials:
        assert one.scenario in text
        assert report_of(one.scenario).verdict.value in text
