"""Log lines out of CloudWatch Logs."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from casebook.adapters.clients import Clients
from casebook.adapters.logs_insights import LogsInsights
from casebook.domain.window import Window
from casebook.ports.logs import LineMatch, LogLine, LogMatches, LogPage

# A page is up to 1 MB or 10,000 events and may be empty while more follow.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
_PAGE = 10_000
_MOST_PAGES = 20
_MOST_SECONDS = 8.0


class CloudWatchLogs:
    """Reads the newest lines first, so that a search that must be cut short has kept those.

    One group is read with FilterLogEvents, which costs nothing; many are searched by Insights.
    """

    def __init__(
        self,
        clients: Clients,
        *,
        most_pages: int = _MOST_PAGES,
        most_seconds: float = _MOST_SECONDS,
    ) -> None:
        self._clients = clients
        self._most_pages = most_pages
        self._most_seconds = most_seconds
        self._insights = LogsInsights(clients)

    def search(
        self, log_group: str, window: Window, pattern: str = "", limit: int = 10_000
    ) -> LogPage:
        events: list[dict[str, Any]] = []
        more = False
        for found, more in self._pages(log_group, window, pattern, limit):
            events += found
            if len(events) > limit or (len(events) == limit and not more):
                break
        # The order is made here: not everything that speaks this API reads newest first.
        events.sort(key=lambda event: event["timestamp"])
        kept = events[-limit:]
        return LogPage(
            lines=tuple(_line(event, log_group) for event in kept),
            truncated=more or len(kept) < len(events),
        )

    def find(
        self, log_groups: Sequence[str], window: Window, match: LineMatch, limit: int = 10_000
    ) -> LogMatches:
        return self._insights.find(log_groups, window, match, limit)

    def _pages(
        self, log_group: str, window: Window, pattern: str, limit: int
    ) -> Iterator[tuple[list[dict[str, Any]], bool]]:
        """Pages of events, each with whether more follow; as many as there is time for."""
        request: dict[str, Any] = {
            "logGroupName": log_group,
            "startTime": _milliseconds(window.start),
            "endTime": _milliseconds(window.end),
            "limit": min(limit + 1, _PAGE),
            "startFromHead": False,
        }
        if pattern:
            request["filterPattern"] = pattern
        deadline = time.monotonic() + self._most_seconds
        for _ in range(self._most_pages):
            page = self._clients.call("logs", "filter_log_events", **request)
            if _is_oldest_first(page, request["limit"]):
                # What speaks this API without knowing startFromHead: ask for all, keep the newest.
                request["limit"] = _PAGE
                page = self._clients.call("logs", "filter_log_events", **request)
            token = page.get("nextToken")
            yield page.get("events", []), bool(token)
            if not token or time.monotonic() > deadline:
                return
            request["nextToken"] = token


def _is_oldest_first(page: dict[str, Any], limit: int) -> bool:
    """True if the page was cut at the limit, and at the wrong end."""
    times = [event["timestamp"] for event in page.get("events", [])]
    return len(times) == limit < _PAGE and times[0] < times[-1]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def _line(event: dict[str, Any], log_group: str) -> LogLine:
    return LogLine(
        at=datetime.fromtimestamp(event["timestamp"] / 1000, UTC),
        message=event["message"],
        log_group=log_group,
        log_stream=event.get("logStreamName", ""),
    )
