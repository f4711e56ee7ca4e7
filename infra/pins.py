"""Reads the pins of a requirements file: `name==version`, perhaps a marker, and its hashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@dataclass(frozen=True)
class Pin:
    """One line of a requirements file, in pip's format; `name` is in its canonical spelling."""

    name: str
    line: str

    @property
    def version(self) -> str:
        return next(iter(self._requirement.specifier)).version

    @property
    def hashes(self) -> list[str]:
        return [word for word in self.line.split() if word.startswith("--hash=")]

    @property
    def _requirement(self) -> Requirement:
        return _requirement(self.line)


def read(file: Path) -> list[Pin]:
    """The pins of a file that `make pins` wrote.

    Raises InvalidRequirement for a line that is no pin.
    """
    lines = file.read_text().replace("\\\n", "").splitlines()
    pins = (" ".join(line.split()) for line in lines if line and not line.startswith("#"))
    return [Pin(canonicalize_name(_requirement(line).name), line) for line in pins]


def text(pins: Iterable[Pin]) -> str:
    """A requirements file of these pins."""
    return "".join(f"{pin.line}\n" for pin in pins)


def _requirement(line: str) -> Requirement:
    return Requirement(line.partition(" --hash=")[0])
