"""Budgets: how many tokens and dollars of model calls a thing may use, and for how long.

Every call is paid from three of them at once: its session's or diagnosis', its workload's of the
day and its project's of the day. A day is a day in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from casebook.domain.model import Instant, Model, iso


class BudgetKind(StrEnum):
    """What a budget is for."""

    SESSION = "session"  # one chat, from its start to its end
    DIAGNOSIS = "diagnosis"  # one investigation, over all its agents
    WORKLOAD_DAY = "workload-day"  # everything about one workload, begun anew at midnight UTC
    PROJECT_DAY = "project-day"  # everything of one project, begun anew at midnight UTC


class Amount(Model):
    """Tokens, and micro-dollars where the price is known. One that asks for an unknown price asks
    nothing of the dollars: tokens still hold it."""

    tokens: int
    microdollars: int | None = None


class Budget(Model):
    """`day` is None for what has no days: a session, a diagnosis."""

    kind: BudgetKind
    owner: str
    limit_tokens: int
    limit_microdollars: int
    day: date | None = None

    @property
    def resets_at(self) -> datetime | None:
        """When it begins anew; None if it never does."""
        if self.day is None:
            return None
        return datetime.combine(self.day + timedelta(days=1), time(), UTC)

    @property
    def sentence(self) -> str:
        """For a person who is refused."""
        whose = self.kind.value.removesuffix("-day")
        until = f" for today; it resets at {iso(self.resets_at)}" if self.resets_at else ""
        return f"the model budget of {whose} {self.owner} is used up{until}"

    def room_for(self, ask: Amount) -> Amount:
        """How much may be claimed of it already for `ask` to fit. Below zero: it never fits."""
        return Amount(
            tokens=self.limit_tokens - ask.tokens,
            microdollars=self.limit_microdollars - (ask.microdollars or 0),
        )

    def could_ever_hold(self, ask: Amount) -> bool:
        room = self.room_for(ask)
        return room.tokens >= 0 and (room.microdollars or 0) >= 0

    def reduced(self, share: float) -> "Budget":
        """The same budget with that share of its limits."""
        return self.model_copy(
            update={
                "limit_tokens": int(self.limit_tokens * share),
                "limit_microdollars": int(self.limit_microdollars * share),
            }
        )


class Spender(Model):
    """On whose behalf models are called. `stream` is the session or diagnosis; `user` is
    `cloudwatch` where an alarm began it."""

    stream: str
    project: str
    workload_id: str
    user: str


class Reservation(Model):
    """The worst that one call can cost, claimed of every budget before it is made.

    One that is neither settled nor released by `expires_at` was abandoned, and is given back.
    """

    reservation_id: str
    spender: Spender
    day: date
    budgets: tuple[Budget, ...]
    worst: Amount
    expires_at: Instant


class Balance(Model):
    """What has become of a budget. `claimed` is what was spent and what is reserved."""

    claimed: Amount = Amount(tokens=0, microdollars=0)
    spent: Amount = Amount(tokens=0, microdollars=0)
    unpriced_calls: int = 0

    def leaves(self, budget: Budget, tokens: int) -> bool:
        """Whether that many tokens, and any money at all, can still be had."""
        return (
            self.claimed.tokens + tokens <= budget.limit_tokens
            and (self.claimed.microdollars or 0) < budget.limit_microdollars
        )


class Advice(StrEnum):
    """What an agent should do about its budget."""

    GO_ON = "go-on"  # there is room
    FINISH = "finish"  # most of the session's or diagnosis' budget is used: conclude now
    STOP = "stop"  # a budget refused the call: conclude with what there is, without a model


class Allowance(Model):
    """The answer to an agent that wants to call a model. There is a reservation unless it must
    stop, and then there is the budget that is used up."""

    advice: Advice
    reservation: Reservation | None = None
    used_up: Budget | None = None
