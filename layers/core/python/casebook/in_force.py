"""What is set at this moment: the engine, agents' tools, limits, language models, runbooks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import ValidationError

from casebook.budget.policy import BudgetPolicy
from casebook.domain.budget import BudgetKind
from casebook.domain.model import Instant, Model
from casebook.domain.usage import dollars
from casebook.engine import Engine, EngineSwitch
from casebook.errors import CasebookError
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.runbooks import RunbookStore
from casebook.ports.workloads import WorkloadStore
from casebook.runbooks import prefix_of_workload

if TYPE_CHECKING:
    from casebook.models.breaker import BreakerStore
    from casebook.models.configuration import Provider
    from casebook.models.configured import ConfiguredModels
    from casebook.tools.granting import Granting

MOST_WORKLOADS = 50
"""Whose runbooks are listed: each takes two requests of S3."""
_SIDE_BY_SIDE = 8

T = TypeVar("T")


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
    evidence of one diagnosis or session. `eventDays` and `usageDays` say how long both are kept."""

    sessions_per_hour: int
    messages_per_session: int
    message_characters: int
    diagnoses_per_day: int
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


@dataclass(frozen=True)
class Telling:
    """`granting` and `models` are built when they are first asked for: they load much."""

    switch: Callable[[], EngineSwitch]
    granting: "Callable[[], Granting]"
    models: "Callable[[], ConfiguredModels]"
    breakers: "Callable[[], BreakerStore]"
    policy: BudgetPolicy
    workloads: WorkloadStore
    runbooks: RunbookStore
    clock: Clock

    def tell(self, who: Identity) -> SettingsInForce:
        """Everything but the runbooks is the same for everybody. One part that cannot be read does
        not hide the others."""
        notes: list[str] = []
        switch = self.switch()
        agents: tuple[AgentInForce, ...] = _tried("agents' tools", self._agents, (), notes)
        models: tuple[ModelInForce, ...] = _tried("language models", self._models, (), notes)
        runbooks: tuple[RunbookInForce, ...] = _tried(
            "runbooks", lambda: self._runbooks(who, notes), (), notes
        )
        return SettingsInForce(
            engine=EngineInForce(engine=switch.engine, share=switch.share),
            agents=agents,
            limits=self._limits(),
            models=models,
            runbooks=runbooks,
            notes=tuple(notes),
        )

    def _agents(self) -> tuple[AgentInForce, ...]:
        return tuple(
            AgentInForce(
                agent=each.agent,
                tools=each.tools,
                allowed=each.allowed,
                forbidden=each.forbidden,
            )
            for each in self.granting().list()
        )

    def _limits(self) -> LimitsInForce:
        settings = self.policy.settings
        return LimitsInForce(
            sessions_per_hour=settings.sessions_per_hour,
            messages_per_session=settings.messages_per_session,
            message_characters=settings.message_characters,
            diagnoses_per_day=settings.diagnoses_per_day,
            rechecks_per_hour=settings.rechecks_per_hour,
            event_days=settings.event_days,
            usage_days=settings.usage_days,
            budgets=tuple(
                BudgetInForce(
                    kind=budget.kind,
                    tokens=budget.limit_tokens,
                    dollars=dollars(budget.limit_microdollars),
                )
                for budget in self.policy.of_every_kind()
            ),
        )

    def _models(self) -> tuple[ModelInForce, ...]:
        configuration = self.models().configuration()
        return tuple(map(self._model, configuration.providers if configuration else ()))

    def _model(self, provider: "Provider") -> ModelInForce:
        from casebook.models.configuration import name_of, price_at

        name, limits = name_of(provider), provider.limits
        breaker = self.breakers().read(name)
        until = breaker.open_until
        is_open = until is not None and until > self.clock.now().timestamp()
        return ModelInForce(
            model=str(name),
            state="asked" if until is None else "left-alone" if is_open else "on-trial",
            until=datetime.fromtimestamp(until, UTC) if until is not None and is_open else None,
            reason=breaker.reason or None,
            max_tokens=limits.max_tokens,
            context_tokens=limits.context_tokens,
            timeout_seconds=limits.timeout_seconds,
            attempts=limits.attempts,
            is_priced=price_at(provider) is not None,
        )

    def _runbooks(self, who: Identity, notes: list[str]) -> tuple[RunbookInForce, ...]:
        """Each once, though a project's are found for every workload of it."""
        workloads = self.workloads.of_projects(who.projects, MOST_WORKLOADS + 1)
        if len(workloads) > MOST_WORKLOADS:
            notes.append(f"runbooks: those of the first {MOST_WORKLOADS} workloads are shown")
            workloads = workloads[:MOST_WORKLOADS]
        with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            found = list(pool.map(self.runbooks.runbooks, workloads))
        told: dict[str, RunbookInForce] = {}
        for workload, runbooks in zip(workloads, found, strict=True):
            own = prefix_of_workload(workload.workload_id)
            for runbook in runbooks:
                told[runbook.location] = RunbookInForce(
                    name=runbook.name,
                    location=runbook.location,
                    bytes=runbook.size,
                    project=workload.project,
                    workload_id=workload.workload_id if own in runbook.location else None,
                )
        return tuple(told.values())


def _tried(what: str, read: Callable[[], T], otherwise: T, notes: list[str]) -> T:
    try:
        return read()
    except CasebookError as error:
        notes.append(f"{what}: {error.detail}")
    except ValidationError:
        notes.append(f"{what}: what is stored cannot be understood; the defaults apply")
    return otherwise
