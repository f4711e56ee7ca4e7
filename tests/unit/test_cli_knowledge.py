"""`casebook knowledge check`, and what the others say of what the API answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from casebook.team_knowledge.requests import TeamKnowledgePage
from cli import knowledge
from cli.errors import ApiError
from tests.unit.team_knowledge.documents import EXAMPLE, TEXT, changed

WRONG = changed("sign", 0, phrases=["error"], examples=["all is well"])


class Api:
    """What the client of the API is asked; `problem` is what it answers to PUT."""

    def __init__(self, problem: ApiError | None = None) -> None:
        self.problem = problem
        self.put: tuple[str, str, int] | None = None

    def team_knowledge(self, project: str, version: int | None = None) -> dict[str, Any]:
        page = TeamKnowledgePage(
            project=project, version=version or 3, newest=3, document=TEXT, rows=()
        )
        return page.model_dump(mode="json", by_alias=True)

    def put_team_knowledge(self, project: str, document: str, version: int) -> dict[str, Any]:
        if self.problem:
            raise self.problem
        self.put = project, document, version
        return {**self.team_knowledge(project), "version": version + 1}


def run(*arguments: str) -> Any:
    return CliRunner().invoke(knowledge.app, [*arguments])


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    file = tmp_path / "wrong.toml"
    file.write_text(WRONG, encoding="utf-8")
    return str(file)


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    api = Api()
    monkeypatch.setattr(knowledge, "_of", lambda project: (api, project or "shop"))
    return api


def test_what_is_right_is_told_with_its_rows() -> None:
    said = run("check", str(EXAMPLE))

    assert said.exit_code == 0
    assert "Nothing is wrong" in said.output
    assert "partner-allowance-used-up" in said.output


def test_everything_that_is_wrong_is_told_by_row_and_field(wrong: str) -> None:
    said = run("check", wrong)

    assert said.exit_code == 1
    assert 'sign: row "partner-allowance": phrases[1]: fits' in said.output
    assert 'sign: row "partner-allowance": examples[1]: the row does not fit it' in said.output


def test_programs_get_one_document(wrong: str) -> None:
    right, problems = run("check", str(EXAMPLE), "--json"), run("check", wrong, "--json")

    assert (right.exit_code, problems.exit_code) == (0, 1)
    assert json.loads(right.output)["problems"] == []
    assert json.loads(problems.output)["problems"][0]["field"].endswith("phrases[1]")


def test_a_document_replaces_the_version_that_was_seen(api: Api) -> None:
    said = run("put", str(EXAMPLE))

    assert api.put == ("shop", TEXT, 3)
    assert "Version 4 is in force for shop." in said.output


def test_a_refused_document_is_told_by_row_and_field_and_what_stays(api: Api) -> None:
    errors = [{"field": "sign: row 1", "error": "is no table"}]
    api.problem = ApiError(400, {"detail": "…", "errors": errors})

    refused = run("put", str(EXAMPLE)).exception

    assert isinstance(refused, knowledge.NotKept)
    assert (refused.message, refused.fix) == (
        "sign: row 1: is no table",
        "Version 3 stays in force.",
    )


def test_who_was_overtaken_is_told_what_to_do(api: Api) -> None:
    api.problem = ApiError(409, {"detail": "version: the newest is 5"})

    refused = run("put", str(EXAMPLE)).exception

    assert isinstance(refused, knowledge.NotKept)
    assert "knowledge get" in refused.fix


def test_the_document_is_printed_as_it_was_written(api: Api) -> None:
    assert run("get").output == TEXT
    assert json.loads(run("get", "--version", "2", "--json").output)["version"] == 2


@pytest.mark.parametrize("body", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, body: bytes | None) -> None:
    file = tmp_path / "team.toml"
    if body:
        file.write_bytes(body)

    assert isinstance(run("check", str(file)).exception, knowledge.NotKept)
