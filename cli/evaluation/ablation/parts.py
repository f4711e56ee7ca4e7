"""The parts of the product's reasoning, as its own registries list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from casebook.agents.roster import SPECIALISTS
from casebook.agents.specialist import Specialist
from casebook.reasoning.case import Rule
from casebook.reasoning.rules.causes import causes_by_sign, rules_of_rows
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
    """Every rule of every specialist and every row of a table, each once, every tie and every
    way."""
    rules = (rule for specialist in specialists.values() for rule in rules_of(specialist))
    return [*_of(Kind.RULE, rules), *_of(Kind.TIE, TIES), *_of(Kind.WAY, WAYS)]


def rules_of(specialist: Specialist) -> tuple[Rule, ...]:
    """The specialist's rules; in place of a rule that reads a table, one for each of its rows."""
    return tuple(
        each
        for rule in specialist.rules
        for each in (rules_of_rows() if rule is causes_by_sign else (rule,))
    )


def _of(kind: Kind, functions: Iterable[Callable[..., Any]]) -> list[Part]:
    return [Part(kind, function) for function in dict.fromkeys(functions)]
