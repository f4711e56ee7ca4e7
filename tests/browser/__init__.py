"""What the browser tests of the web console run against: `python -m tests.browser`."""

import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / ".build" / "browser-tests"
# Before anything of `local` is imported, which reads it.
os.environ["CASEBOOK_LOCAL_DIR"] = str(FOLDER)
