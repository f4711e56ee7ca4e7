"""Two projects on one account: what one owns, no tool reads for the other."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casebook.domain.alarm import Alarm
from casebook.domain.ownership import Ownership
from casebook.domain.workload import Metric, Resource, Workload, with_standard_telemetry
from casebook.settings import Settings
from casebook.tools.get_alarm_state import GetAlarmState
from casebook.tools.get_log_patterns import GetLogPatterns
from casebook.tools.get_recent_logs import GetRecentLogs
from casebook.tools.get_trace import GetTrace
from casebook.tools.get_workload_state import GetWorkloadState
from casebook.tools.query_metrics import QueryMetrics
from casebook.tools.rank_metric_causes import RankMetricCauses
from casebook.tools.registry import AnyRun, Toolbox
from casebook.tools.search_logs import SearchLogs
from casebook.wiring import Wiring, tool_names
from casebook.workloads.owned import OwnedWorkloads, Ownerships
from local.memory.alarm_directory import MemoryAlarmDirectory
from local.memory.clock import FakeClock
from local.memory.history import MemoryEvidenceStore
from local.memory.ownership import MemoryOwnershipStore
from local.memory.telemetry import MemoryConfiguration, MemoryLogs, MemoryMetrics, MemoryTraces
from local.memory.workloads import MemoryWorkloadStore
from tests.fakes.shop import CHECKOUT_LOGS, NOW, scope, shop

SECRET = "order 4711 of Mrs Miller"
BANK_LOGS = "/aws/lambda/bank-fn"
ERRORS = Metric(namespace="AWS/Lambda", name="Errors", dimensions={"FunctionName": "checkout-fn"})
DISGUISE = Metric(namespace="Bank", name="Mine", dimensions={"FunctionName": "checkout-fn"})
ALARM = Alarm(
    name="checkout-errors",
    state="ALARM",
    changed_at=NOW,
    namespace="AWS/Lambda",
    metric="Errors",
    dimensions={"FunctionName": "checkout-fn"},
    statistic="Sum",
    threshold=1.0,
    comparison="GreaterThanThreshold",
)


def curious(*resources: Resource, **fields: Any) -> Workload:
    """A workload of `bank`, whose member names whatever he likes: with nothing else said, the
    shop's function, log group, metric and alarm beside a function of the bank's."""
    neighbour = Resource(
        name="checkout-fn", type="lambda", log_groups=(CHECKOUT_LOGS,), metrics=(ERRORS, DISGUISE)
    )
    own = with_standard_telemetry(Resource(name="bank-fn", type="lambda"))
    described = {
        "workload_id": "wkl_2",
        "name": "curious",
        "project": "bank",
        "resources": resources or (neighbour, own),
        "calls": (("bank-fn", "checkout-fn"),) if not resources else (),
        "alarms": ("checkout-errors",),
    }
    return shop().model_copy(update=described | fields)


class World:
    """The account; `shop` owns what its workload names, and `bank` its own names and namespace."""

    def __init__(self, *workloads: Workload, **settings: Any) -> None:
        self.clock = FakeClock(NOW)
        self.kept = MemoryOwnershipStore(
            Ownership(project="team", version=1, names=("checkout-fn", "orders-table", "payments")),
            Ownership(project="bank", version=1, names=("bank-*",), namespaces=("Bank",)),
        )
        self.ownerships = Ownerships(self.kept, self.clock, Settings(**settings))
        self.workloads = OwnedWorkloads(
            MemoryWorkloadStore(shop(), *(workloads or (curious(),))), self.ownerships
        )
        self.logs, self.metrics = MemoryLogs(CHECKOUT_LOGS, BANK_LOGS), MemoryMetrics()
        self.configuration = MemoryConfiguration(self.clock, **{"checkout-fn": {"PLAN": SECRET}})
        for minute in range(1, 60):
            at = NOW - timedelta(minutes=minute)
            self.logs.write(CHECKOUT_LOGS, at, f"[ERROR] {SECRET}")
            self.logs.write(BANK_LOGS, at, "[ERROR] the bank's own")
            self.metrics.put(ERRORS, at, 47.11)

    def toolbox(self, workload_id: str = "wkl_2", alarm: Alarm | None = None) -> Toolbox:
        workload = self.workloads.get(workload_id)
        assert workload is not None
        directory = MemoryAlarmDirectory(ALARM)
        tools = [
            SearchLogs(self.logs),
            GetLogPatterns(self.logs),
            GetRecentLogs(self.logs),
            QueryMetrics(self.metrics),
            RankMetricCauses(self.metrics),
            GetAlarmState(directory, self.metrics),
            GetWorkloadState(self.configuration),
            GetTrace(MemoryTraces()),
        ]
        about = replace(scope(), workload=workload, alarm=alarm)
        return Toolbox(tools, about, "dgn_1", MemoryEvidenceStore(), self.clock)


@pytest.fixture
def world() -> World:
    return World()


def said(run: AnyRun) -> str:
    return f"{run.evidence.excerpt} {run.data}"


@pytest.mark.parametrize(
    ("tool", "parameters"),
    [
        ("search_logs", {}),
        ("search_logs", {"log_group": CHECKOUT_LOGS}),
        ("get_log_patterns", {}),
        ("get_recent_logs", {}),
        ("query_metrics", {}),
        ("query_metrics", {"resource": "checkout-fn"}),
        ("rank_metric_causes", {}),
        ("get_alarm_state", {}),
        ("get_workload_state", {}),
        ("get_workload_state", {"resource": "checkout-fn"}),
        ("get_trace", {"resource": "checkout-fn"}),
    ],
)
def test_no_tool_tells_one_project_what_another_owns(
    world: World, tool: str, parameters: dict[str, str]
) -> None:
    run = world.toolbox(alarm=ALARM).run(tool, **parameters)

    assert SECRET not in said(run)
    assert "47.1" not in said(run)


def test_what_is_owned_is_looked_at_and_what_is_not_is_named(world: World) -> None:
    tools = world.toolbox()

    lines, state = tools.run("search_logs"), tools.run("get_workload_state")
    refused = tools.run("query_metrics", resource="checkout-fn")

    assert "the bank's own" in said(lines)
    assert "checkout-fn is not looked at: project 'bank' does not own it" in said(state)
    assert "`casebook projects show bank`" in said(refused)


def test_its_owner_looks_at_all_of_it(world: World) -> None:
    tools = world.toolbox("wkl_1", ALARM)

    assert SECRET in said(tools.run("search_logs"))
    assert "47.1" in said(tools.run("query_metrics"))
    assert tools.run("get_alarm_state").outcome == "success"


def test_a_name_in_an_owned_namespace_opens_no_alarm_of_another() -> None:
    """The bank may watch its own namespace, and there it may call a dimension what it likes."""
    disguised = Resource(name="bank-fn", metrics=(DISGUISE,))
    world = World(curious(disguised))

    run = world.toolbox(alarm=ALARM).run("get_alarm_state")

    assert "47.1" not in said(run)
    assert [each.workload_id for each in world.workloads.matching(ALARM)] == ["wkl_1"]


def test_an_alarm_goes_to_those_alone_who_own_it(world: World) -> None:
    assert [each.workload_id for each in world.workloads.matching(ALARM)] == ["wkl_1"]

    world.kept.write(
        Ownership(project="bank", version=2, names=("bank-*",), alarms=("checkout-*",))
    )
    world.clock.move(seconds=60)

    found = {each.workload_id for each in world.workloads.matching(ALARM)}
    assert found == {"wkl_1", "wkl_2"}


@pytest.fixture
def wiring(monkeypatch: pytest.MonkeyPatch) -> Wiring:
    """The product's own, which reaches nothing: sockets are off."""
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    return Wiring(
        Settings(table="t", bucket="b", push_endpoint="http://x", state_machine_arn="arn")
    )


def test_where_nothing_is_owned_every_tool_there_is_says_so_and_reads_nothing(
    wiring: Wiring,
) -> None:
    world = World(curious(Resource(name="checkout-fn"), calls=()))
    workload = world.workloads.get("wkl_2")
    assert workload is not None
    tools = Toolbox(
        map(wiring.tool, tool_names()),
        replace(scope(), workload=workload),
        "dgn_1",
        MemoryEvidenceStore(),
        world.clock,
    )

    runs = tools.gather(*((name, {}) for name in tool_names()))

    assert len(runs) == len(tool_names()) > 10
    for run in runs:
        assert run.outcome == "error"
        assert "owns nothing of workload 'curious'" in run.evidence.excerpt


def test_what_is_taken_away_is_looked_at_for_a_minute_at_most(world: World) -> None:
    assert len(world.workloads.get("wkl_1").log_groups) == 1  # type: ignore[union-attr]

    world.kept.write(Ownership(project="team", version=2))
    world.clock.move(seconds=60)

    assert world.workloads.get("wkl_1").resources == ()  # type: ignore[union-attr]


def test_in_a_single_tenant_account_nobody_asks_who_owns_what() -> None:
    world = World(ownership="single-tenant")

    assert world.workloads.get("wkl_2") == curious()
    assert {each.workload_id for each in world.workloads.matching(ALARM)} == {"wkl_1", "wkl_2"}
    assert world.kept.reads == 0


def test_a_lookup_of_ownership_is_shared_by_a_minute_of_work(world: World) -> None:
    for _ in range(20):
        world.workloads.get("wkl_1")
        world.clock.move(seconds=2)

    assert world.kept.reads == 1


def test_whatever_looks_at_a_workload_is_given_what_its_project_owns(wiring: Wiring) -> None:
    for use_case in (
        wiring.alarm_intake,
        wiring.charting,
        wiring.desk,
        wiring.map_reading,
        wiring.observing,
        wiring.rechecking,
        wiring.turns,
    ):
        assert use_case.workloads is wiring.owned_workloads, use_case
