"""A scenario is a function that tells an incident, in a module of its own name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.evals.builder.incident import Incident
from tests.evals.builder.sampling import Sampling


@dataclass(frozen=True)
class Plan:
    """What a scenario is made from. Its name is the function's, which seeds its dice."""

    name: str
    project: str
    title: str
    sampling: Sampling
    tell: Callable[[Incident], None]

    def build(self) -> Incident:
        incident = Incident(self.name, self.project, self.title, self.sampling)
        self.tell(incident)
        return incident


def scenario(
    project: str, title: str, sampling: Sampling
) -> Callable[[Callable[[Incident], None]], Plan]:
    def planned(tell: Callable[[Incident], None]) -> Plan:
        return Plan(tell.__name__.replace("_", "-"), project, title, sampling, tell)

    return planned
