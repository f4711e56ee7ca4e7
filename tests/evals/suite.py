"""The scenarios of this repository, made in memory: every file of them follows from its seed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from cli.evaluation import reading
from cli.evaluation.scenario import Scenario
from tests.evals._generate import (
    development,
    exam,
    false_alarms,
    fourth_exam,
    held_out,
    practice,
    retired,
    second_exam,
    third_exam,
)

MANIFEST = Path(__file__).parent / "manifest.json"
SUITES = (
    development,
    retired,
    false_alarms,
    practice,
    held_out,
    exam,
    second_exam,
    third_exam,
    fourth_exam,
)
Files = Mapping[str, bytes]
"""A scenario's files, by their names within its folder."""


@cache
def files() -> Mapping[str, Files]:
    """The files of every scenario, by its name."""
    incidents = [build() for suite in SUITES for build in suite.SCENARIOS]
    found = {incident.name: incident.files() for incident in incidents}
    assert len(found) == len(incidents), "two scenarios have one name"
    return dict(sorted(found.items()))


def scenarios() -> Iterator[Scenario]:
    for name in files():
        yield scenario(name)


def scenario(name: str) -> Scenario:
    """Raises KeyError."""
    texts = {file: content.decode() for file, content in files()[name].items()}
    return reading.parse(name, texts)


def digest(scenario: Files) -> str:
    """SHA-256 over the names and the bytes of a scenario's files."""
    found = hashlib.sha256()
    for name, content in sorted(scenario.items()):
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def manifest() -> dict[str, str]:
    """The digest of each scenario, as `manifest.json` holds them."""
    return {name: digest(scenario) for name, scenario in files().items()}


def write(folder: Path) -> None:
    """Writes every scenario into a folder of its own below this one, and removes those which an
    earlier run wrote and which are no more: the manifest beside them lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / MANIFEST.name
    earlier = json.loads(written.read_text()) if written.exists() else {}
    for name in {*earlier, *files()}:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name, scenario in files().items():
        for file, content in scenario.items():
            target = folder / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    write_manifest(written)


def write_manifest(file: Path = MANIFEST) -> None:
    file.write_text(json.dumps(manifest(), indent=2) + "\n")
