"""Evidence is checked again: the query is run as it was, and the answers are compared."""

import secrets
from datetime import timedelta
from typing import Any

import pytest

from casebook.adapters.aws_meter import AwsMeter
from casebook.budget.bookings import Bookings
from casebook.diagnosis.alarm_evidence import alarm_evidence
from casebook.diagnosis.comparing import compared
from casebook.diagnosis.evidence_reading import DiagnosisEvidence, EvidenceReading
from casebook.diagnosis.rechecking import Rechecking
from casebook.diagnosis.requests import RawEvidence, Recheck
from casebook.diagnosis.state import States
from casebook.domain.alarm import Alarm
from casebook.domain.events.diagnosis import DiagnosisStarted, EvidenceFound
from casebook.domain.events.event import Draft
from casebook.domain.evidence import Evidence
from casebook.domain.usage import Spent
from casebook.domain.workload import Metric
from casebook.errors import AwsCallFailed, LimitReached, NotFound
from casebook.ports.connections import Identity
from casebook.ports.diagnoses import DiagnosisHeader
from casebook.ports.logs import LogPage
from casebook.streams import Stream
from casebook.team_knowledge.applying import TeamKnowledge
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.recorder import DiagnosisRecorder
from casebook.tools.registration import AnyTool
from casebook.tools.registry import Toolbox
from casebook.tools.repeating import repeat
from casebook.tools.run import Repeated
from casebook.tools.search_logs import SearchLogs
from local.memory.clock import FakeClock
from local.memory.connections import SilentFrames
from local.memory.diagnoses import MemoryDiagnosisStore
from local.memory.event_log import MemoryEventLog
from local.memory.history import MemoryEvidenceStore
from local.memory.ledger import MemoryLedger, MemoryUsageStore
from local.memory.team_knowledge import MemoryTeamDocumentStore
from local.memory.telemetry import MemoryLogs, MemoryMetrics
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope, shop
from tests.fakes.tool_grants import MemoryRecheckLimit

ANN = Identity(user="ann", projects=("team",))
EVE = Identity(user="eve", projects=("bank",))
ERRORS = Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": "checkout-fn"})


class World:
    """A diagnosis of the shop, which went wrong five minutes ago."""

    def __init__(self) -> None:
        self.clock = FakeClock(NOW)
        self.logs, self.metrics = MemoryLogs(CHECKOUT_LOGS), MemoryMetrics()
        for minutes in (5, 4, 3):
            at = NOW - timedelta(minutes=minutes)
            self.logs.write(
                CHECKOUT_LOGS, at, f"[ERROR] order {minutes} refused password=hunter{2}"
            )
            self.metrics.put(ERRORS, at, float(minutes))
        self.tools: dict[str, AnyTool] = {
            tool.name: tool
            for tool in (
                SearchLogs(self.logs), GetLogPatterns(self.logs), QueryMetrics(self.metrics),
            )
        }  # fmt: skip
        log = self.log = MemoryEventLog(self.clock)
        diagnoses, self.workloads = MemoryDiagnosisStore(log), MemoryWorkloadStore(shop())
        self.store, self.limit = MemoryEvidenceStore(), MemoryRecheckLimit(5)
        header = DiagnosisHeader("dgn_1", "wkl_1", "team", "running", NOW)
        started = DiagnosisStarted(
            workload_id="wkl_1", project="team", requested_mode="auto", window=scope().window
        )
        diagnoses.open(header, Draft("cloudwatch", started))
        self.stream = Stream(log, SilentFrames(), "dgn_1", 1)
        self.evidence = DiagnosisEvidence(diagnoses, States(log))
        self.reading = EvidenceReading(self.store)
        self.meter, self.usage = AwsMeter(), MemoryUsageStore(MemoryLedger())
        self.rechecking = Rechecking(
            self.workloads, log, self.store, self.limit, self.clock,
            lambda name, parameters, scope: repeat(
                self.tools[name], parameters, scope, self.clock
            ),
            Bookings(self.meter.take, lambda: self.usage, self.clock, "local"),
            TeamKnowledge(MemoryTeamDocumentStore(), self.clock),
        )  # fmt: skip

    def found(self, tool: str, **parameters: object) -> Evidence:
        """What an agent found with the tool, half a minute after the alarm."""
        self.clock.move(seconds=30)
        looked_at = scope()
        toolbox = Toolbox(
            self.tools.values(),
            type(looked_at)(looked_at.workload, looked_at.window, self.clock.now()),
            "dgn_1",
            self.store,
            self.clock,
            DiagnosisRecorder(self.stream, "log-agent", 1),
        )
        evidence = toolbox.run(tool, **parameters).evidence
        self.clock.move(hours=2)
        return evidence

    def fetch(self, evidence: Evidence) -> RawEvidence:
        return self.reading.fetch(self.evidence.cited(ANN, "dgn_1", evidence.id))

    def recheck(self, evidence: Evidence, who: Identity = ANN) -> Recheck:
        return self.rechecking.recheck(self.evidence.cited(who, "dgn_1", evidence.id))


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("tool", "parameters"),
    [
        ("search_logs", {"pattern": "refused", "limit": 2}),
        ("search_logs", {"pattern": "nothing of the kind"}),
        ("search_logs", {"log_group": "/aws/lambda/somebody-elses"}),
        ("get_log_patterns", {}),
        ("query_metrics", {"resource": "checkout-fn"}),
    ],
)
def test_the_same_question_about_the_same_data_has_the_same_digest(
    world: World, tool: str, parameters: dict[str, object]
) -> None:
    evidence = world.found(tool, **parameters)
    world.logs.write(CHECKOUT_LOGS, NOW + timedelta(hours=1), "[ERROR] refused long after")
    world.metrics.put(ERRORS, NOW + timedelta(hours=1), 99.0)

    again = world.recheck(evidence)

    assert again.outcome == "same", again.summary
    assert again.now is not None
    assert again.now.sha256 == again.then.sha256 == evidence.sha256
    assert again.window == evidence.window
    assert (again.intact, again.diff) == (True, "")


def test_what_a_recheck_asks_of_aws_is_booked_on_who_asked_for_it(world: World) -> None:
    evidence = world.found("search_logs", pattern="refused")
    search = world.logs.search

    def asking(*given: Any, **more: Any) -> Any:
        world.meter.count(requests=2)
        return search(*given, **more)

    world.logs.search = asking  # type: ignore[method-assign]
    before = len(world.log.read("dgn_1"))

    world.recheck(evidence)

    today = world.clock.now().date()
    (row,) = world.usage.of_project("team", today, today)
    assert (row.user, row.workload_id, row.spent) == ("ann", "wkl_1", Spent(aws_requests=2))
    assert len(world.log.read("dgn_1")) == before


def test_lines_that_arrived_late_are_counted_and_shown(world: World) -> None:
    evidence = world.found("search_logs", pattern="refused")
    world.logs.write(CHECKOUT_LOGS, NOW - timedelta(minutes=2), "order 9 refused password=other")

    again = world.recheck(evidence)

    assert again.outcome == "changed"
    assert again.now is not None
    assert (again.then.counts, again.now.counts) == ({"lines": 3}, {"lines": 4})
    assert "lines 3 then, 4 now" in again.summary
    assert f"+2026-11-21T18:58:00.000Z {CHECKOUT_LOGS}: order 9 refused password=<" in again.diff
    assert "other" not in again.diff


def test_data_that_expired_are_gone(world: World) -> None:
    evidence = world.found("query_metrics")
    world.tools["query_metrics"] = QueryMetrics(MemoryMetrics())

    again = world.recheck(evidence)

    assert again.outcome == "gone"
    assert "expired or was removed" in again.summary
    assert "summaries" in again.then.counts


def test_a_query_that_fails_now_says_why(world: World) -> None:
    class Throttled(MemoryLogs):
        def search(self, *_: object, **__: object) -> LogPage:
            raise AwsCallFailed("FilterLogEvents", "ThrottlingException", "slow down")

    evidence = world.found("search_logs")
    world.tools["search_logs"] = SearchLogs(Throttled())

    again = world.recheck(evidence)

    assert again.outcome == "failed"
    assert "ThrottlingException" in again.summary


def test_stored_bytes_that_were_tampered_with_are_told_and_not_counted(world: World) -> None:
    evidence = world.found("search_logs")
    world.store.raw[evidence.location] = b'{"lines": []}'

    again, fetched = world.recheck(evidence), world.fetch(evidence)

    assert (again.outcome, again.intact, again.then.counts) == ("same", False, {})
    assert "What is stored is not what was found" in again.summary
    assert fetched.intact is False


def test_stored_bytes_that_are_no_json_any_more_are_told_too(world: World) -> None:
    evidence = world.found("search_logs")
    world.store.raw[evidence.location] = b"\xff\x00"

    fetched = world.fetch(evidence)

    assert (fetched.raw, fetched.intact) == (None, False)
    assert world.recheck(evidence).intact is False


def test_a_raw_result_that_has_expired_still_has_its_digest_in_the_log(world: World) -> None:
    evidence = world.found("search_logs")
    world.store.raw.clear()

    again = world.recheck(evidence)

    assert (again.outcome, again.intact) == ("same", None)
    assert "has expired" in again.summary


def test_the_alarm_itself_cannot_be_asked_again_but_its_digest_is_checked(world: World) -> None:
    alarm = Alarm(name="errors", state="ALARM", changed_at=NOW)
    evidence = alarm_evidence(alarm, "dgn_1", world.store, FakeClock(NOW))
    world.stream.append(Draft("cloudwatch", EvidenceFound(evidence=evidence), 1))

    again = world.recheck(evidence)

    assert (again.outcome, again.intact, again.now) == ("not-repeatable", True, None)
    assert "What is stored is what was found." in again.summary
    assert not world.limit.counted


def test_a_secret_in_an_alarm_is_stored_nowhere(world: World) -> None:
    secret = f"hunter{secrets.token_hex(6)}"
    said = f"worker of postgres://app:{secret}@db/orders"
    alarm = Alarm(name="errors", state="ALARM", changed_at=NOW, reason=said, description=said)

    evidence = alarm_evidence(alarm, "dgn_1", world.store, FakeClock(NOW))

    assert "postgres://app" in evidence.excerpt
    assert secret not in evidence.excerpt
    assert secret.encode() not in world.store.get(evidence.location)


def test_evidence_of_a_tool_that_is_no_more_cannot_be_asked_again(world: World) -> None:
    evidence = world.found("search_logs")
    del world.tools["search_logs"]

    assert world.recheck(evidence).outcome == "not-repeatable"


def test_what_lies_outside_the_callers_projects_does_not_exist(world: World) -> None:
    evidence = world.found("search_logs")

    with pytest.raises(NotFound, match="no diagnosis dgn_1 in your projects"):
        world.recheck(evidence, EVE)
    with pytest.raises(NotFound, match="has no evidence evd_404"):
        world.evidence.cited(ANN, "dgn_1", "evd_404")


def test_a_workload_that_was_removed_is_not_looked_at(world: World) -> None:
    evidence = world.found("search_logs")
    world.workloads.remove(shop())

    with pytest.raises(NotFound, match="the workload was removed"):
        world.recheck(evidence)


def test_rechecks_are_limited_and_one_too_many_asks_aws_nothing(world: World) -> None:
    evidence = world.found("query_metrics")
    for _ in range(5):
        world.recheck(evidence)
    asked = len(world.metrics.windows)

    with pytest.raises(LimitReached):
        world.recheck(evidence)

    assert len(world.metrics.windows) == asked


def test_a_recheck_adds_nothing_to_the_diagnosis(world: World) -> None:
    evidence = world.found("search_logs")
    events, kept = world.rechecking.log.read("dgn_1"), dict(world.store.raw)

    world.recheck(evidence)

    assert world.rechecking.log.read("dgn_1") == events
    assert world.store.raw == kept


def test_a_long_difference_is_cut_off(world: World) -> None:
    then = world.found("search_logs")
    text = "\n".join(f"line {number}" for number in range(500))
    now = then.model_copy(update={"sha256": "other", "excerpt": text})

    again = compared(then, None, Repeated(now, b"{}"))

    assert len(again.diff.splitlines()) <= 61
    assert again.diff.endswith("… more differences left out …")


def test_a_workload_that_another_project_has_by_now_is_not_looked_at(world: World) -> None:
    evidence = world.found("search_logs", pattern="refused")
    workload = world.workloads.get("wkl_1")
    assert workload is not None
    world.workloads.replace(workload.model_copy(update={"project": "bank"}))

    with pytest.raises(NotFound, match="removed"):
        world.recheck(evidence)


def test_what_another_answer_gave_away_is_hidden_and_the_recheck_is_still_the_same(
    world: World,
) -> None:
    value = f"Zq{secrets.token_hex(6)}"
    at = NOW - timedelta(minutes=2)
    world.logs.write(CHECKOUT_LOGS, at, f"[ERROR] connecting with password={value} ")
    world.logs.write(CHECKOUT_LOGS, at, f"[ERROR] login of app/{value} was refused")
    toolbox = Toolbox(
        world.tools.values(), scope(), "dgn_1", world.store, world.clock,
        DiagnosisRecorder(world.stream, "log-agent", 1),
    )  # fmt: skip

    toolbox.run("search_logs", contains=["connecting"])
    evidence = toolbox.run("search_logs", contains=["login of app"]).evidence

    assert "app/<known-1>" in evidence.excerpt
    assert value not in str(world.store.raw)
    recheck = world.recheck(evidence)
    assert (recheck.outcome, recheck.intact, recheck.diff) == ("same", True, "")

    world.logs.write(CHECKOUT_LOGS, at, "[ERROR] login of app/ann was refused")
    assert world.recheck(evidence).outcome == "changed"
