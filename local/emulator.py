"""Starts and stops the AWS emulator (MiniStack) on a free loopback port.

It runs as a process group of its own, because its Lambda functions are child processes: the
group is what `stop` ends, by the process id that `start` returned and never by a name.
"""

from __future__ import annotations

import json
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from local import aws, paths, ports, processes
from local.errors import EmulatorFailed

START_SECONDS = 30.0
STOP_SECONDS = 8.0
_COMMAND = "ministack"
"""The module that is the emulator, and the word by which its process is known."""
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Emulator:
    """A started emulator."""

    pid: int
    port: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def start(log: Path = paths.EMULATOR_LOG, module: str = _COMMAND) -> Emulator:
    """Starts an emulator and returns when it answers. Raises EmulatorFailed.

    `module` may be one of this project that wraps the emulator; its name must end in `ministack`.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    port = ports.free()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [paths.emulator_python(), "-m", module],
            cwd=paths.ROOT,
            env=aws.environment() | _settings(port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    emulator = Emulator(process.pid, port)
    try:
        _wait_until_healthy(process, emulator, log)
    except BaseException:
        stop(emulator)
        raise
    return emulator


def is_running(emulator: Emulator) -> bool:
    """Whether this very emulator still runs.

    A process id alone proves nothing after a restart of the machine, and a port may by now be
    someone else's: the process must be an emulator and its port must answer as one.
    """
    return processes.runs(emulator.pid, _COMMAND) and is_healthy(emulator)


def is_healthy(emulator: Emulator) -> bool:
    """Whether the health endpoint answers."""
    try:
        with _DIRECT.open(f"{emulator.endpoint}/_ministack/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def record_calls(emulator: Emulator, on: bool) -> None:
    """Switches CloudTrail's recording, which is on when the emulator starts."""
    request = urllib.request.Request(
        f"{emulator.endpoint}/_ministack/config",
        data=json.dumps({"cloudtrail._recording_enabled": str(on).lower()}).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with _DIRECT.open(request, timeout=5):
        pass


def stop(emulator: Emulator) -> None:
    """Ends the emulator and its workers; does nothing when it is gone already."""
    processes.end(emulator.pid, _COMMAND, STOP_SECONDS)


def _settings(port: int) -> dict[str, str]:
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": aws.REGION,
        "AUTH": "true",
        "CLOUDTRAIL_RECORDING": "1",
        # It records reads and data events too, which would soon push the changes out.
        "CLOUDTRAIL_MAX_EVENTS": "50000",
        "LOG_LEVEL": "INFO",
        "PYTHONUNBUFFERED": "1",
        # Both listen on fixed ports of every interface unless they are told not to.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


def _wait_until_healthy(process: subprocess.Popen[bytes], emulator: Emulator, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if is_healthy(emulator):
            return
        if process.poll() is not None:
            raise EmulatorFailed(
                f"The AWS emulator ended at once with code {process.returncode}: {_tail(log)}",
                f"The whole story is in {log}; `make env` installs it anew.",
            )
        time.sleep(0.1)
    raise EmulatorFailed(
        f"The AWS emulator did not answer on port {emulator.port} in {START_SECONDS:.0f} s.",
        f"Look into {log}.",
    )


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
