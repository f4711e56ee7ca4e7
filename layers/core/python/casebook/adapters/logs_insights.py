"""Log lines of many groups at once, by CloudWatch Logs Insights.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
"""

import math
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from casebook import threads
from casebook.adapters.aws_meter import AwsMeter
from casebook.adapters.clients import Clients
from casebook.adapters.insights_query import query_for
from casebook.domain.window import Window
from casebook.errors import AwsCallFailed, CasebookError, InvalidRequest, NotFound
from casebook.ports.logs import LineMatch, LogLine, LogMatches

if TYPE_CHECKING:
    from concurrent.futures import Executor

_GROUPS_A_QUERY = 50
# What every partition gives in one answer; asking smaller windows needs no newer paging.
_ROWS_AN_ANSWER = 10_000
# An account runs 30 queries at once (100 in newer regions), dashboards included; StartQuery and
# GetQueryResults take 5 requests a second. Casebook keeps well below, the team needs them too.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
_SIDE_BY_SIDE = 4
_MOST_QUERIES = 24
_DEEPEST_SPLIT = 6
_MOST_SECONDS = 20.0
_LONGEST_PAUSE = 1.0
# Insights cuts long messages in its answers; one of about this length may be a cut one.
_CUT_AT = 1_000
_MOST_RECOVERED = 20
_PENDING = frozenset({"Scheduled", "Running", "Unknown"})
# A window that ended before the group was made, or before its retention, is refused with this.
_BEFORE_ITS_TIME = "retention settings"


@dataclass(frozen=True, slots=True)
class _Row:
    line: LogLine
    pointer: str


@dataclass(frozen=True, slots=True)
class _Part:
    """What some log groups answered for some seconds."""

    rows: tuple[_Row, ...] = ()
    is_full: bool = False
    truncated: bool = False
    unfinished: bool = False
    missing: tuple[str, ...] = ()


class LogsInsights:
    """Asks for the newest matching lines; see `LogSource.find`."""

    def __init__(
        self,
        clients: Clients,
        *,
        rows_an_answer: int = _ROWS_AN_ANSWER,
        most_queries: int = _MOST_QUERIES,
        most_seconds: float = _MOST_SECONDS,
        first_pause: float = 0.25,
    ) -> None:
        self._clients = clients
        self._rows_an_answer = rows_an_answer
        self._most_queries = most_queries
        self._most_seconds = most_seconds
        self._first_pause = first_pause

    def find(
        self, log_groups: Sequence[str], window: Window, match: LineMatch, limit: int
    ) -> LogMatches:
        rows = min(limit + 1, self._rows_an_answer)
        search = _Search(
            call=lambda operation, **given: self._clients.call("logs", operation, **given),
            meter=self._clients.meter,
            query=query_for(match, rows),
            rows=rows,
            limit=limit,
            window=window,
            deadline=time.monotonic() + self._most_seconds,
            first_pause=self._first_pause,
            queries=threading.Semaphore(self._most_queries),
        )
        batches = [
            tuple(log_groups[first : first + _GROUPS_A_QUERY])
            for first in range(0, len(log_groups), _GROUPS_A_QUERY)
        ]
        with threads.pool(_SIDE_BY_SIDE) as pool:
            part = _joined(pool.map(search.in_groups, batches))
            kept = sorted(part.rows, key=lambda row: row.line.at)[-limit:]
            lines = search.in_full(kept, pool)
        return LogMatches(
            lines=tuple(lines),
            truncated=part.truncated or len(kept) < len(part.rows),
            missing=part.missing,
            unfinished=part.unfinished,
        )


@dataclass(frozen=True)
class _Search:
    """One search: its query, and what all its parts together may use up."""

    call: Callable[..., dict[str, Any]]
    meter: AwsMeter
    query: str
    rows: int
    limit: int
    window: Window
    deadline: float
    first_pause: float
    queries: threading.Semaphore
    scanned: dict[str, int] = field(default_factory=dict)
    """The bytes that are counted already, by query."""

    def in_groups(self, groups: tuple[str, ...]) -> _Part:
        """The answer of up to 50 groups. One that is gone makes AWS refuse all of them."""
        start = math.floor(self.window.start.timestamp())
        end = math.ceil(self.window.end.timestamp())
        try:
            return self._within(groups, start, end)
        except NotFound:
            present = tuple(group for group in groups if self._exists(group))
            missing = tuple(group for group in groups if group not in present)
            if not missing:
                raise
            part = self._within(present, start, end) if present else _Part()
            return replace(part, missing=missing)

    def _within(self, groups: tuple[str, ...], start: int, end: int, depth: int = 0) -> _Part:
        """Seconds from `start` up to and including `end`, halved while an answer is full.

        The newer half is asked first: with enough lines of it, the older one is not needed.
        """
        if time.monotonic() > self.deadline:
            return _Part(unfinished=True)
        if not self.queries.acquire(blocking=False):
            return _Part(truncated=True)
        part = self._answer(groups, start, end)
        if part.unfinished or not part.is_full or self.rows > self.limit:
            return part
        if depth == _DEEPEST_SPLIT or end <= start:
            return replace(part, truncated=True)
        middle = (start + end) // 2
        newer = self._within(groups, middle + 1, end, depth + 1)
        if newer.truncated or newer.unfinished or len(newer.rows) >= self.limit:
            # A half that was not asked to the end must not cost the rows that are known already.
            return replace(max(newer, part, key=lambda each: len(each.rows)), truncated=True)
        return _joined((newer, self._within(groups, start, middle, depth + 1)))

    def _answer(self, groups: tuple[str, ...], start: int, end: int) -> _Part:
        try:
            query_id = self.call(
                "start_query", logGroupNames=list(groups), startTime=start, endTime=end,
                queryString=self.query, limit=self.rows,
            )["queryId"]  # fmt: skip
        except AwsCallFailed as error:
            if error.code != "MalformedQueryException":
                raise
            if _BEFORE_ITS_TIME in error.detail:
                return _Part()
            raise InvalidRequest(f"CloudWatch Logs refused the query: {error.detail}") from error
        ended = False
        try:
            found, ended = self._awaited(query_id)
        finally:
            if not ended:  # one that nobody waits for goes on scanning, which is billed
                with suppress(CasebookError):
                    self.call("stop_query", queryId=query_id)
                    self._results(query_id)  # for the bytes that it scanned until it was stopped
        rows = (_row(each, groups) for each in found)
        inside = tuple(row for row in rows if row.line.at in self.window)
        return _Part(
            rows=inside,
            is_full=len(found) >= self.rows,
            truncated=len(found) > self.limit,
            unfinished=not ended,
        )

    def _awaited(self, query_id: str) -> tuple[list[dict[str, str]], bool]:
        """The rows, and whether these are all; False when time ran out before the query ended."""
        pause = self.first_pause
        while True:
            answer = self._results(query_id)
            rows = [{each["field"]: each["value"] for each in row} for row in answer["results"]]
            if answer["status"] == "Complete":
                return rows, True
            if answer["status"] not in _PENDING:
                raise AwsCallFailed("StartQuery", answer["status"], "the query did not complete")
            if time.monotonic() + pause > self.deadline:
                return rows, False
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _results(self, query_id: str) -> dict[str, Any]:
        """The rows so far. Each answer has the bytes scanned since the query began, so only the
        increase is counted."""
        answer = self.call("get_query_results", queryId=query_id)
        scanned = int(answer.get("statistics", {}).get("bytesScanned", 0))
        if (new := scanned - self.scanned.get(query_id, 0)) > 0:
            self.scanned[query_id] = scanned
            self.meter.count(bytes_scanned=new)
        return answer

    def _exists(self, group: str) -> bool:
        # Groups come in the order of their names, so the very name stands first.
        page = self.call("describe_log_groups", logGroupNamePrefix=group, limit=1)
        return any(each["logGroupName"] == group for each in page["logGroups"])

    def in_full(self, rows: Sequence[_Row], pool: "Executor") -> list[LogLine]:
        """The lines, the newest of those that Insights may have cut with their whole message."""
        cut = [place for place, row in enumerate(rows) if len(row.line.message) >= _CUT_AT]
        lines = [row.line for row in rows]
        chosen = cut[-_MOST_RECOVERED:]
        for place, line in zip(
            chosen, pool.map(lambda place: self._whole(rows[place]), chosen), strict=True
        ):
            lines[place] = line
        return lines

    def _whole(self, row: _Row) -> LogLine:
        """As much as there is: a record that cannot be fetched leaves the line as it was."""
        if not row.pointer or time.monotonic() > self.deadline:
            return row.line
        try:
            record = self.call("get_log_record", logRecordPointer=row.pointer)["logRecord"]
        except CasebookError:
            return row.line
        return row.line._replace(message=record.get("@message", row.line.message))


def _joined(parts: Iterable[_Part]) -> _Part:
    parts = list(parts)
    return _Part(
        rows=tuple(row for part in parts for row in part.rows),
        truncated=any(part.truncated for part in parts),
        unfinished=any(part.unfinished for part in parts),
        missing=tuple(group for part in parts for group in part.missing),
    )


def _row(fields: dict[str, str], groups: tuple[str, ...]) -> _Row:
    # `@log` is account:group, and only where the groups are several does it matter which.
    group = fields.get("@log", "").rpartition(":")[2]
    line = LogLine(
        at=_moment(fields["@timestamp"]),
        message=fields.get("@message", ""),
        log_group=group if group in groups else groups[0],
        log_stream=fields.get("@logStream", ""),
    )
    return _Row(line, fields.get("@ptr", ""))


def _moment(text: str) -> datetime:
    """AWS writes `2026-11-21 19:04:11.120`, in UTC; others that speak this API milliseconds."""
    if text.isdecimal():
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
