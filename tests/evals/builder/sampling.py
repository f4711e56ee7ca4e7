"""How an account records an incident, and how much of that a scenario keeps.

Scenarios differ in this as accounts do: how far metrics reach back, how often they are published,
whether load follows the day. Lines are thinned for size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

AFTER = 90.0
"""Seconds for which a scenario goes on after its alarm."""
MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
START = -121 * MINUTE
"""Where two hours begin."""
YESTERDAY = tuple(minute * MINUTE - 1 - DAY for minute in range(-120, 61, 5))
"""The same two hours a day earlier, and the hour after."""

_THROTTLES = frozenset({"WriteThrottleEvents", "ReadThrottleEvents"})
_BALANCER = frozenset({"HTTPCode_Target_5XX_Count", "HTTPCode_ELB_5XX_Count", "ExecutionsFailed"})


@dataclass(frozen=True)
class Shares:
    """The shares of the lines that are kept: of daily business, of its warnings and errors, and of
    what is said from some moment on."""

    business: float = 1.0
    noise: float = 1.0
    incident: float = 1.0


@dataclass(frozen=True)
class Sampling:
    """Seconds are counted to the alarm."""

    history: float = -START
    """From when on there are lines, and datapoints every minute."""
    ten_minutely: float = 0.0
    """From when on there are datapoints every ten minutes; 0: not before `history`."""
    shares: Shares = Shares()
    swing: float = 0.2
    """By how much more is logged on the half hour, as a share."""
    thins: bool = False
    """Where daily business falls, dice decide on each line; otherwise it has a lower rate."""
    noise: float = 0.07
    """The deviation of a metric from its level, as a share, where a scenario does not say."""
    daily: bool = True
    """Levels follow the day, all of a workload in one phase; otherwise some hours, each its own."""
    digits: frozenset[str] | None = None
    """Units whose values have four significant digits, all if None; others have hundredths."""
    never_zero: frozenset[str] = _THROTTLES | _BALANCER
    """Metrics of which AWS publishes no datapoint for a minute in which nothing happened."""
    published: int = 1
    """Minutes between the datapoints of a metric of less weight."""
    watched_only: bool = False
    """Every metric is of less weight that a scenario does not follow closely."""
    coarse: int = 1
    """Minutes between the values of a metric of less weight that are measured at all…"""
    fine_since: float = 0.0
    """… until this long before the alarm."""

    def share(self, level: str, since: float | None) -> float:
        if since is not None:
            return self.shares.incident
        return self.shares.business if level == "INFO" else self.shares.noise

    def measured(self, watched: bool) -> Iterator[float]:
        """The moments at which a metric has a value."""
        at = -self.ten_minutely
        while at < -self.history and self.ten_minutely:
            yield at
            at += 10 * MINUTE
        for minute in range(int(-self.history / MINUTE), 0):
            at = (minute + 1) * MINUTE - 1
            if watched or at > -self.fine_since or minute % self.coarse == 0:
                yield at

    def publishes(self, at: float, watched: bool) -> bool:
        return watched or int(-at // MINUTE) % self.published == 0

    def tide(self, at: float, phase: float) -> float:
        """How far a metric's level is from its middle, from about -1 to 1."""
        if not self.daily:
            return math.sin(phase + at / HOUR)
        return math.sin(phase + at * math.tau / DAY) + math.sin(at * math.tau / HOUR) / 2

    def rounded(self, value: float, unit: str) -> float:
        if self.digits is None or unit in self.digits:
            return float(f"{value:.4g}")
        return round(value, 2 if value < 1000 else 0)


ONE_HOUR = Sampling(
    history=61 * MINUTE,
    shares=Shares(business=0.5),
    swing=0.0,
    noise=0.12,
    daily=False,
    digits=frozenset(),
    never_zero=_THROTTLES,
)
EVERY_MINUTE = Sampling()


def hours(back: float) -> Sampling:
    """An hour of every minute, and these hours of every ten."""
    return replace(ONE_HOUR, ten_minutely=back * HOUR)


def quarterly(share: float = 0.5) -> Sampling:
    """Two hours; less weight: a datapoint every quarter of an hour, but for the last 20 minutes."""
    return replace(
        ONE_HOUR,
        history=-START,
        shares=Shares(share, share, share),
        digits=frozenset({"Seconds"}),
        never_zero=_THROTTLES | {"HTTPCode_ELB_5XX_Count"},
        thins=True,
        watched_only=True,
        coarse=15,
        fine_since=21 * MINUTE,
    )


def seldom(usual: float = 0.8, incident: float = 0.55) -> Sampling:
    """Two hours; what is published seldom has a datapoint every five minutes."""
    return replace(EVERY_MINUTE, shares=Shares(usual, usual, incident), published=5)


def watched(usual: float = 0.8, incident: float = 0.385) -> Sampling:
    """Two hours; what is not followed closely has a datapoint every five minutes."""
    return replace(seldom(usual, incident), watched_only=True)
