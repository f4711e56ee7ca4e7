"""Who calls, and what is left of their limits."""

from dataclasses import dataclass
from datetime import datetime

from casebook.budget.policy import BudgetPolicy
from casebook.domain.budget import Budget
from casebook.domain.model import Instant, Model
from casebook.domain.usage import dollars
from casebook.ports.budgets import Ledger
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.sessions import SessionStore


class CountLeft(Model):
    """A number of things in a period. `used` begins anew at `resetsAt`."""

    limit: int
    used: int
    left: int
    resets_at: Instant


class BudgetLeft(Model):
    """What a project's model calls may still use today (UTC). What is reserved for calls that run
    at this moment counts as used; a call of unknown price counts by its tokens."""

    project: str
    limit_tokens: int
    used_tokens: int
    left_tokens: int
    limit_usd: float
    used_usd: float
    left_usd: float
    resets_at: Instant


class Me(Model):
    """You, as your token says: `projects` are your groups in the user pool, and all that you may.
    `sessions` is how many you may start in this hour. What is left of one session's messages is in
    the list of sessions."""

    user: str
    projects: tuple[str, ...]
    sessions: CountLeft
    messages_per_session: int
    budgets: tuple[BudgetLeft, ...]


@dataclass(frozen=True)
class Callers:
    sessions: SessionStore
    ledger: Ledger
    policy: BudgetPolicy
    clock: Clock

    def tell(self, who: Identity) -> Me:
        now = self.clock.now()
        settings = self.policy.settings
        used, resets_at = self.sessions.started_in_hour(who.user, now)
        limit = settings.sessions_per_hour
        return Me(
            user=who.user,
            projects=who.projects,
            sessions=CountLeft(
                limit=limit, used=used, left=max(0, limit - used), resets_at=resets_at
            ),
            messages_per_session=settings.messages_per_session,
            budgets=tuple(self._left(project, now) for project in who.projects),
        )

    def _left(self, project: str, now: datetime) -> BudgetLeft:
        budget = self.policy.of_project(project, now)
        used = self.ledger.balance(budget).claimed
        microdollars = used.microdollars or 0
        return BudgetLeft(
            project=project,
            limit_tokens=budget.limit_tokens,
            used_tokens=used.tokens,
            left_tokens=max(0, budget.limit_tokens - used.tokens),
            limit_usd=dollars(budget.limit_microdollars),
            used_usd=dollars(microdollars),
            left_usd=dollars(max(0, budget.limit_microdollars - microdollars)),
            resets_at=_reset(budget, now),
        )


def _reset(budget: Budget, now: datetime) -> datetime:
    """A budget of a day always begins anew."""
    return budget.resets_at or now
