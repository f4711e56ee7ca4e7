"""`casebook rules` lists what a diagnosis looks for."""

import json

import pytest

from casebook.knowledge.causes import causes
from cli import rules
from cli.evaluation.ablation.parts import parts


def test_every_row_and_every_rule_is_listed_once() -> None:
    listed = rules.document()

    names = [row["name"] for row in listed["causes"]] + [each["name"] for each in listed["rules"]]
    assert len(set(names)) == len(names) == len(parts())


def test_every_rule_says_why_and_every_row_where_that_is_written() -> None:
    assert [rule.name for rule in rules.in_python() if not rule.why] == []
    assert [row.name for row in causes() if not row.see] == []


def test_the_list_fits_80_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    rules.run()

    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 80
    assert all(row.name in said for row in causes())
    assert all(rule.name in said for rule in rules.in_python())


def test_the_document_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    rules.run(as_json=True)

    assert json.loads(capsys.readouterr().out) == rules.document()
