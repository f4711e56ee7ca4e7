"""Tells what is set at this moment, to whoever is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from casebook import threads
from casebook.budget.policy import BudgetPolicy
from casebook.domain.usage import dollars
from casebook.engine import EngineSwitch
from casebook.errors import CasebookError
from casebook.in_force.views import (
    AgentInForce,
    BudgetInForce,
    EngineInForce,
    LimitsInForce,
    ModelInForce,
    RunbookInForce,
    SettingsInForce,
)
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
            diagnoses_at_once=settings.diagnoses_at_once,
            project_diagnoses_at_once=settings.project_diagnoses_at_once,
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
        with threads.pool(_SIDE_BY_SIDE) as pool:
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
