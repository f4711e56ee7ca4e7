"""bad-deploy: a new version of checkout-fn that raises for most orders."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from local import paths
from local.faults.fault import BLAMED, Expected, Target

FUNCTION = "checkout-fn"
WORKLOAD = paths.ROOT / "local" / "workload"
CODE = WORKLOAD / "code"
DEFECTS = {"shop/pricing.py": WORKLOAD / "defects" / "pricing.py"}


class BadDeploy:
    """Lambda takes the defective code as a pipeline would bring it."""

    name = "bad-deploy"
    description = "a release of checkout-fn whose coupon discount fails for orders without coupon"
    expected = Expected(BLAMED, FUNCTION, ("code-defect", "deployment"), "KeyError")

    def inject(self, target: Target) -> None:
        _release(_package(DEFECTS), target)

    def revert(self, target: Target) -> None:
        _release(_package({}), target)


def _package(replaced: dict[str, Path]) -> bytes:
    """The functions' code as a ZIP file, with some files taken from elsewhere."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for file in sorted(CODE.rglob("*.py")):
            name = file.relative_to(CODE).as_posix()
            package.write(replaced.get(name, file), name)
    return archive.getvalue()


def _release(package: bytes, target: Target) -> None:
    target.aws.client("lambda").update_function_code(FunctionName=FUNCTION, ZipFile=package)
