"""Another team's extract reads whole tables of the shared Aurora in the middle of the day."""

from __future__ import annotations

import random

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import logback, structlog, winston
from tests.evals._generate.styles import postgres

STARTED = -1010.0
ONSET = -905.0


def build() -> Incident:
    it = Scene("batch-on-shared-aurora", "insurance", "policy-service", 0.5)
    it.balancer("policy-alb", 610, 0.14)
    it.container("policy-web", winston("policy-web"), "policies", 30)
    it.container("policy-api", logback("policy-api", "ins.policy.PolicyResource"), "policies", 36)
    it.resource("churn-extract", "batch", structlog("churn-extract"), "/aws/batch/job")
    it.metrics(
        "churn-extract",
        "DataScience/Jobs",
        {"JobQueue": "ds-spot", "JobName": "churn-extract"},
        RowsRead=("Count", 0),
    )
    it.rds("shared-aurora", "aurora-postgresql", postgres, cpu=38)
    at = {"DBInstanceIdentifier": "shared-aurora"}
    it.metric("shared-aurora", "AWS/RDS", "BufferCacheHitRatio", at, "Percent", 99.4, 0.001)
    it.metric("shared-aurora", "AWS/RDS", "DBLoad", at, "None", 2.1)
    it.series("shared-aurora", "BufferCacheHitRatio").cycle = 0
    it.calls("policy-alb > policy-web > policy-api > shared-aurora")
    it.calls("churn-extract > shared-aurora")
    it.closely("policy-alb", "TargetResponseTime")
    it.closely("shared-aurora", "CPUUtilization", "DBLoad")
    _usual(it)
    it.change(-3120, "deployment", "policy-api", "policy-api 12.7.2: Jackson 2.18.1", "argo-cd")
    _failing(it)
    it.alarm("policy-slow", "policy-alb", "TargetResponseTime", 1.5, 5, statistic="AVERAGE")
    return it.expects(
        ["confirmed", "likely"],
        "churn-extract",
        ["resource-exhaustion", "traffic"],
        None,
        ["policy-api", "policy-web"],
    )


def _failing(it: Scene) -> None:
    it.once("churn-extract", STARTED, "job_started run=adhoc-full-history partitions=96", tasks=1)
    it.says("churn-extract", _partition, 7, since=STARTED + 25, tasks=8)
    it.says("shared-aurora", _slow, 5, since=STARTED + 60, tasks=1)
    it.says(
        "policy-api",
        lambda d: (
            "Reading policy failed\norg.springframework.dao.QueryTimeoutException: JDBC "
            "exception executing SQL [select p.* from policy p where p.id=?] [ERROR: canceling "
            "statement due to statement timeout]"
        ),
        6,
        since=ONSET,
        level="ERROR",
        tasks=4,
    )
    it.says("policy-web", "policy-api: 500 after 5002 ms", 4, since=ONSET + 5, level="ERROR")
    it.series("churn-extract", "RowsRead").shift(STARTED, 4_100_000)
    it.series("shared-aurora", "CPUUtilization").shift(STARTED, 97, ramp=90)
    it.series("shared-aurora", "DBLoad").shift(STARTED, 61, ramp=120)
    it.series("shared-aurora", "BufferCacheHitRatio").shift(STARTED, 71, ramp=180)
    it.series("shared-aurora", "ReadLatency").shift(STARTED, 0.022, ramp=120)
    it.series("shared-aurora", "DatabaseConnections").shift(STARTED, 128, ramp=60)
    it.series("policy-alb", "TargetResponseTime").shift(ONSET, 3.9, ramp=120)
    it.series("policy-alb", "HTTPCode_Target_5XX_Count").shift(ONSET, 74, ramp=120)


def _usual(it: Scene) -> None:
    it.says(
        "policy-web", lambda d: f"GET /policies/{d.randrange(10**7)} 200", 0.8, dips=(ONSET, 0.6)
    )
    it.says("policy-web", "csrf token missing", 0.25, level="WARN")
    it.says(
        "policy-api", lambda d: f"policy read, {d.randint(1, 14)} covers", 0.8, dips=(ONSET, 0.6)
    )
    it.says(
        "policy-api",
        "Premium not computable\nins.policy.NoTariffException: no tariff for vehicle class 27",
        0.35,
        level="ERROR",
    )
    it.says(
        "shared-aurora", lambda d: f"checkpoint complete: wrote {d.randint(100, 900)} buffers", 0.2
    )


def _partition(dice: random.Random) -> str:
    part, rows = dice.randrange(96), dice.randint(4, 9)
    return f"partition_read table=policy_event_history part={part} rows={rows}00000"


def _slow(dice: random.Random) -> str:
    return (
        f"duration: {dice.randint(21000, 89000)}.{dice.randint(100, 999)} ms  execute <unnamed>: "
        "/* churn-extract */ SELECT * FROM policy_event_history WHERE part = $1 ORDER BY at"
    )
