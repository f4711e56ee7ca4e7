"""What the endpoint of the settings gives."""

from typing import Literal

from casebook.domain.budget import BudgetKind
from casebook.domain.model import Instant, Model
from casebook.engine import Engine


class EngineInForce(Model):
    """`share` is the percentage of sessions and diagnoses that a model answers; rules the others.
    With `deterministic` it has no meaning."""

    engine: Engine
    share: float


class AgentInForce(Model):
    """An agent's tools. `allowed` are those of them that the code does not give it, `forbidden`
    what was taken from it."""

    agent: str
    tools: tuple[str, ...]
    allowed: tuple[str, ...]
    forbidden: tuple[str, ...]


class BudgetInForce(Model):
    """What model calls of one session or diagnosis, or of one workload's or project's day (UTC),
    may use."""

    kind: BudgetKind
    tokens: int
    dollars: float


class LimitsInForce(Model):
    """`sessionsPerHour` is for a user, `diagnosesPerDay` for a workload, `rechecksPerHour` for the
    evidence of one diagnosis or session. `diagnosesAtOnce` are under way in the account at most,
    `projectDiagnosesAtOnce` of a project; more are queued. `eventDays` and `usageDays` say how long
    both are kept."""

    sessions_per_hour: int
    messages_per_session: int
    message_characters: int
    diagnoses_per_day: int
    diagnoses_at_once: int
    project_diagnoses_at_once: int
    rechecks_per_hour: int
    event_days: int
    usage_days: int
    budgets: tuple[BudgetInForce, ...]


class ModelInForce(Model):
    """A language model, in the order in which they are asked.

    `state`: `asked`; `left-alone` until `until`, because it failed (`reason`); `on-trial`: it
    failed, and the next call finds out whether it works again. `isPriced`: what it costs is known.
    """

    model: str
    state: Literal["asked", "left-alone", "on-trial"]
    until: Instant | None = None
    reason: str | None = None
    max_tokens: int
    context_tokens: int
    timeout_seconds: float
    attempts: int
    is_priced: bool


class RunbookInForce(Model):
    """`workloadId` is absent where all workloads of the project share it."""

    name: str
    location: str
    bytes: int
    project: str
    workload_id: str | None = None


class SettingsInForce(Model):
    """What cannot be read is empty or absent, and `notes` say why. `runbooks` are those of the
    first 50 of your workloads."""

    engine: EngineInForce
    agents: tuple[AgentInForce, ...]
    limits: LimitsInForce
    models: tuple[ModelInForce, ...]
    runbooks: tuple[RunbookInForce, ...]
    notes: tuple[str, ...]
