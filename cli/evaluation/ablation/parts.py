"""The parts of the product's reasoning, as its own registries list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from casebook.agents.roster import SPECIALISTS
from casebook.agents.specialist import Specialist
from casebook.reasoning.ties import TIES
from casebook.reasoning.ways import WAYS


class Kind(StrEnum):
    RULE = "rule"  # reads what an agent gathered, makes findings
    TIE = "tie"  # links a change to an error
    WAY = "way"  # on which harm travels from one candidate cause to another


@dataclass(frozen=True)
class Part:
    """One function of a registry."""

    kind: Kind
    function: Callable[..., Any]

    @property
    def name(self) -> str:
        """`module.function`: where to find it below the folder of its kind."""
        return f"{self.function.__module__.rpartition('.')[2]}.{self.function.__name__}"


def parts(specialists: Mapping[str, Specialist] = SPECIALISTS) -> list[Part]:
    """Every rule of every specialist, each once, every tie and every way."""
    rules = (rule for specialist in specialists.values() for rule in specialist.rules)
    return [*_of(Kind.RULE, rules), *_of(Kind.TIE, TIES), *_of(Kind.WAY, WAYS)]


def _of(kind: Kind, functions: Iterable[Callable[..., Any]]) -> list[Part]:
    return [Part(kind, function) for function in dict.fromkeys(functions)]
