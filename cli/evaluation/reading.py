"""Reads scenarios from their folders; a mistake is told by file, line and field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from cli.evaluation.scenario import (
    Alarm,
    Change,
    Datum,
    Expected,
    Line,
    PlatformEvent,
    Runbook,
    Scenario,
    Workload,
)
from local.errors import LocalError

WORKLOAD, ALARM, EXPECTED = "workload.json", "alarm.json", "expected.json"
LOGS, METRICS, CHANGES, PLATFORM = "logs.jsonl", "metrics.jsonl", "changes.jsonl", "platform.jsonl"
RUNBOOKS = "runbooks"
_FORMAT = "docs/evaluation.md describes the format."


class ScenarioWrong(LocalError):
    """A scenario cannot be read; the message names the file, the line and the field."""

    def __init__(self, message: str) -> None:
        super().__init__(message, _FORMAT)


def find(folders: Sequence[Path]) -> list[Scenario]:
    """The scenarios in these folders: each is one itself, or holds some. A scenario's part is the
    folder that it was found in, as it was given. Raises ScenarioWrong."""
    found: dict[Path, str] = {}
    for folder in folders:
        inside = _within(folder)
        part = str(folder.parent if inside == [folder.resolve()] else folder)
        found |= {scenario: part for scenario in inside if scenario not in found}
    return [read(scenario, part) for scenario, part in found.items()]


def read(folder: Path, part: str = "all") -> Scenario:
    """Raises ScenarioWrong."""
    optional = (folder / name for name in (LOGS, METRICS, CHANGES, PLATFORM))
    files = [folder / name for name in (WORKLOAD, ALARM, EXPECTED)]
    files += [file for file in optional if file.exists()]
    files += sorted((folder / RUNBOOKS).glob("*.md"))
    texts = {file.relative_to(folder).as_posix(): _text(file) for file in files}
    return replace(parse(folder.name, texts, folder), part=part)


def parse(name: str, texts: Mapping[str, str], folder: Path | None = None) -> Scenario:
    """A scenario from the texts of its files, by their names within its folder; `folder` is what
    mistakes are told of. Raises ScenarioWrong."""
    files = _Files(texts, folder or Path(name))
    return Scenario(
        name=name,
        workload=files.document(WORKLOAD, Workload),
        alarm=files.document(ALARM, Alarm),
        expected=files.document(EXPECTED, Expected),
        lines=files.entries(LOGS, Line),
        data=files.entries(METRICS, Datum),
        changes=files.entries(CHANGES, Change),
        platform=files.entries(PLATFORM, PlatformEvent),
        runbooks=tuple(
            Runbook(name=Path(file).name, text=text)
            for file, text in sorted(texts.items())
            if file.startswith(f"{RUNBOOKS}/")
        ),
    )


def _within(folder: Path) -> list[Path]:
    folder = folder.resolve()
    if not folder.is_dir():
        raise ScenarioWrong(f"{folder} is not a folder.")
    if (folder / WORKLOAD).exists() or (folder / EXPECTED).exists():
        return [folder]
    inside = sorted(each for each in folder.iterdir() if (each / WORKLOAD).exists())
    if not inside:
        raise ScenarioWrong(f"{folder} has no {WORKLOAD}, and no folder with one.")
    return inside


Parsed = TypeVar("Parsed")


@dataclass(frozen=True)
class _Files:
    texts: Mapping[str, str]
    folder: Path

    def document(self, name: str, kind: type[Parsed]) -> Parsed:
        if name not in self.texts:
            raise ScenarioWrong(f"{self.folder / name} is missing.")
        return _checked(self.folder / name, None, TypeAdapter(kind), self.texts[name])

    def entries(self, name: str, kind: type[Parsed]) -> tuple[Parsed, ...]:
        """One value a line; a file that is not there has none."""
        adapter = TypeAdapter(kind)
        return tuple(
            _checked(self.folder / name, number, adapter, line)
            # Not splitlines: a message may hold any of the separators that Unicode has.
            for number, line in enumerate(self.texts.get(name, "").split("\n"), start=1)
            if line.strip()
        )


def _checked(file: Path, line: int | None, adapter: TypeAdapter[Parsed], text: str) -> Parsed:
    try:
        return adapter.validate_python(json.loads(text))
    except ValueError as error:
        raise ScenarioWrong(f"{_place(file, line, error)}: {_what(error)}") from error


def _place(file: Path, line: int | None, error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError) and line is None:
        line = error.lineno
    return str(file) if line is None else f"{file}:{line}"


def _what(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"this is no JSON: {error.msg} at column {error.colno}"
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(map(str, each['loc'])) or 'the value'}: {each['msg']}"
            for each in error.errors()[:3]
        )
    return str(error)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ScenarioWrong(f"{file} is missing.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioWrong(f"{file} cannot be read: {error}") from error
