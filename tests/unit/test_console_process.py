"""The console's server runs by itself, for as long as the emulator does."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from cli import status
from local import console, paths, ports, state
from local import stack as local_stack
from local.errors import ConsoleNotServed
from local.state import Stack
from tests.fakes.local_stack import running_stack

SECONDS = 20


@pytest.fixture
def emulator() -> Iterator[subprocess.Popen[bytes]]:
    """A process that stands for the emulator: nothing but its end matters here."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.fixture
def stack(
    emulator: subprocess.Popen[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stack]:
    """A stack whose console is served by a process of its own."""
    web = tmp_path / "web"
    web.mkdir()
    (web / "index.html").write_text("the console")
    monkeypatch.setattr(paths, "WEB", web)
    monkeypatch.setenv("CASEBOOK_WEB_DIR", str(web))
    monkeypatch.setattr(paths, "CONSOLE_LOG", tmp_path / "console.log")
    listening = console.listen()
    known = running_stack().model_copy(
        update={"pid": emulator.pid, "console": console.origin(listening)}
    )
    pid = console.start(listening, known.casebook, known.pid)
    yield known.model_copy(update={"console_pid": pid})
    console.stop(pid)


def get(address: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(address, timeout=SECONDS)


def ended(pid: int) -> bool:
    deadline = time.monotonic() + SECONDS
    while console.is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not console.is_running(pid)


def test_who_comes_before_it_serves_is_answered_when_it_does(stack: Stack) -> None:
    assert get(stack.page_of_diagnosis("dia_1")).text == "the console"
    assert get(f"{stack.console}/config.json").json()["clientId"] == "UserPoolClientId"


def test_it_ends_with_the_emulator(stack: Stack, emulator: subprocess.Popen[bytes]) -> None:
    assert get(stack.console).ok

    emulator.kill()
    emulator.wait()

    assert ended(stack.console_pid)


def test_it_is_stopped_by_its_process_id(stack: Stack) -> None:
    assert console.is_running(stack.console_pid)

    console.stop(stack.console_pid)

    assert not console.is_running(stack.console_pid)
    with pytest.raises(requests.ConnectionError):
        get(stack.console)


def test_its_status_tells_whether_it_is_served(
    stack: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> tuple[bool, bool]:
        """As a program is told, and as a person is."""
        status.show(stack, as_json=True)
        served = json.loads(capsys.readouterr().out)["consoleServed"]
        status.show(stack, as_json=False)
        return served, "run `casebook up`" not in capsys.readouterr().out

    assert told() == (True, True)

    console.stop(stack.console_pid)

    assert told() == (False, False)


def test_a_process_that_is_no_console_is_left_alone(emulator: subprocess.Popen[bytes]) -> None:
    console.stop(emulator.pid)

    assert emulator.poll() is None


def test_a_console_that_ended_is_served_again_at_its_address(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Stack] = []
    monkeypatch.setattr(state, "write", written.append)
    assert local_stack.serve_again(stack) is stack
    console.stop(stack.console_pid)

    served = local_stack.serve_again(stack)

    try:
        assert written == [served]
        assert get(served.console).text == "the console"
    finally:
        console.stop(served.console_pid)


def taken(port: int) -> socket.socket:
    """A socket that holds this very port, which a test beside this one may have for a moment."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        listening = ports.listen(port)
        if listening.getsockname()[1] == port:
            return listening
        listening.close()
        time.sleep(0.1)
    raise TimeoutError(f"somebody else keeps port {port}")


def test_a_console_whose_port_is_taken_says_so(stack: Stack) -> None:
    console.stop(stack.console_pid)

    with (
        taken(console.port(stack.console)),
        pytest.raises(ConsoleNotServed, match=re.escape(stack.console)),
    ):
        local_stack.serve_again(stack)
