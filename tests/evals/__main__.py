"""`python -m tests.evals [DIR]`: write the scenarios, for `casebook eval`.

With `--manifest`, write the digests that are committed: after a scenario was meant to change.
"""

import argparse
from pathlib import Path

from tests.evals import suite


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evals", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(".build/evals"))
    parser.add_argument("--manifest", action="store_true", help="write manifest.json instead")
    asked = parser.parse_args()
    if asked.manifest:
        suite.write_manifest()
    else:
        suite.write(asked.folder)


if __name__ == "__main__":
    main()
