"""What goes wrong becomes a sentence, a way out and an exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from local import stack, state
from local.errors import DeployFailed, StackNotUp
from tests.command_line import Run, command_line
from tests.evals import suite


@pytest.fixture
def casebook(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return command_line(monkeypatch, capsys)


@pytest.fixture
def nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> None:
        raise StackNotUp

    monkeypatch.setattr(state, "read", read)


@pytest.mark.usefixtures("nothing_up")
@pytest.mark.parametrize(
    "arguments", [["status"], ["token"], ["ask", "What changed?"], ["diagnose"], ["usage"]]
)
def test_a_command_that_needs_the_stack_says_how_to_start_it(
    casebook: Run, arguments: list[str]
) -> None:
    code, out, err = casebook(*arguments)

    assert code == 1
    assert out == ""
    assert "casebook up" in err


@pytest.mark.usefixtures("nothing_up")
def test_stopping_what_does_not_run_is_no_failure(casebook: Run) -> None:
    assert casebook("down")[0] == 0


def test_an_unknown_fault_is_refused_before_anything_starts(casebook: Run) -> None:
    code, _, err = casebook("demo", "--fault", "earthquake")

    assert code == 1
    assert "dead-address" in err


def test_the_faults_are_listed_for_scripts(casebook: Run) -> None:
    code, out, _ = casebook("faults", "--json")

    assert code == 0
    assert '"throttled"' in out


@pytest.mark.usefixtures("nothing_up")
def test_a_missing_node_is_named(
    casebook: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)

    code, _, err = casebook("up")

    assert code == 1
    assert "Node.js" in err


@pytest.mark.usefixtures("nothing_up")
def test_a_failed_deployment_shows_what_the_cdk_said_last(
    casebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def up(progress: object, web_origins: object, start: object) -> None:
        raise DeployFailed("The CDK could not deploy the shop.", "Look there.", ["[x] rolled back"])

    monkeypatch.setattr(stack, "up", up)

    code, _, err = casebook("up")

    assert code == 1
    assert "[x] rolled back" in err
    assert "The CDK could not deploy the shop." in err


@pytest.mark.usefixtures("nothing_up")
def test_an_interrupt_ends_with_the_shells_code_for_it(
    casebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def up(progress: object, web_origins: object, start: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stack, "up", up)

    assert casebook("up")[0] == 130


def test_a_word_that_is_no_command_is_answered_with_usage_and_not_with_a_trace(
    casebook: Run,
) -> None:
    code, _, err = casebook("dmeo")

    assert code == 2
    assert "Traceback" not in err


def test_scenarios_are_replayed_without_a_stack(casebook: Run, tmp_path: Path) -> None:
    write_scenario(tmp_path)

    code, out, _ = casebook("eval", "--replay", "--json", str(tmp_path))

    found = json.loads(out)
    assert code == (0 if found["asExpected"] else 1)
    assert found["totals"]["all"]["scenarios"] == 1


def test_a_metamorphic_run_is_one_document_for_programs(casebook: Run, tmp_path: Path) -> None:
    write_scenario(tmp_path)

    code, out, _ = casebook(
        "eval", "--metamorphic", "--rows", "no history", "--jobs", "1", "--json", str(tmp_path)
    )

    found = json.loads(out)
    assert code == (0 if found["asItMust"] else 1)
    assert [run["row"] for run in found["runs"]] == ["unchanged", "no history"]


def test_a_transformation_that_is_not_there_is_refused(casebook: Run, tmp_path: Path) -> None:
    write_scenario(tmp_path)

    code, out, err = casebook("eval", "--metamorphic", "--rows", "moon", str(tmp_path))

    assert code == 2
    assert out == ""
    assert "no history" in err.replace("\n", " ")


def write_scenario(folder: Path) -> None:
    for name, content in suite.files("false-alarm-too-tight").items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
