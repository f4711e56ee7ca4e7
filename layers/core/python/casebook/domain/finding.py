"""A finding: one claim of one agent, with the evidence it rests on."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from casebook.domain.change import Change
from casebook.domain.model import Instant, Model, Said
from casebook.domain.observation import Observation
from casebook.domain.prose import Prose

Strength = Annotated[float, Field(ge=0.0, le=1.0)]

Category = Literal[
    "code-defect",
    "deployment",
    "configuration",
    "resource-exhaustion",
    "throttling",
    "dependency",
    "permission",
    "bad-input",
    "network",
    "infrastructure",
    "traffic",
    "none",
]


class FindingKind(StrEnum):
    """What a finding says about the incident."""

    CAUSE = "cause"  # this resource, in this way, made it happen
    SYMPTOM = "symptom"  # this is what went wrong, wherever it came from
    CHANGE = "change"  # this was changed before it began
    RECOVERY = "recovery"  # the symptom is gone
    HEALTH = "health"  # what the alarm watches is proven to be as it was, or as it always is
    RULED_OUT = "ruled-out"  # this was looked at and is not it
    CONTEXT = "context"  # worth knowing, speaks for nothing


class ErrorPattern(Model):
    """Log lines of one shape: the template, how many, and when.

    `onset` is when they began to come, or to come far more often, if that was in the window or the
    hour before it; `not_before` is the last moment at which they had not. `longest_pause_seconds`
    is the longest time between two of them in a row in the window.
    """

    template: Said
    count: int
    baseline_count: int = 0
    first_at: Instant
    last_at: Instant
    example: Said
    log_group: str
    resource: str
    evidence: tuple[str, ...] = ()
    onset: Instant | None = None
    not_before: Instant | None = None
    longest_pause_seconds: float = 0.0

    @property
    def began(self) -> Instant | None:
        """When they began, as far as that is known; what came as often before began nobody knows
        when."""
        return self.onset or (None if self.baseline_count else self.first_at)


BY_MODEL = "model:"
"""What the rule of a finding begins with that a language model made; its name follows."""

BY_TEAM = "team:"
"""What the rule of a finding begins with that a row of the team's own knowledge made."""


class Finding(Model):
    """A claim with citations. `rule` names the rule or model that made it; `strength` is how far
    the cited evidence alone carries the claim, 0 to 1. It began at `onset`, or at any time up to
    `onset_until` where what was measured is no finer: a datapoint is a period wide. `about` is what
    was observed, where something is decided by it."""

    id: str
    agent: str
    rule: str
    kind: FindingKind
    claim: Prose
    strength: Strength
    evidence: tuple[str, ...]
    resource: str | None = None
    category: Category | None = None
    onset: Instant | None = None
    onset_until: Instant | None = None
    change: Change | None = None
    errors: tuple[ErrorPattern, ...] = ()
    about: Observation | None = None

    @property
    def model(self) -> str | None:
        """The language model that said so, as `provider/model`; None where a rule did."""
        return self.rule.removeprefix(BY_MODEL) if self.rule.startswith(BY_MODEL) else None

    @property
    def team_row(self) -> str | None:
        """The row of the team's own knowledge that said so; None where none did."""
        return self.rule.removeprefix(BY_TEAM) if self.rule.startswith(BY_TEAM) else None
