"""Which metrics have an end, by the names that AWS and teams give them."""

import pytest

from casebook.analysis.limits import holds_connections, stock_of, whole_of_shares


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("CPUUtilization", "processor"),
        ("EngineCPUUtilization", "processor"),
        ("cpu_usage_active", "processor"),
        ("MemoryUtilization", "memory"),
        ("mem_used_percent", "memory"),
        ("JVMMemoryPressure", "memory"),
        ("DatabaseMemoryUsagePercentage", "memory"),
        ("heap_used_percent", "memory"),
        ("disk_used_percent", "disk space"),
        ("PercentIOLimit", "disk throughput"),
        ("ThreadPoolUtilization", "capacity"),
        ("ProvisionedConcurrencyUtilization", "capacity"),
    ],
)
def test_a_share_of_what_is_used(name: str, what: str) -> None:
    assert stock_of("", name) == (what, False)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("FreeStorageSpace", "disk space"),
        ("FreeLocalStorage", "disk space"),
        ("FreeableMemory", "memory"),
        ("mem_available", "memory"),
        ("CPUCreditBalance", "processor credits"),
        ("BurstBalance", "disk credits"),
        ("EBSByteBalance%", "disk credits"),
        ("BurstCreditBalance", "disk credits"),
    ],
)
def test_a_stock_of_what_is_left(name: str, what: str) -> None:
    assert stock_of("", name) == (what, True)


@pytest.mark.parametrize(
    "name", ["CacheHitRate", "SuccessPercentage", "Errors", "Duration", "DatabaseConnections",
             "cpu_usage_idle", "Availability", "5xx", "Requests"]
)  # fmt: skip
def test_other_metrics_have_no_end_that_is_known(name: str) -> None:
    assert stock_of("", name) is None


def test_connections_that_are_held_are_told_from_those_that_come_and_go() -> None:
    held = ("DatabaseConnections", "CurrConnections", "ActiveConnectionCount", "db_connections",
            "connections")  # fmt: skip
    fleeting = ("NewConnectionCount", "RejectedConnectionCount", "connection_errors", "Requests")

    assert all(holds_connections("", name) for name in held)
    assert not any(holds_connections("", name) for name in fleeting)


def test_shares_of_a_team_may_be_parts_of_one() -> None:
    assert whole_of_shares([0.2, 0.99], is_aws=False) == 1
    assert whole_of_shares([20, 99], is_aws=False) == 100
    assert whole_of_shares([0.2, 0.99], is_aws=True) == 100
