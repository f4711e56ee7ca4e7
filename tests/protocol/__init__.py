"""The recorded cases of the stream protocol, which every client passes."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def streams() -> dict[str, dict[str, Any]]:
    """Whole streams, by the name of the case."""
    files = sorted((FOLDER / "streams").glob("*.json"))
    return {file.stem: json.loads(file.read_text()) for file in files}


def parts(name: str) -> dict[str, dict[str, Any]]:
    """The cases of a smaller part, by what they are about."""
    cases = json.loads((FOLDER / f"{name}.json").read_text())
    return {case["about"]: case for case in cases}
