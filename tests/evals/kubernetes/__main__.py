"""`python -m tests.evals.kubernetes [DIR]`: write the cases, for `casebook eval`.

Each half of the suite goes to two folders, `seen` and `held-back`, `injected-seen` and
`injected-held-back`. Rules may be tuned on what is seen; a third, by a digest of the name, is held
back, and nobody looks at its single results before the rules are done.
"""

import argparse
import json
import shutil
from pathlib import Path

from tests.evals.kubernetes import suite


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evals.kubernetes", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(".build/evals-kubernetes"))
    parser.add_argument("--manifest", action="store_true", help="write manifest.json instead")
    asked = parser.parse_args()
    if asked.manifest:
        suite.MANIFEST.write_text(json.dumps(suite.manifest(), indent=2) + "\n")
        return
    shutil.rmtree(asked.folder, ignore_errors=True)
    for name in suite.names():
        for file, content in suite.files(name).items():
            target = asked.folder / suite.folder(name) / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


if __name__ == "__main__":
    main()
