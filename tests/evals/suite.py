"""The scenarios of this repository, made in memory: every file of them follows from its seed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from cli.evaluation import reading
from cli.evaluation.scenario import Scenario
from tests.evals.builder import Plan

HERE = Path(__file__).parent
MANIFEST = HERE / "manifest.json"
Files = Mapping[str, bytes]
"""A scenario's files, by their names within its folder."""


def names() -> list[str]:
    modules = HERE.glob("scenarios/*/[!_]*.py")
    return sorted(module.stem.replace("_", "-") for module in modules)


def plan(name: str) -> Plan:
    """Raises KeyError."""
    module = name.replace("-", "_")
    found = list(HERE.glob(f"scenarios/*/{module}.py"))
    if len(found) != 1:
        raise KeyError(name)
    path = f"{__package__}.scenarios.{found[0].parent.name}.{module}"
    made = getattr(import_module(path), module)
    assert isinstance(made, Plan)
    return made


@cache
def files(name: str) -> Files:
    """Raises KeyError."""
    return plan(name).build().files()


def scenario(name: str) -> Scenario:
    """Raises KeyError."""
    return reading.parse(name, {file: text.decode() for file, text in files(name).items()})


def scenarios() -> Iterator[Scenario]:
    return map(scenario, names())


def digest(scenario: Files) -> str:
    """SHA-256 over the names and the bytes of a scenario's files."""
    found = hashlib.sha256()
    for name, content in sorted(scenario.items()):
        found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def manifest() -> dict[str, str]:
    """The digest of each scenario, as `manifest.json` holds them."""
    return {name: digest(files(name)) for name in names()}


def write(folder: Path) -> None:
    """Writes every scenario into a folder of its own below this one, and removes those which an
    earlier run wrote and which are no more: the manifest beside them lists them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / MANIFEST.name
    earlier = json.loads(written.read_text()) if written.exists() else {}
    for name in {*earlier, *names()}:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in names():
        for file, content in files(name).items():
            target = folder / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    write_manifest(written)


def write_manifest(file: Path = MANIFEST) -> None:
    file.write_text(json.dumps(manifest(), indent=2) + "\n")
