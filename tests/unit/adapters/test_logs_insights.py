"""Logs Insights by script, since no emulator has its limits, and once on moto."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.cloudwatch_logs import CloudWatchLogs
from casebook.adapters.logs_insights import LogsInsights
from casebook.domain.window import Window
from casebook.errors import AwsCallFailed, InvalidRequest, NotFound, NotPermitted, Throttled
from casebook.ports.logs import LineMatch
from tests.fakes.shop import CHECKOUT_LOGS, NOW

WINDOW = Window(start=NOW - timedelta(minutes=10), end=NOW)
REFUSED = LineMatch(contains=("refused",))


class Service:
    """Logs Insights in memory: its limit of rows, its cut messages, its refusals. Every query runs
    for `polls` answers before it is complete."""

    def __init__(self, *lines: tuple[str, float, str], polls: int = 0) -> None:
        self.lines = list(lines)
        self.groups = {group for group, _, _ in lines}
        self.polls = polls
        self.started: list[dict[str, Any]] = []
        self.stopped: list[str] = []
        self.records = 0
        self._asked: dict[str, int] = {}
        self.end_state = "Complete"
        self.failing: dict[str, Exception] = {}
        self.scans: list[int] = []

    def call(self, service: str, operation: str, **given: Any) -> dict[str, Any]:
        assert service == "logs"
        if operation in self.failing:
            raise self.failing[operation]
        answer: Callable[..., dict[str, Any]] = getattr(self, operation)
        return answer(**given)

    def start_query(self, **given: Any) -> dict[str, Any]:
        if gone := set(given["logGroupNames"]) - self.groups:
            raise NotFound(f"StartQuery: Log group '{min(gone)}' does not exist")
        assert len(given["logGroupNames"]) <= 50
        self.started.append(given)
        return {"queryId": str(len(self.started) - 1)}

    def get_query_results(self, queryId: str) -> dict[str, Any]:
        asked = self._asked[queryId] = self._asked.get(queryId, 0) + 1
        done = asked > self.polls
        scanned = self.scans[min(asked, len(self.scans)) - 1] if self.scans else 0
        return {
            "statistics": {"bytesScanned": float(scanned), "recordsMatched": 1.0},
            "status": self.end_state if done else "Running",
            "results": self._rows(self.started[int(queryId)]) if done else [],
        }

    def _rows(self, query: dict[str, Any]) -> list[list[dict[str, str]]]:
        expressions = re.findall(r"like /(.*?)/ \|", query["queryString"])
        found = [
            (place, NOW - timedelta(seconds=seconds), group, message)
            for place, (group, seconds, message) in enumerate(self.lines)
            if group in query["logGroupNames"]
            and all(re.search(each, message) for each in expressions)
        ]
        inside = [e for e in found if query["startTime"] <= e[1].timestamp() <= query["endTime"]]
        inside.sort(key=lambda each: each[1], reverse=True)
        return [
            [
                {"field": "@timestamp", "value": f"{at:%Y-%m-%d %H:%M:%S.%f}"[:-3]},
                {"field": "@message", "value": message[:1000]},
                {"field": "@log", "value": f"123456789012:{group}"},
                {"field": "@ptr", "value": f"ptr-{place}"},
            ]
            for place, at, group, message in inside[: query["limit"]]
        ]

    def stop_query(self, queryId: str) -> dict[str, Any]:
        self.stopped.append(queryId)
        return {"success": True}

    def describe_log_groups(self, logGroupNamePrefix: str, limit: int) -> dict[str, Any]:
        named = sorted(group for group in self.groups if group.startswith(logGroupNamePrefix))
        return {"logGroups": [{"logGroupName": group} for group in named[:limit]]}

    def get_log_record(self, logRecordPointer: str) -> dict[str, Any]:
        self.records += 1
        return {"logRecord": {"@message": self.lines[int(logRecordPointer[4:])][2]}}


def insights(service: Service, **limits: Any) -> LogsInsights:
    clients = Clients()
    clients.call = service.call  # type: ignore[method-assign, assignment]
    return LogsInsights(clients, **{"first_pause": 0.001, **limits})


def test_many_groups_are_searched_at_once_and_lines_come_oldest_first() -> None:
    service = Service(("/a", 5, "refused b"), ("/b", 9, "refused a"), ("/b", 7, "fine"), polls=2)

    found = insights(service).find(("/a", "/b"), WINDOW, REFUSED, 10)

    assert [(line.log_group, line.message) for line in found.lines] == [
        ("/b", "refused a"),
        ("/a", "refused b"),
    ]
    assert found.lines[0].at == NOW - timedelta(seconds=9)
    assert len(service.started) == 1
    assert (found.truncated, found.unfinished, service.stopped) == (False, False, [])


def test_more_than_fifty_groups_take_several_queries() -> None:
    service = Service(*((f"/{n}", n, "refused") for n in range(120)))

    found = insights(service).find([f"/{n}" for n in range(120)], WINDOW, REFUSED, 200)

    assert len(found.lines) == 120
    assert sorted(len(each["logGroupNames"]) for each in service.started) == [20, 50, 50]


def test_a_full_answer_is_asked_for_again_in_halves() -> None:
    service = Service(*(("/a", second, f"refused {second}") for second in range(500)))

    found = insights(service, rows_an_answer=200).find(("/a",), WINDOW, REFUSED, 1000)

    assert len({line.message for line in found.lines}) == len(found.lines) == 500
    assert not found.truncated
    spans = [each["endTime"] - each["startTime"] for each in service.started]
    assert spans[0] == 600
    assert max(spans[1:]) == 300


def test_halving_ends_at_the_most_queries_and_keeps_the_newest() -> None:
    service = Service(*(("/a", 0.001 * n, f"refused {n}") for n in range(500)))

    found = insights(service, rows_an_answer=50, most_queries=6).find(("/a",), WINDOW, REFUSED, 900)

    assert len(service.started) <= 6
    assert found.truncated
    assert "refused 0" in {line.message for line in found.lines}


def test_enough_new_lines_need_no_older_half() -> None:
    service = Service(*(("/a", second, "refused") for second in range(300)))

    found = insights(service, rows_an_answer=100).find(("/a",), WINDOW, REFUSED, 100)

    assert (len(found.lines), found.truncated) == (100, True)
    assert found.lines[-1].at == NOW
    assert min(each["startTime"] for each in service.started[1:]) > WINDOW.start.timestamp()


def test_a_few_lines_are_asked_for_once_and_one_more_tells_that_there_are_more() -> None:
    service = Service(*(("/a", second, "refused") for second in range(30)))

    found = insights(service).find(("/a",), WINDOW, REFUSED, 10)

    assert [each["limit"] for each in service.started] == [11]
    assert (len(found.lines), found.truncated) == (10, True)


def test_groups_that_are_gone_are_named_and_the_others_searched() -> None:
    service = Service(("/a", 5, "refused"), ("/a-longer", 5, "fine"))

    found = insights(service).find(("/a", "/a-lon", "/gone"), WINDOW, REFUSED, 10)

    assert found.missing == ("/a-lon", "/gone")
    assert [line.message for line in found.lines] == ["refused"]


def test_when_every_group_is_gone_nothing_is_searched() -> None:
    service = Service()

    found = insights(service).find(("/gone",), WINDOW, REFUSED, 10)

    assert (found.lines, found.missing, service.started) == ((), ("/gone",), [])


def test_a_cut_message_is_fetched_whole_and_only_so_many_of_them() -> None:
    long = "refused " + "x" * 256_000
    service = Service(*(("/a", second, f"{long}{second}") for second in range(30)))

    found = insights(service).find(("/a",), WINDOW, REFUSED, 30)

    whole = [line for line in found.lines if len(line.message) > 256_000]
    assert (len(whole), service.records) == (20, 20)
    assert found.lines[-1].message == f"{long}0"


def test_a_record_that_cannot_be_fetched_leaves_the_line_cut() -> None:
    service = Service(("/a", 1, "refused " + "x" * 5000))
    service.failing["get_log_record"] = Throttled("GetLogRecord", "LimitExceededException", "no")

    found = insights(service).find(("/a",), WINDOW, REFUSED, 10)

    assert len(found.lines[0].message) == 1000


def test_a_query_that_runs_out_of_time_is_stopped_and_says_so() -> None:
    service = Service(("/a", 1, "refused"), polls=10_000)

    found = insights(service, most_seconds=0.02).find(("/a",), WINDOW, REFUSED, 10)

    assert (found.lines, found.unfinished) == ((), True)
    assert service.stopped == ["0"]


def test_a_query_whose_results_cannot_be_read_is_stopped_too() -> None:
    service = Service(("/a", 1, "refused"))
    service.failing["get_query_results"] = NotPermitted("GetQueryResults", "AccessDenied", "no")

    with pytest.raises(NotPermitted):
        insights(service).find(("/a",), WINDOW, REFUSED, 10)

    assert service.stopped == ["0"]


def test_a_query_that_failed_is_an_error_with_the_services_word_for_it() -> None:
    service = Service(("/a", 1, "refused"))
    service.end_state = "Failed"

    with pytest.raises(AwsCallFailed, match="Failed"):
        insights(service).find(("/a",), WINDOW, REFUSED, 10)


def test_an_expression_that_the_service_refuses_is_the_callers_error() -> None:
    service = Service(("/a", 1, "refused"))
    service.failing["start_query"] = AwsCallFailed("StartQuery", "MalformedQueryException", "bad")

    with pytest.raises(InvalidRequest):
        insights(service).find(("/a",), WINDOW, LineMatch(regex="(?<x>y)"), 10)


def test_a_window_before_the_groups_time_has_no_lines() -> None:
    service = Service(("/a", 1, "refused"))
    said = "end date and time is before the log groups creation or exceeds its retention settings"
    service.failing["start_query"] = AwsCallFailed("StartQuery", "MalformedQueryException", said)

    assert insights(service).find(("/a",), WINDOW, REFUSED, 10).lines == ()


def test_a_window_in_the_future_has_no_lines() -> None:
    later = Window(start=NOW + timedelta(days=1), end=NOW + timedelta(days=2))

    assert insights(Service(("/a", 1, "refused"))).find(("/a",), later, REFUSED, 10).lines == ()


def test_moto_gives_the_lines_of_two_groups(clients: Clients) -> None:
    written = datetime(2026, 11, 21, 18, 55, tzinfo=UTC)
    for group in (CHECKOUT_LOGS, "/other"):
        clients.call("logs", "create_log_group", logGroupName=group)
        clients.call("logs", "create_log_stream", logGroupName=group, logStreamName="s")
        clients.call(
            "logs", "put_log_events", logGroupName=group, logStreamName="s",
            logEvents=[{"timestamp": int(written.timestamp() * 1000), "message": "refused"}],
        )  # fmt: skip

    found = CloudWatchLogs(clients).find((CHECKOUT_LOGS, "/other", "/gone"), WINDOW, REFUSED)

    assert {(line.log_group, line.at) for line in found.lines} == {
        (CHECKOUT_LOGS, written),
        ("/other", written),
    }
    assert found.missing == ("/gone",)


@pytest.mark.parametrize("scans", [[7], [0, 5, 9], [5, 5, 9], [10**12, 3 * 10**12]])
def test_what_a_query_scanned_is_counted_once_however_often_it_is_told(scans: list[int]) -> None:
    service = Service(("/a", 5, "refused"), polls=len(scans) - 1)
    service.scans = scans
    source = insights(service)

    source.find(("/a",), WINDOW, REFUSED, 10)

    assert source._clients.meter.take().bytes_scanned == scans[-1]


def test_what_a_query_scanned_until_it_was_stopped_is_counted() -> None:
    service = Service(("/a", 5, "refused"), polls=10**6)
    service.scans = [40, 70]
    source = insights(service, most_seconds=0.02, first_pause=1.0)

    found = source.find(("/a",), WINDOW, REFUSED, 10)

    assert (found.unfinished, service.stopped) == (True, ["0"])
    assert source._clients.meter.take().bytes_scanned == 70


def test_every_query_of_a_search_is_counted() -> None:
    service = Service(*((f"/{n}", 5.0, "refused") for n in range(120)))
    service.scans = [1_000]
    source = insights(service)

    source.find([f"/{n}" for n in range(120)], WINDOW, REFUSED, 500)

    assert source._clients.meter.take().bytes_scanned == 1_000 * len(service.started) == 3_000
