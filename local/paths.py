"""Where the local stack finds its tools and keeps its files, all below the project's root."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from infra import web_headers
from local.errors import ToolMissing

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
# The stack tests keep a stack of their own beside the one of `casebook up`.
LOCAL = Path(os.environ.get("CASEBOOK_LOCAL_DIR", BUILD / "local"))
STATE_FILE = LOCAL / "state.json"
EMULATOR_LOG = LOCAL / "emulator.log"
CONSOLE_LOG = LOCAL / "console.log"
# Vite builds into the same folder (web/vite.config.ts).
WEB = Path(os.environ.get("CASEBOOK_WEB_DIR", BUILD / "web"))


def emulator_python() -> Path:
    """The interpreter that has the emulator: `make env` puts it into .build/emulator.

    Raises ToolMissing when there is none. CASEBOOK_EMULATOR_PYTHON names another one.
    """
    built = BUILD / "emulator" / "bin" / "python"
    python = Path(os.environ.get("CASEBOOK_EMULATOR_PYTHON", built))
    if not python.exists():
        raise ToolMissing("The local AWS emulator is not installed.", "Run `make env`.")
    return python


def web() -> Path:
    """The folder with the web console's build. Raises ToolMissing without one."""
    if not (WEB / web_headers.PAGE).is_file():
        raise ToolMissing("The web console is not built.", "Run `make web`.")
    return WEB


def cdk() -> Path:
    """The CDK CLI that package.json pins. Raises ToolMissing without it or without Node.js."""
    if shutil.which("node") is None:
        raise ToolMissing(
            "Node.js was not found; the CDK command line needs it.",
            "Install Node.js 20 or newer, then run `make env`.",
        )
    pinned = Path(os.environ.get("CASEBOOK_CDK", ROOT / "node_modules" / ".bin" / "cdk"))
    if not pinned.exists():
        raise ToolMissing("The CDK command line is not installed.", "Run `make env`.")
    return pinned
