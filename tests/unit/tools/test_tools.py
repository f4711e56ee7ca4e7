"""Each tool on the shop, over the fakes of its ports."""

from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from casebook.domain.change import Change
from casebook.domain.window import Window
from casebook.errors import AwsCallFailed, Forbidden, InvalidRequest, NotPermitted
from casebook.ports.changes import TrailEvent
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.ports.logs import LogLine, LogMatches
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.get_workload_state import GetWorkloadState
from casebook.tools.list_changes import ListChanges
from casebook.tools.results.changes import Changes
from casebook.tools.search_logs import SearchLogs
from casebook.tools.search_past_diagnoses import SearchPastDiagnoses
from casebook.tools.tool import Failed, Found, NoData, Scope
from local.memory.clock import FakeClock
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryChangeStore, MemoryObservationStore
from local.memory.telemetry import (
    MemoryConfiguration,
    MemoryLogs,
    MemoryPlatformEvents,
    MemoryTrail,
)
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


# ── get_log_patterns ──


def test_log_patterns_can_be_quoted_with_their_counts_and_times() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    logs.write(CHECKOUT_LOGS, minutes_ago(5), "[ERROR] payment of order 1 failed")
    logs.write(CHECKOUT_LOGS, minutes_ago(4), "[ERROR] payment of order 2 failed")
    logs.write(CHECKOUT_LOGS, minutes_ago(3), "order 3 was paid")
    tool = GetLogPatterns(logs)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    assert found.data.total_lines == 3
    assert found.data.patterns[0].resource == "checkout-fn"
    assert "checkout-fn: 2 times (new), from 2026-11-21T18:55:00.000Z" in found.text
    assert "template: payment of order <*> failed" in found.text


def test_log_patterns_look_forward_to_now_and_back_an_hour() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    for minutes in (5, 40):
        logs.write(CHECKOUT_LOGS, minutes_ago(minutes), "[ERROR] refused")
    window = Window(start=minutes_ago(30), end=minutes_ago(20))
    ended = Scope(scope().workload, window, NOW)
    tool = GetLogPatterns(logs)

    found = tool.run(tool.parameters(), ended)

    assert isinstance(found, Found)
    assert (found.data.patterns[0].count, found.data.patterns[0].baseline_count) == (1, 1)


def test_errors_are_counted_by_the_minute_from_the_hour_before_on() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    for minutes in (70, 70, 5, 5, 5):
        logs.write(CHECKOUT_LOGS, minutes_ago(minutes), "[ERROR] refused")
    logs.write(CHECKOUT_LOGS, minutes_ago(5), "order 3 was paid")
    tool = GetLogPatterns(logs)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    (counts,) = found.data.error_counts
    at = {
        counts.start + timedelta(seconds=counts.period_seconds * place): count
        for place, count in enumerate(counts.values)
        if count
    }
    assert (counts.resource, at) == ("checkout-fn", {minutes_ago(70): 2, minutes_ago(5): 3})


def test_failing_requests_are_told_from_the_others_by_the_fields_of_their_lines() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    for place in range(12):
        failed, request = place % 3 == 0, f'"requestId": "r{place}"'
        zone = f'"zone": "{"a" if failed else "b"}"'
        logs.write(CHECKOUT_LOGS, minutes_ago(5), f'{{"message": "started", {zone}, {request}}}')
        if failed:
            logs.write(CHECKOUT_LOGS, minutes_ago(4), f'{{"level": "ERROR", {request}}}')
    logs.write(CHECKOUT_LOGS, minutes_ago(70), '{"level": "ERROR", "zone": "b", "requestId": "x"}')
    logs.write(CHECKOUT_LOGS, minutes_ago(70), '{"message": "m", "zone": "b", "requestId": "y"}')
    tool = GetLogPatterns(logs)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    (contrast,) = found.data.contrasts
    assert (contrast.resource, contrast.by) == ("checkout-fn", "request")
    assert (contrast.failing, contrast.others) == (4, 9)
    (field,) = contrast.fields
    values = [(each.value, each.failing, each.others) for each in field.values]
    assert (field.name, values) == ("zone", [("a", 4, 0), ("b", 0, 9)])


def test_each_line_says_whether_it_reports_a_failure() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    logs.write(CHECKOUT_LOGS, minutes_ago(5), "[ERROR] refused")
    logs.write(CHECKOUT_LOGS, minutes_ago(4), "order 3 was paid")
    tool = SearchLogs(logs)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    assert [line.is_error for line in found.data.lines] == [True, False]


def test_no_errors_is_no_data_and_names_log_groups_that_do_not_exist() -> None:
    found = GetLogPatterns(MemoryLogs()).run(GetLogPatterns.parameters(), scope())

    assert isinstance(found, NoData)
    assert f"There is no log group {CHECKOUT_LOGS}." in found.text


# ── search_logs ──


def test_the_newest_lines_that_match_are_shown_oldest_first() -> None:
    logs = MemoryLogs()
    for minutes in (4, 3, 2):
        logs.write(CHECKOUT_LOGS, minutes_ago(minutes), f"refused {minutes}")
    tool = SearchLogs(logs)

    found = tool.run(tool.parameters(pattern="refused", limit=2), scope())

    assert isinstance(found, Found)
    assert [line.message for line in found.data.lines] == ["refused 3", "refused 2"]
    assert found.data.truncated
    assert f"2026-11-21T18:57:00.000Z {CHECKOUT_LOGS}: refused 3" in found.text


def test_a_log_group_that_is_not_the_workloads_is_refused() -> None:
    tool = SearchLogs(MemoryLogs("/aws/lambda/payroll"))

    refusal = "'/aws/lambda/payroll' is not registered to workload 'shop'"
    with pytest.raises(Forbidden, match=refusal):
        tool.run(tool.parameters(log_group="/aws/lambda/payroll"), scope())


def test_texts_and_an_expression_find_lines_in_every_group() -> None:
    logs = MemoryLogs(CHECKOUT_LOGS)
    for minutes, message in (
        (4, "order 17 refused"),
        (3, "order 18 refused"),
        (2, "order 17 paid"),
    ):
        logs.write(CHECKOUT_LOGS, minutes_ago(minutes), message)
    tool = SearchLogs(logs)

    found = tool.run(tool.parameters(contains=("order 17",), regex="refus(ed|al)"), scope())

    assert isinstance(found, Found)
    assert [line.message for line in found.data.lines] == ["order 17 refused"]
    assert found.text.startswith("1 lines with 'order 17' and matching /refus(ed|al)/ in")


def test_a_slice_of_time_may_lie_before_the_incident() -> None:
    logs = MemoryLogs()
    for minutes in (40, 30, 5):
        logs.write(CHECKOUT_LOGS, minutes_ago(minutes), f"refused {minutes}")
    tool = SearchLogs(logs)

    found = tool.run(tool.parameters(since=minutes_ago(35), until=minutes_ago(20)), scope())

    assert isinstance(found, Found)
    assert [line.message for line in found.data.lines] == ["refused 30"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"regex": "("},
        {"pattern": "refused", "regex": "refused"},
        {"contains": ("",)},
        {"limit": 20_001},
    ],
)
def test_what_cannot_be_searched_for_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        SearchLogs.parameters.model_validate(wrong)


def test_a_slice_that_ends_before_it_begins_is_refused() -> None:
    tool = SearchLogs(MemoryLogs())

    with pytest.raises(InvalidRequest, match="is after until"):
        tool.run(tool.parameters(since=NOW, until=minutes_ago(5)), scope())


@pytest.mark.parametrize("lines", [(), (LogLine(minutes_ago(1), "found", CHECKOUT_LOGS, "s"),)])
def test_a_search_that_ran_out_of_time_says_so(lines: tuple[LogLine, ...]) -> None:
    class Slow(MemoryLogs):
        def find(self, *_: object) -> LogMatches:
            return LogMatches(lines, unfinished=True)

    tool = SearchLogs(Slow())

    found = tool.run(tool.parameters(regex="x"), scope())

    assert isinstance(found, Found if lines else Failed)
    assert "ran out of time" in found.text


def test_hundreds_of_huge_lines_of_junk_are_kept_within_bounds() -> None:
    logs = MemoryLogs()
    for number in range(400):
        junk = "\x00\x1b[31m" + "x" * 20_000
        logs.write(CHECKOUT_LOGS, minutes_ago(number / 60), junk)
    tool = SearchLogs(logs)

    found = tool.run(tool.parameters(limit=1000), scope())

    assert isinstance(found, Found)
    assert (len(found.data.lines), found.data.truncated) == (250, True)
    assert found.data.lines[-1].at == NOW


# ── get_workload_state ──


def test_the_state_lists_every_setting_and_names_what_is_missing() -> None:
    configuration = MemoryConfiguration(FakeClock(NOW))
    configuration.settings |= {"checkout-fn": {"memoryMb": 128}, "payments": None}
    tool = GetWorkloadState(configuration)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    assert "- checkout-fn (lambda)\n  memoryMb = 128" in found.text
    assert "- orders-table (dynamodb) does not exist" in found.text
    assert [state.exists for state in found.data.resources] == [True, False]


def test_health_is_told_beside_the_settings() -> None:
    configuration = MemoryConfiguration(FakeClock(NOW))
    configuration.settings["checkout-fn"] = {"memoryMb": 128}
    configuration.health["checkout-fn"] = {"status": "Failed"}
    tool = GetWorkloadState(configuration)

    found = tool.run(tool.parameters(resource="checkout-fn"), scope())

    assert isinstance(found, Found)
    assert found.text == "- checkout-fn (lambda)\n  status: Failed\n  memoryMb = 128"
    assert found.data.resources[0].health == {"status": "Failed"}


def test_a_resource_that_may_not_be_read_is_named_and_the_others_told() -> None:
    configuration = MemoryConfiguration(FakeClock(NOW))
    refusal = NotPermitted("DescribeTable", "AccessDeniedException", "not yours")
    configuration.settings |= {"checkout-fn": {}, "orders-table": refusal, "payments": None}
    tool = GetWorkloadState(configuration)

    found = tool.run(tool.parameters(), scope())

    assert isinstance(found, Found)
    assert "orders-table could not be read: DescribeTable failed with AccessDenied" in found.text


def test_a_resource_that_is_not_the_workloads_is_refused() -> None:
    tool = GetWorkloadState(MemoryConfiguration(FakeClock(NOW)))

    with pytest.raises(Forbidden, match="resource 'payroll-fn' does not belong to workload 'shop'"):
        tool.run(tool.parameters(resource="payroll-fn"), scope())


def test_when_nothing_can_be_read_the_tool_fails() -> None:
    configuration = MemoryConfiguration(FakeClock(NOW))
    configuration.settings["checkout-fn"] = AwsCallFailed("Get", "AccessDenied", "no")
    tool = GetWorkloadState(configuration)

    with pytest.raises(AwsCallFailed):
        tool.run(tool.parameters(resource="checkout-fn"), scope())


# ── list_changes ──


class Past:
    """A shop that was seen an hour ago, and everything that list_changes reads."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW - timedelta(hours=1))
        self.configuration = MemoryConfiguration(self.clock)
        self.set("checkout-fn", "http://payments")
        self.configuration.settings |= {"orders-table": {}, "payments": None}
        self.changes = MemoryChangeStore()
        self.trail = MemoryTrail()
        self.platforms = MemoryPlatformEvents()
        self.tool = ListChanges(
            self.configuration,
            MemoryObservationStore(),
            self.changes,
            self.platforms,
            self.trail,
            self.clock,
        )
        self.run()
        self.clock.move(hours=1)

    def set(self, function: str, url: str) -> None:
        self.configuration.settings[function] = {
            "environment.PAYMENTS_URL": url,
            "related.role": "checkout-role",
        }

    def run(self) -> Found[Changes] | NoData:
        return self.tool.run(self.tool.parameters(), scope())

    def called(self, name: str, minutes: float, resource: str = "checkout-fn") -> None:
        event = TrailEvent(
            event_id=name,
            at=minutes_ago(minutes),
            name=name,
            source="lambda.amazonaws.com",
            actor="alice",
            resources=(resource,),
            parameters="{}",
        )
        self.trail.events.append(event)


@pytest.fixture
def past() -> Past:
    return Past()


def test_a_changed_setting_is_told_with_before_and_after_and_who_did_it(past: Past) -> None:
    past.set("checkout-fn", "http://dead")
    past.called("UpdateFunctionConfiguration", 12)

    found = past.run()

    assert isinstance(found, Found)
    (change,) = found.data.changes
    assert (change.at, change.actor, change.source) == (minutes_ago(12), "alice", "observed")
    assert "2026-11-21T18:48:00.000Z checkout-fn: configuration by alice (observed)" in found.text
    assert 'environment.PAYMENTS_URL: "http://payments" → "http://dead"' in found.text


def test_what_the_teams_pipeline_reported_is_told_too(past: Past) -> None:
    deploy = Change(
        change_id="chg_1", at=minutes_ago(30), kind="deployment", resource="checkout-fn",
        actor="pipeline", summary="version 7",
    )  # fmt: skip
    past.changes.add("wkl_1", deploy)

    found = past.run()

    assert isinstance(found, Found)
    assert found.data.changes == (deploy,)


def test_a_call_on_the_functions_role_is_a_change_of_the_function(past: Past) -> None:
    past.called("DeleteRolePolicy", 12, "role/checkout-role")

    found = past.run()

    assert isinstance(found, Found)
    assert [(each.resource, each.kind) for each in found.data.changes] == [
        ("checkout-fn", "permission")
    ]


def test_without_cloudtrail_the_changes_are_told_and_the_gap_is_named(past: Past) -> None:
    past.trail.failure = AwsCallFailed("LookupEvents", "AccessDenied", "no")
    past.set("checkout-fn", "http://dead")

    found = past.run()

    assert isinstance(found, Found)
    assert not found.data.trail_read
    assert "CloudTrail could not be read" in found.text
    assert "between 2026-11-21T18:00:00.000Z and 2026-11-21T19:00:00.000Z" in found.text


def test_services_outside_aws_are_not_looked_up(past: Past) -> None:
    past.run()

    assert all("payments" not in names for names, _ in past.trail.asked)


def test_no_change_is_no_data(past: Past) -> None:
    found = past.run()

    assert isinstance(found, NoData)
    assert found.text.startswith("0 changes of checkout-fn, orders-table, payments")


def test_no_change_that_is_known_is_more_than_no_data_when_cloudtrail_is_silent(
    past: Past,
) -> None:
    past.trail.failure = AwsCallFailed("LookupEvents", "AccessDenied", "no")

    found = past.run()

    assert isinstance(found, Found)
    assert (found.data.changes, found.data.trail_read) == ((), False)


# ── search_past_diagnoses ──


@pytest.fixture
def memory() -> MemoryDiagnosisStore:
    store = MemoryDiagnosisStore(MemoryEventLog(FakeClock(NOW)))
    ended = [("orders-table", "likely"), ("checkout-fn", None)]
    for number, (resource, verdict) in enumerate(ended):
        store.update(
            DiagnosisHeader(
                diagnosis_id=f"dgn_{number}",
                workload_id="wkl_1",
                project="team",
                status="concluded" if verdict else "failed",
                started_at=minutes_ago(90),
                ended_at=minutes_ago(80),
                verdict=verdict,
                resource=resource,
                category="throttling",
                summary="the table was too small",
            )
        )
    return store


def test_concluded_diagnoses_are_recalled(memory: MemoryDiagnosisStore) -> None:
    tool = SearchPastDiagnoses(memory)

    found = tool.run(tool.parameters(category="throttling"), scope())

    assert isinstance(found, Found)
    assert [each.diagnosis_id for each in found.data.diagnoses] == ["dgn_0"]
    assert "likely, orders-table / throttling: the table was too small" in found.text


def test_nothing_to_recall_is_no_data(memory: MemoryDiagnosisStore) -> None:
    tool = SearchPastDiagnoses(memory)

    assert isinstance(tool.run(tool.parameters(category="network"), scope()), NoData)


def concluded(memory: MemoryDiagnosisStore, number: int, alarm: str, summary: str) -> None:
    memory.update(
        DiagnosisHeader(
            diagnosis_id=f"dgn_{number}",
            workload_id="wkl_1",
            project="team",
            status="concluded",
            started_at=minutes_ago(60 - number),
            alarm=alarm,
            verdict="confirmed",
            resource="checkout-fn",
            category="configuration",
            summary=summary,
            ended_at=minutes_ago(59 - number),
        )
    )


def test_those_most_like_the_present_one_come_first_and_then_the_newest(
    memory: MemoryDiagnosisStore,
) -> None:
    concluded(memory, 2, "checkout-errors", "PAYMENTS_URL was wrong")
    concluded(memory, 3, "queue-backlog", "the consumer was stopped")
    concluded(memory, 4, "cart-latency", "a cache was cold")
    tool = SearchPastDiagnoses(memory)

    def recalled(occasion: str, **asked: object) -> list[str]:
        now = scope()
        about = Scope(now.workload, now.window, now.now, question=occasion)
        found = tool.run(tool.parameters.model_validate(asked), about)
        assert isinstance(found, Found)
        return [each.diagnosis_id for each in found.data.diagnoses]

    assert recalled("checkout-errors") == ["dgn_2", "dgn_4", "dgn_3", "dgn_0"]
    assert recalled("nothing alike") == ["dgn_4", "dgn_3", "dgn_2", "dgn_0"]
    assert recalled("checkout-errors", query="the consumer", limit=1) == ["dgn_3"]
