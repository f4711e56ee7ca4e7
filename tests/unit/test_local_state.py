"""The state file tells later commands where the stack is, and tells nobody else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from local import emulator, state
from local.errors import StackNotUp
from local.state import Stack
from tests.fakes.local_stack import running_stack


@pytest.fixture
def stack() -> Stack:
    return running_stack()


def test_what_was_written_is_read_while_the_emulator_runs(
    stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulator, "is_running", lambda one: one == stack.emulator)
    file = tmp_path / "state.json"

    state.write(stack, file)

    assert state.read(file) == stack


def test_only_its_owner_may_read_the_state(stack: Stack, tmp_path: Path) -> None:
    file = tmp_path / "local" / "state.json"

    state.write(stack, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_process_that_is_not_the_emulator_makes_the_state_stale(
    stack: Stack, tmp_path: Path
) -> None:
    # This very process lives under the recorded id, as after a restart of the machine.
    file = tmp_path / "state.json"
    state.write(stack, file)

    with pytest.raises(StackNotUp):
        state.read(file)

    assert not file.exists()


def test_a_page_finds_this_stack(stack: Stack) -> None:
    config = stack.casebook.web_config

    assert config.api == stack.casebook.http_api_url
    assert config.client_id == stack.casebook.user_pool_client_id


@pytest.mark.parametrize("content", [None, "", "{}", '{"pid": 1}'])
def test_no_state_or_a_broken_one_means_that_nothing_is_up(
    content: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "state.json"
    if content is not None:
        file.write_text(content)

    with pytest.raises(StackNotUp):
        state.read(file)


def test_stopping_leaves_a_process_alone_that_is_not_the_emulator(stack: Stack) -> None:
    emulator.stop(stack.emulator)

    assert os.getpid() == stack.pid
