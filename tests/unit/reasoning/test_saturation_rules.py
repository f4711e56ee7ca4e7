"""What came to its end: capacity, connections, room for work, a replica's pace."""

import pytest

from casebook.domain.alarm import Alarm
from casebook.domain.workload import Metric, Resource
from casebook.reasoning.rules import saturation
from tests.unit.agents.builders import ALARM_AT, Incident, found_by, workload
from tests.unit.agents.databases import with_database

AGENT = "metric-agent"


def database(*names: str) -> Incident:
    return Incident(with_database(*names))


def test_a_full_processor_is_exhaustion_unless_it_always_is() -> None:
    busy = database("CPUUtilization").metric("db", "CPUUtilization", {-2: 97, -1: 99})

    assert found_by(saturation.saturated, busy.usual("db", "CPUUtilization", 30), AGENT)
    assert not found_by(saturation.saturated, busy.usual("db", "CPUUtilization", 92), AGENT)


def test_a_busy_processor_weighs_more_when_something_fails_beside_it() -> None:
    busy = database("CPUUtilization").usual("db", "CPUUtilization", 30)
    busy.metric("db", "CPUUtilization", {-2: 97, -1: 99})
    (idle_harm,) = found_by(saturation.saturated, busy, AGENT)
    busy.usual("checkout-fn", "Errors", 0).metric("checkout-fn", "Errors", {-1: 40})
    (harm,) = found_by(saturation.saturated, busy, AGENT)

    assert idle_harm.strength < 0.55 <= harm.strength


def test_a_peak_that_comes_every_hour_is_no_exhaustion() -> None:
    hourly = database("CPUUtilization").usual("db", "CPUUtilization", 30, minutes=180)
    hourly.metric("db", "CPUUtilization", {-2: 97, -1: 99})
    for hours in (1, 2):
        hourly.metric("db", "CPUUtilization", {-60 * hours - 2: 95, -60 * hours - 1: 98})

    assert found_by(saturation.saturated, hourly, AGENT) == []


def test_memory_that_climbed_to_its_end_for_hours_is_exhaustion() -> None:
    leak = database("MemoryUtilization")
    leak.metric("db", "MemoryUtilization", {-m: 99 - m * 0.25 for m in range(180)})

    (finding,) = found_by(saturation.saturated, leak, AGENT)

    assert "memory" in finding.claim
    assert finding.strength >= 0.7


def test_a_share_told_in_parts_of_one_is_read_as_such() -> None:
    pool = Incident(with_database("PoolUtilization", namespace="team/pool"))
    pool.usual("db", "PoolUtilization", 0.3).metric("db", "PoolUtilization", {-2: 0.98, -1: 1.0})

    assert found_by(saturation.saturated, pool, AGENT)


@pytest.mark.parametrize(
    ("name", "usual", "now", "what"),
    [
        ("FreeStorageSpace", 70e9, 0, "disk space"),
        ("FreeableMemory", 4e9, 50e6, "memory"),
        ("BurstBalance", 100, 0, "disk credits"),
        ("CPUCreditBalance", 250, 0.4, "processor credits"),
    ],
)
def test_a_stock_that_runs_down_is_exhaustion(
    name: str, usual: float, now: float, what: str
) -> None:
    stock = database(name).usual("db", name, usual).metric("db", name, {-2: now, -1: now})

    (finding,) = found_by(saturation.saturated, stock, AGENT)

    assert finding.category == "resource-exhaustion"
    assert f"hardly any {what} left" in finding.claim


def test_a_stock_that_was_filled_up_again_is_none() -> None:
    stock = database("FreeStorageSpace").usual("db", "FreeStorageSpace", 1000)
    stock.metric("db", "FreeStorageSpace", {-2: 10, -1: 900, 0: 950})

    assert found_by(saturation.saturated, stock, AGENT)
    stock.now = 300
    stock.metric("db", "FreeStorageSpace", {1: 960, 2: 960, 3: 960})
    assert found_by(saturation.saturated, stock, AGENT) == []


def test_four_times_the_connections_are_exhaustion_and_a_few_more_are_none() -> None:
    many = database("DatabaseConnections")
    many.metric("db", "DatabaseConnections", {-m: 120 for m in range(3, 90)})
    many.metric("db", "DatabaseConnections", {-2: 140, -1: 150, 0: 150})
    assert found_by(saturation.connections_climbed, many, AGENT) == []

    many.metric("db", "DatabaseConnections", {-2: 498, -1: 500, 0: 500})
    (finding,) = found_by(saturation.connections_climbed, many, AGENT)

    assert "up to 500 are open, and 120 were before" in finding.claim


def test_rejected_work_is_exhaustion_and_more_so_beside_a_full_processor() -> None:
    refusing = database("ThreadpoolSearchRejected", "CPUUtilization")
    refusing.usual("db", "ThreadpoolSearchRejected", 0).usual("db", "CPUUtilization", 35)
    refusing.metric("db", "ThreadpoolSearchRejected", {-2: 80, -1: 106})
    (alone,) = found_by(saturation.work_refused, refusing, AGENT)
    refusing.metric("db", "CPUUtilization", {-2: 99, -1: 100})
    (beside,) = found_by(saturation.work_refused, refusing, AGENT)

    assert alone.category == beside.category == "resource-exhaustion"
    assert alone.strength < beside.strength


def test_a_replica_that_falls_behind_is_the_cause_itself() -> None:
    lag = database("ReplicaLag").usual("db", "ReplicaLag", 0.2)
    lag.metric("db", "ReplicaLag", {-2: 200, -1: 430})

    (finding,) = found_by(saturation.replica_behind, lag, AGENT)

    assert (finding.resource, finding.category) == ("db", "infrastructure")


def replica_lag(of: str) -> Metric:
    return Metric(namespace="AWS/RDS", name="ReplicaLag", dimensions={"DB": of})


@pytest.mark.parametrize(
    ("resource", "is_source"), [("db", True), ("db-2", False), ("reader", False)]
)
def test_a_replica_says_less_where_the_alarm_is_about_what_it_follows(
    resource: str, is_source: bool
) -> None:
    databases = tuple(
        Resource(name=name, type="rds", metrics=(replica_lag(name),)) for name in ("db", "db-2")
    )
    shop = workload([("reader", "lambda")], [("db", "db-2"), ("reader", "db-2")])
    lag = Incident(shop.model_copy(update={"resources": (*shop.resources, *databases)}))
    lag.usual("db-2", "ReplicaLag", 0.2).metric("db-2", "ReplicaLag", {-2: 200, -1: 430})
    (alone,) = found_by(saturation.replica_behind, lag, AGENT)
    watched = next(each for each in lag.workload.resources if each.name == resource).metrics[0]
    lag.alarm = Alarm(
        name="alarm", state="ALARM", changed_at=ALARM_AT, comparison="LessThanThreshold",
        threshold=1, namespace=watched.namespace, metric=watched.name,
        dimensions=watched.dimensions,
    )  # fmt: skip
    assert lag.scope.alarmed == lag.workload.resource(resource)

    (finding,) = found_by(saturation.replica_behind, lag, AGENT)

    assert (finding.strength < alone.strength) is is_source


def test_a_lag_of_a_moment_is_none() -> None:
    lag = database("ReplicaLag").usual("db", "ReplicaLag", 0.2)
    lag.metric("db", "ReplicaLag", {-2: 1, -1: 1.5})

    assert found_by(saturation.replica_behind, lag, AGENT) == []
