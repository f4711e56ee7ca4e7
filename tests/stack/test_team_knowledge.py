"""A team's own knowledge on a stack: written over the API, and used by the next diagnosis."""

from __future__ import annotations

import time

import pytest
from rich.console import Console

from cli.client import Client, sign_in
from cli.errors import ApiError
from cli.evaluation.scoring import Trial
from cli.evaluation.trials import Trials
from local.state import Stack
from tests.unit.team_knowledge.documents import TEXT, changed
from tests.unit.team_knowledge.partner import allowance_used_up, scenario_of

SECONDS_UNTIL_IN_FORCE = 31.0


@pytest.fixture(scope="module")
def project() -> str:
    return allowance_used_up().project


def diagnosed(stack: Stack) -> Trial:
    """The partner lets nothing through; an alarm fires."""
    (trial,) = Trials(stack, Console(quiet=True)).run([scenario_of(allowance_used_up())])
    assert trial.report is not None, trial.problem
    return trial


def member(stack: Stack) -> Client:
    """Ann, whom the trial has put into its project."""
    return Client(stack.casebook.http_api_url, sign_in(stack))


def test_one_row_of_each_kind_is_used_by_the_next_diagnosis(stack: Stack, project: str) -> None:
    before = diagnosed(stack).report
    ann = member(stack)
    written = ann.put_team_knowledge(project, TEXT, 0)
    time.sleep(SECONDS_UNTIL_IN_FORCE)

    after = diagnosed(stack).report

    assert before is not None
    assert after is not None
    assert before.team_rows == ()
    assert written["version"] == 1
    assert after.root_cause is not None
    assert (after.root_cause.resource, after.root_cause.category) == (
        "partner-gateway",
        "throttling",
    )
    assert {f"{row.table} {row.name}" for row in after.team_rows} == {
        "cause partner-allowance-used-up",
        "sign partner-allowance",
        "reason lane-lost",
        "metric lane-waiters",
    }
    with pytest.raises(ApiError) as refused:
        ann.put_team_knowledge(project, changed("sign", 0, phrases=["error"]), 1)
    assert refused.value.status == 400
    assert 'sign: row "partner-allowance": phrases[1]' in refused.value.detail
    assert ann.team_knowledge(project)["version"] == 1


def test_strangers_neither_read_nor_write_it(stranger: Client, project: str) -> None:
    for call in (
        lambda: stranger.team_knowledge(project),
        lambda: stranger.put_team_knowledge(project, TEXT, 0),
        lambda: stranger.post(f"/api/projects/{project}/knowledge/check", {"document": TEXT}),
    ):
        with pytest.raises(ApiError) as refused:
            call()
        assert refused.value.status == 404
