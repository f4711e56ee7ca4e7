"""Reads scenarios from their folders; a mistake is told by file, line and field."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from cli.evaluation.scenario import (
    Alarm,
    Change,
    Datum,
    Expected,
    Line,
    Runbook,
    Scenario,
    Workload,
)
from local.errors import LocalError

WORKLOAD, ALARM, EXPECTED = "workload.json", "alarm.json", "expected.json"
INDEX = "index.json"
_FORMAT = "docs/evaluation.md describes the format."


class ScenarioWrong(LocalError):
    """A scenario cannot be read; the message names the file, the line and the field."""

    def __init__(self, message: str) -> None:
        super().__init__(message, _FORMAT)


def find(folders: Sequence[Path]) -> list[Scenario]:
    """The scenarios in these folders: each is one itself, or holds some. Raises ScenarioWrong."""
    found = dict.fromkeys(each for folder in folders for each in _within(folder))
    return [read(each, _parts(each.parent).get(each.name, "all")) for each in found]


def read(folder: Path, part: str = "all") -> Scenario:
    """Raises ScenarioWrong."""
    runbooks = sorted((folder / "runbooks").glob("*.md"))
    return Scenario(
        name=folder.name,
        workload=_object(folder / WORKLOAD, Workload),
        alarm=_object(folder / ALARM, Alarm),
        expected=_object(folder / EXPECTED, Expected),
        lines=_lines(folder / "logs.jsonl", Line),
        data=_lines(folder / "metrics.jsonl", Datum),
        changes=_lines(folder / "changes.jsonl", Change),
        runbooks=tuple(Runbook(name=each.name, text=_text(each)) for each in runbooks),
        part=part,
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


def _parts(folder: Path) -> dict[str, str]:
    """Which part of the suite each scenario of the folder belongs to, by its name."""
    index = folder / INDEX
    if not index.exists():
        return {}
    parts = _checked(index, None, TypeAdapter(dict[str, list[str]]), _text(index))
    return {name: part for part, names in parts.items() for name in names}


Parsed = TypeVar("Parsed")


def _object(file: Path, kind: type[Parsed]) -> Parsed:
    return _checked(file, None, TypeAdapter(kind), _text(file))


def _lines(file: Path, kind: type[Parsed]) -> tuple[Parsed, ...]:
    """One value a line; a file that is not there has none."""
    if not file.exists():
        return ()
    adapter = TypeAdapter(kind)
    return tuple(
        _checked(file, number, adapter, line)
        # Not splitlines: a message may hold any of the separators that Unicode has.
        for number, line in enumerate(_text(file).split("\n"), start=1)
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
