"""The Python that functions run on in an account, and its like on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

RUNTIME = "3.13"
# Lambda's Python 3.13 runs on Amazon Linux 2023, whose glibc is 2.34.
LAMBDA_WHEELS = (
    "--python-platform",
    "aarch64-manylinux_2_28",
    "--python-version",
    RUNTIME,
    "--only-binary",
    ":all:",
)


def lambda_like() -> Path | None:
    """An interpreter here of the version that Lambda runs, or None.

    Bytecode depends on the version and not on the processor, so any such interpreter will do:
    the one that RUNTIME_PYTHON names, or the first on the path.
    """
    for name in (os.environ.get("RUNTIME_PYTHON"), f"python{RUNTIME}"):
        found = shutil.which(name) if name else None
        if found and version(Path(found)).startswith(f"{RUNTIME}."):
            return Path(found)
    return None


def version(interpreter: Path | None) -> str:
    """The full version of an interpreter, or nothing where it is none or does not run."""
    if interpreter is None:
        return ""
    asked = subprocess.run(
        [interpreter, "-c", "import platform; print(platform.python_version())"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()
