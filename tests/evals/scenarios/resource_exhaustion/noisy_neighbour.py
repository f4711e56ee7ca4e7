"""A nightly export runs in the morning and takes the shared database's processor."""

from tests.evals.builder import ONE_HOUR, Incident, database, resource, scenario, service
from tests.evals.dialects import bare, dotnet


@scenario("telecom", "self-care", ONE_HOUR)
def noisy_neighbour(it: Incident) -> None:
    it.has(
        service("self-care", dotnet("Telecom.SelfCare"), "telecom", 260, 70),
        service("usage-api", dotnet("Telecom.Usage"), "telecom", 310, 35),
        resource("cdr-export", "ecs", bare),
    )
    at = {"ClusterName": "batch", "ServiceName": "cdr-export"}
    it.measured("cdr-export", "AWS/ECS", at, {"CPUUtilization": ("Percent", 1)})
    it.measured("cdr-export", "batch/jobs", {"Job": "cdr-export"}, {"RowsRead": ("Count", 0)})
    it.has(database("shared-sql", 85))
    at = {"DBInstanceIdentifier": "shared-sql"}
    it.measured("shared-sql", "AWS/RDS", at, {"ReadIOPS": ("Count/Second", 450)})
    it.calls("self-care > usage-api > shared-sql", "cdr-export > shared-sql")
    it.log(
        "self-care 2 | invoice <0..999999> shown",
        "usage-api 2 | usage of contract <0..999999> read",
        "self-care 0.4 ERROR | captcha service unreachable, skipped",
    )
    it.change(-11000, "deployment self-care azure-devops | self-care 2026.9")
    it.once(-508, "cdr-export | export of 2026-03-13 begins, full scan of call_records")
    it.log("cdr-export 4 | <1..90> million rows read", since=-500)
    it.moves(-508, "cdr-export CPUUtilization 83", "cdr-export RowsRead 9100000.0")
    it.moves(
        -500,
        "shared-sql CPUUtilization 99",
        "shared-sql ReadIOPS 11900",
        "shared-sql ReadLatency 74",
    )
    it.log(
        "usage-api 9 ERROR | query of usage took 31204 ms\n      "
        "System.Data.SqlClient.SqlException (0x80131904): Execution Timeout Expired.",
        since=-430,
    )
    it.moves(-480, "usage-api Latency 28000")
    it.moves(-430, "usage-api 5xx 90")
    it.moves(-425, "self-care 5xx 70")
    it.alarm("self-care-5xx", "self-care", "5xx", 20, 3)
    it.expects(
        "cdr-export|shared-sql",
        "resource-exhaustion|traffic",
        mentions="shared-sql",
        blames="self-care|usage-api",
    )
