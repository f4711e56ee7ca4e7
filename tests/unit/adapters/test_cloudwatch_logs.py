from datetime import timedelta
from typing import Any

import pytest

from casebook.adapters.clients import Clients
from casebook.adapters.cloudwatch_logs import CloudWatchLogs
from casebook.domain.window import Window
from casebook.errors import NotFound
from tests.fakes.aws_clients import ScriptedClients
from tests.fakes.shop import CHECKOUT_LOGS, NOW

WINDOW = Window(start=NOW - timedelta(minutes=10), end=NOW)


def milliseconds(minutes_ago: float) -> int:
    return int((NOW - timedelta(minutes=minutes_ago)).timestamp() * 1000)


@pytest.fixture
def logs(clients: Clients) -> CloudWatchLogs:
    clients.call("logs", "create_log_group", logGroupName=CHECKOUT_LOGS)
    clients.call("logs", "create_log_stream", logGroupName=CHECKOUT_LOGS, logStreamName="s")
    written = [(20, "too old"), (9, "one"), (5, "two refused"), (1, "three")]
    clients.call(
        "logs",
        "put_log_events",
        logGroupName=CHECKOUT_LOGS,
        logStreamName="s",
        logEvents=[{"timestamp": milliseconds(at), "message": text} for at, text in written],
    )
    return CloudWatchLogs(clients)


def test_the_lines_of_the_window_come_oldest_first(logs: CloudWatchLogs) -> None:
    page = logs.search(CHECKOUT_LOGS, WINDOW)

    assert [line.message for line in page.lines] == ["one", "two refused", "three"]
    assert page.lines[0].at == NOW - timedelta(minutes=9)
    assert page.lines[0].log_stream == "s"
    assert not page.truncated


def test_a_pattern_chooses_lines(logs: CloudWatchLogs) -> None:
    page = logs.search(CHECKOUT_LOGS, WINDOW, pattern='"refused"')

    assert [line.message for line in page.lines] == ["two refused"]


def test_a_log_group_that_is_not_there_is_not_found(logs: CloudWatchLogs) -> None:
    with pytest.raises(NotFound):
        logs.search("/aws/lambda/nothing", WINDOW)


def test_over_the_limit_the_newest_lines_are_kept() -> None:
    answers: list[dict[str, Any]] = [
        {"events": [{"timestamp": milliseconds(1), "message": "c"}], "nextToken": "more"},
        {"events": [], "nextToken": "yet more"},
        {"events": [{"timestamp": milliseconds(n), "message": m} for n, m in ((2, "b"), (3, "a"))]},
    ]
    clients = ScriptedClients(lambda operation, asked: answers.pop(0))

    page = CloudWatchLogs(clients).search(CHECKOUT_LOGS, WINDOW, limit=2)

    assert [line.message for line in page.lines] == ["b", "c"]
    assert page.truncated
    assert clients.asked[0]["startFromHead"] is False


def test_a_search_that_never_ends_is_cut_short() -> None:
    def endless(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        return {"events": [{"timestamp": milliseconds(1), "message": "x"}], "nextToken": "more"}

    clients = ScriptedClients(endless)

    page = CloudWatchLogs(clients, most_pages=3).search(CHECKOUT_LOGS, WINDOW)

    assert len(clients.asked) == 3
    assert (len(page.lines), page.truncated) == (3, True)


def test_a_source_that_gives_the_oldest_is_asked_for_all_and_the_newest_are_kept() -> None:
    held = [{"timestamp": milliseconds(9 - n), "message": str(n)} for n in range(9)]

    def oldest_first(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
        return {"events": held[: asked["limit"]]}

    page = CloudWatchLogs(ScriptedClients(oldest_first)).search(CHECKOUT_LOGS, WINDOW, limit=2)

    assert [line.message for line in page.lines] == ["7", "8"]
    assert page.truncated
