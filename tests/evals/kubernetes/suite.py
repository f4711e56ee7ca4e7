"""The cases as scenarios, made in memory like those of `tests.evals.suite`."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from cli.evaluation import reading
from cli.evaluation.scenario import Scenario
from tests.evals.kubernetes.cases import CASES
from tests.evals.kubernetes.cluster import incident
from tests.evals.kubernetes.injected import INJECTED
from tests.evals.suite import Files, digest

MANIFEST = Path(__file__).parent / "manifest.json"
_ONE_IN = 3
_ALL = (*CASES, *INJECTED)
_INJECTED = frozenset(case.name for case in INJECTED)


def names() -> list[str]:
    return [case.name for case in _ALL]


def folder(name: str) -> str:
    """Where it is written: by its half of the suite, and by whether rules may be tuned on it."""
    part = "held-back" if is_held_back(name) else "seen"
    return f"injected-{part}" if name in _INJECTED else part


def is_held_back(name: str) -> bool:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _ONE_IN == 0


@cache
def files(name: str) -> Files:
    """Raises ValueError."""
    number = names().index(name)
    return incident(_ALL[number], number).files()


def scenario(name: str) -> Scenario:
    """Raises ValueError."""
    return reading.parse(name, {file: text.decode() for file, text in files(name).items()})


def manifest() -> dict[str, str]:
    return {name: digest(files(name)) for name in names()}
