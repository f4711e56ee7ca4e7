"""What was spent: the usage of the caller's projects, summed up by day, workload, user or model."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from casebook.budget.requests import TOOLS, By, UsageFigures, UsageLine, UsagePage, UsageQuery
from casebook.domain.usage import Spent
from casebook.errors import InvalidRequest
from casebook.ports.clock import Clock
from casebook.ports.connections import Identity
from casebook.ports.usage import UsageRow, UsageStore

_SHOWN = timedelta(days=6)  # before the last day
_LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class UsageReporting:
    usage: UsageStore
    clock: Clock

    def report(self, who: Identity, asked: UsageQuery) -> UsagePage:
        """Days in their order; everything else the dearest first. Raises InvalidRequest."""
        first, last = self._days(asked)
        groups: defaultdict[str, Spent] = defaultdict(Spent)
        for project in who.projects:
            for row in self.usage.of_project(project, first, last):
                groups[_key(row, asked.by)] += row.spent
        lines = [UsageLine(key=key, **_figures(spent)) for key, spent in groups.items()]
        lines.sort(key=_by_day if asked.by == "day" else _dearest_first)
        return UsagePage(
            first=first,
            last=last,
            by=asked.by,
            lines=tuple(lines),
            total=UsageFigures(**_figures(Spent.total(groups.values()))),
        )

    def _days(self, asked: UsageQuery) -> tuple[date, date]:
        last = asked.last or self.clock.now().date()
        first = asked.first or last - _SHOWN
        if not timedelta() <= last - first < _LONGEST:
            raise InvalidRequest.of(
                "from", f"must not be after to, and less than {_LONGEST.days} days before it"
            )
        return first, last


def _key(row: UsageRow, by: By) -> str:
    match by:
        case "day":
            return row.day.isoformat()
        case "workload":
            return row.workload_id
        case "user":
            return row.user
        case "model":
            return f"{row.provider}/{row.model}" if row.model else TOOLS


def _figures(spent: Spent) -> dict[str, int | float | None]:
    return {
        "calls": spent.calls,
        "input_tokens": spent.input_tokens,
        "output_tokens": spent.output_tokens,
        "cached_tokens": spent.cached_tokens,
        "cost_usd": spent.cost_usd,
        "known_cost_usd": spent.known_cost_usd,
        "unpriced_calls": spent.unpriced_calls,
        "aws_requests": spent.aws_requests,
        "bytes_scanned": spent.bytes_scanned,
    }


def _by_day(line: UsageLine) -> tuple[str, ...]:
    return (line.key,)


def _dearest_first(line: UsageLine) -> tuple[float, int, int, str]:
    tokens = line.input_tokens + line.output_tokens
    return (-line.known_cost_usd, -tokens, -line.aws_requests, line.key)
