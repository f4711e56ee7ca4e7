"""Pushing a folder of runbooks to a real bucket, which moto plays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from typer.testing import CliRunner

from casebook.runbooks import MOST_BYTES_A_FILE
from cli import runbooks

BUCKET = "team-casebook"
Run = Callable[..., Any]


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "night").mkdir()
    (tmp_path / "payments.md").write_text("# Payments")
    (tmp_path / "night" / "calls.md").write_text("# Calls")
    (tmp_path / "notes.txt").write_text("not for Casebook")
    return tmp_path


def run(*arguments: str) -> Any:
    return CliRunner().invoke(runbooks.app, [*arguments, "--bucket", BUCKET])


def keys(s3: Any) -> list[str]:
    return [each["Key"] for each in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_the_markdown_of_a_folder_is_put_under_its_workload(s3: Any, folder: Path) -> None:
    said = run("push", str(folder), "--workload", "wkl_1")

    assert said.exit_code == 0
    assert keys(s3) == ["knowledge/wkl_1/night/calls.md", "knowledge/wkl_1/payments.md"]
    assert "2 runbooks are in" in said.output


def test_a_project_shares_its_runbooks(s3: Any, folder: Path) -> None:
    run("push", str(folder), "--project", "team/b")

    assert keys(s3)[0].startswith("knowledge/projects/team%2Fb/")


def test_what_the_folder_lost_is_removed_only_if_that_is_asked_for(s3: Any, folder: Path) -> None:
    run("push", str(folder), "--workload", "wkl_1")
    (folder / "payments.md").unlink()

    run("push", str(folder), "--workload", "wkl_1")
    assert len(keys(s3)) == 2
    said = run("push", str(folder), "--workload", "wkl_1", "--mirror", "--json")
    assert json.loads(said.output) == {"pushed": ["night/calls.md"], "removed": ["payments.md"]}
    assert keys(s3) == ["knowledge/wkl_1/night/calls.md"]


@pytest.mark.usefixtures("s3")
def test_what_is_there_is_listed(folder: Path) -> None:
    run("push", str(folder), "--workload", "wkl_1")

    listed = json.loads(run("list", "--workload", "wkl_1", "--json").output)

    assert listed == {"night/calls.md": 7, "payments.md": 10}


@pytest.mark.usefixtures("s3")
def test_a_folder_without_runbooks_and_a_file_too_large_are_refused(
    tmp_path: Path, folder: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert isinstance(run("push", str(empty), "--workload", "wkl_1").exception, runbooks.NotPushed)

    (folder / "huge.md").write_text("x" * (MOST_BYTES_A_FILE + 1))
    refused = run("push", str(folder), "--workload", "wkl_1").exception
    assert isinstance(refused, runbooks.NotPushed)
    assert "huge.md has 131,073 bytes" in refused.message


def test_front_matter_that_cannot_be_read_is_told_before_anything_is_put(
    s3: Any, folder: Path
) -> None:
    (folder / "payments.md").write_text("---\nname: pay: now\n---\n# Payments")

    refused = run("push", str(folder), "--workload", "wkl_1").exception

    assert isinstance(refused, runbooks.NotPushed)
    assert "payments.md cannot be read: line 2: mapping values" in refused.message
    assert keys(s3) == []


@pytest.mark.parametrize(
    "whose", [[], ["--workload", "wkl_1", "--project", "team"], ["--workload", "shop"]]
)
def test_whose_they_are_must_be_clear(folder: Path, whose: list[str]) -> None:
    assert run("push", str(folder), *whose).exit_code == 2
