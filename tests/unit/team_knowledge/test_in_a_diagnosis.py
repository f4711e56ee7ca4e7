"""Whole diagnoses of what only the team can know, and of what it knows nothing of."""

import random

import pytest

from casebook.domain.report import Report, TeamRow
from casebook.domain.team_knowledge import TeamDocument
from cli.evaluation.replay import Replay
from local.memory.team_knowledge import MemoryTeamDocumentStore
from tests.evals.suite import scenarios
from tests.unit.team_knowledge.documents import TEXT
from tests.unit.team_knowledge.partner import PARTNER, allowance_used_up

SAMPLE = random.Random("team").sample(sorted(each.name for each in scenarios()), 12)


def documents(text: str, project: str) -> MemoryTeamDocumentStore:
    return MemoryTeamDocumentStore(TeamDocument(project=project, version=1, document=text))


def test_a_failure_that_the_team_alone_knows_is_explained_by_its_rows() -> None:
    of = allowance_used_up()
    without = of.diagnosed()

    report = of.diagnosed(documents(TEXT, of.project))

    assert report.root_cause is not None
    assert (report.root_cause.resource, report.root_cause.category) == (PARTNER, "throttling")
    assert f"{PARTNER} declines what" in report.summary
    assert report.confidence > without.confidence
    assert set(report.team_rows) == {
        TeamRow(table="cause", name="partner-allowance-used-up"),
        TeamRow(table="sign", name="partner-allowance"),
        TeamRow(table="reason", name="lane-lost"),
        TeamRow(table="metric", name="lane-waiters"),
    }
    assert without.team_rows == ()


@pytest.mark.parametrize("name", SAMPLE)
def test_rows_that_have_nothing_to_do_with_an_incident_change_nothing_of_its_report(
    name: str,
) -> None:
    scenario = next(each for each in scenarios() if each.name == name)
    project = scenario.workload.project

    with_rows = Replay(scenario, documents=documents(TEXT, project)).diagnosis().report
    without = Replay(scenario).diagnosis().report

    assert with_rows is not None
    assert without is not None
    assert _said(with_rows) == _said(without)


def _said(report: Report) -> object:
    causes = [(each.resource, each.category, each.confidence) for each in report.hypotheses]
    return report.verdict, report.root_cause, report.confidence, causes, report.team_rows
