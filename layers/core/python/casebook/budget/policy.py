"""Which budgets a call is paid from, with the limits that the settings give them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from casebook.domain import ids
from casebook.domain.budget import Budget, BudgetKind, Spender
from casebook.domain.usage import microdollars
from casebook.settings import Settings


@dataclass(frozen=True)
class BudgetPolicy:
    settings: Settings

    def of(self, spender: Spender, now: datetime) -> tuple[Budget, ...]:
        """The spender's budgets at that moment; its own session's or diagnosis' comes first."""
        return (
            self.of_stream(spender.stream),
            self._daily(BudgetKind.WORKLOAD_DAY, spender.workload_id, now),
            self.of_project(spender.project, now),
        )

    def of_project(self, project: str, now: datetime) -> Budget:
        """The project's budget of the day."""
        return self._daily(BudgetKind.PROJECT_DAY, project, now)

    def of_every_kind(self) -> tuple[Budget, ...]:
        """One of each, of nobody: what the limits are."""
        return tuple(self._budget(kind, "") for kind in BudgetKind)

    def of_stream(self, stream: str) -> Budget:
        is_session = ids.kind_of(stream) == ids.SESSION
        return self._budget(BudgetKind.SESSION if is_session else BudgetKind.DIAGNOSIS, stream)

    def _daily(self, kind: BudgetKind, owner: str, now: datetime) -> Budget:
        return self._budget(kind, owner).model_copy(update={"day": now.astimezone(UTC).date()})

    def _budget(self, kind: BudgetKind, owner: str) -> Budget:
        name = kind.value.replace("-", "_")
        allowed = Decimal(str(getattr(self.settings, f"{name}_dollars")))
        return Budget(
            kind=kind,
            owner=owner,
            limit_tokens=getattr(self.settings, f"{name}_tokens"),
            limit_microdollars=microdollars(allowed),
        )
