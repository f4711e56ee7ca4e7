"""Where ports meet adapters. The only package that knows both.

Every part is built when it is first asked for, and its imports stand beside it, so that a function
loads what it uses and nothing else.
"""

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from casebook.settings import Settings
from casebook.wiring.adapters import SystemClock
from casebook.wiring.chat import Chats
from casebook.wiring.diagnosis import Diagnoses
from casebook.wiring.tools import agent_tools, grantable, tool_names

if TYPE_CHECKING:
    from casebook.adapters.dynamodb.migrations.runner import Migrating
    from casebook.callers import Callers
    from casebook.health import Health
    from casebook.importing.batches import SessionImport
    from casebook.in_force.telling import Telling
    from casebook.team_knowledge.keeping import Keeping
    from casebook.tools.granting import Granting
    from casebook.workloads.mapping import MapReading
    from casebook.workloads.observing import Observing
    from casebook.workloads.owning import Owning
    from casebook.workloads.registration import ChangeFeed, Registration

__all__ = ["SystemClock", "Wiring", "agent_tools", "grantable", "tool_names", "wire"]


class Wiring(Diagnoses, Chats):
    """One execution environment's parts."""

    @cached_property
    def registration(self) -> "Registration":
        from casebook.workloads.registration import Registration

        return Registration(self.workloads, self.dispatcher, self.clock, self.ownerships)

    @cached_property
    def owning(self) -> "Owning":
        from casebook.workloads.owning import Owning

        return Owning(
            self.ownership_store,
            self.workloads,
            self.ownerships,
            self.clock,
            self.settings.operators_group,
        )

    @cached_property
    def keeping(self) -> "Keeping":
        from casebook.team_knowledge.keeping import Keeping

        return Keeping(self.team_documents, self.clock)

    @cached_property
    def callers(self) -> "Callers":
        from casebook.callers import Callers

        return Callers(self.sessions, self.ledger, self.budgets, self.clock)

    @cached_property
    def change_feed(self) -> "ChangeFeed":
        from casebook.workloads.registration import ChangeFeed

        return ChangeFeed(self.workloads, self.changes, self.clock)

    @cached_property
    def map_reading(self) -> "MapReading":
        from casebook.adapters.cloudwatch_alarms import CloudWatchAlarms
        from casebook.workloads.mapping import MapReading

        return MapReading(
            self.owned_workloads,
            self.alarms,
            CloudWatchAlarms(self.clients),
            self.changes,
            self.observations,
            self.diagnoses,
            self.clock,
        )

    @cached_property
    def observing(self) -> "Observing":
        from casebook.workloads.observing import Observing

        return Observing(
            self.owned_workloads, self.configuration, self.observations, self.changes, self.clock
        )

    @cached_property
    def health(self) -> "Health":
        from casebook.health import Health

        return Health(self.table, self.workflow, self.model_results)

    @cached_property
    def granting(self) -> "Granting":
        from casebook.tools.granting import Granting

        return Granting(self.tool_grants, agent_tools(), grantable())

    @cached_property
    def in_force(self) -> "Telling":
        from casebook.in_force.telling import Telling

        return Telling(
            self.engine.switch,
            lambda: self.granting,
            lambda: self.models,
            lambda: self.breakers,
            self.budgets,
            self.workloads,
            self.runbook_store,
            self.clock,
        )

    @cached_property
    def migrating(self) -> "Migrating":
        from casebook.adapters.dynamodb.migrations.runner import Migrating

        return Migrating(self.table, self.clock)

    @cached_property
    def session_import(self) -> "SessionImport":
        from casebook.adapters.dynamodb.imports import DynamoImportStore
        from casebook.importing.batches import SessionImport

        store = DynamoImportStore(self.table, self.log, self.clock, self.settings.event_days)
        return SessionImport(self.workloads, store)


@lru_cache(maxsize=1)
def wire() -> Wiring:
    """The parts of this execution environment, settings read from its environment.

    Raises:
        Misconfigured: naming the variable that is wrong.
    """
    return Wiring(Settings.from_environment())
