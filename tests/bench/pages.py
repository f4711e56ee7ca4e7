"""How quick the web console is, in a browser on the local stack (web/bench)."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.imports import PROJECT


def page_figures() -> dict[str, Any]:
    """Milliseconds of this machine: the first page; a delta from the provider's socket to the
    page's and to pixels; a diagnosis of 10,000 events, and the frames dropped while scrolling.

    The stream client hands text on in the task in which its socket gets it, so
    `providerToSocketMs` is also what the stream client alone takes.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pages.json"
        subprocess.run(
            ["npm", "--prefix", "web", "--silent", "run", "bench"],
            cwd=PROJECT,
            env={**os.environ, "CASEBOOK_BENCH_OUT": str(out)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return dict(json.loads(out.read_text()))
