"""The datapoints that an alarm is decided by: samples folded into its own periods."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import NamedTuple

from casebook.analysis.metric_kinds import number
from casebook.analysis.metric_values import Grid, Series
from casebook.domain.alarm import Alarm, AlarmForm

Samples = Sequence[tuple[datetime, float]]

_ADDING = frozenset({"sum", "samplecount"})


class Datapoint(NamedTuple):
    """One period. `value` is None where there is none; `breaches` where that is not known.
    `band` are the bounds that an anomaly alarm holds it against. `is_partial`: the period runs."""

    begin: int
    """In seconds since 1970: of a day of minutes, few are asked when they were."""
    seconds: int
    value: float | None
    breaches: bool | None
    band: tuple[float, float] | None = None
    is_partial: bool = False

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.begin, UTC)

    @property
    def end(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)

    def partial(self) -> "Datapoint":
        return self._replace(is_partial=True)


def folded(samples: Samples, statistic: str, grid: Grid) -> Series:
    """One value a period, by the start of its period, which is a multiple of its length.

    Samples that come a period already stay as they are. Shorter ones are joined: counts are added,
    of extremes the furthest is taken, and of the rest the mean. What is no number is left out.
    """
    periods: defaultdict[int, list[float]] = defaultdict(list)
    for at, value in samples:
        known = number(value)
        begin = int(at.timestamp()) // grid.period * grid.period
        if known is not None and grid.start <= begin < grid.end:
            periods[begin].append(known)
    return {begin: _joined(periods[begin], statistic.lower()) for begin in sorted(periods)}


def adds(statistic: str) -> bool:
    return statistic.lower() in _ADDING


def decided_partial(alarm: Alarm, running: Datapoint) -> bool:
    """Whether a period that has not ended can be held against the threshold.

    A count can only grow: what is over its threshold stays so, and what is under it says nothing
    yet. The rest is evaluated as it is, as CloudWatch does.
    """
    if running.value is None:
        return False
    # An expression over counts may go either way.
    if alarm.form is not AlarmForm.METRIC or not adds(alarm.statistic):
        return True
    return running.breaches is not alarm.watches_a_floor


def _joined(values: list[float], statistic: str) -> float:
    if len(values) == 1:
        return values[0]
    match statistic:
        case "sum" | "samplecount":
            return sum(values)
        case "maximum":
            return max(values)
        case "minimum":
            return min(values)
        case _:
            return fmean(values)
