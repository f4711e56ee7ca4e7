"""A nightly export runs in the morning and takes the shared database's processor."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("telecom", "self-care", ONE_HOUR)
def noisy_neighbour(it: Incident) -> None:
    it.has(
        aws.service("self-care", logs.dotnet("Telecom.SelfCare"), "telecom", 260, 70),
        aws.service("usage-api", logs.dotnet("Telecom.Usage"), "telecom", 310, 35),
        aws.resource("cdr-export", "ecs", logs.bare),
    )
    at = {"ClusterName": "batch", "ServiceName": "cdr-export"}
    it.measured("cdr-export", "AWS/ECS", at, {"CPUUtilization": ("Percent", 1)})
    it.measured("cdr-export", "batch/jobs", {"Job": "cdr-export"}, {"RowsRead": ("Count", 0)})
    it.has(aws.database("shared-sql", 85))
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
    it.log("cdr-export 4 -500.. | <1..90> million rows read")
    it.moves(-508, "cdr-export CPUUtilization 83, RowsRead 9100000.0")
    it.moves(-500, "shared-sql CPUUtilization 99, ReadIOPS 11900, ReadLatency 74")
    it.log(
        "usage-api 9 ERROR -430.. | query of usage took 31204 ms\n"
        "      System.Data.SqlClient.SqlException (0x80131904): Execution Timeout Expired."
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
