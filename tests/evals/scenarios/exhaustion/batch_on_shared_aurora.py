"""Another team's extract reads whole tables of the shared Aurora in the middle of the day."""

import random

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

STARTED = -1010.0
ONSET = -905.0


@scenario("insurance", "policy-service", quarterly())
def batch_on_shared_aurora(it: Incident) -> None:
    it.has(
        aws.alb("policy-alb", 610, 0.14),
        aws.tasks("policy-web", logs.winston("policy-web"), "policies", 30, None, 0.07),
        aws.tasks(
            "policy-api",
            logs.logback("ins.policy.PolicyResource", app="policy-api"),
            "policies",
            36,
            None,
            0.07,
        ),
        aws.resource(
            "churn-extract", "batch", logs.structlog("churn-extract"), "/aws/batch/job"
        ).plus(
            "DataScience/Jobs",
            {"JobQueue": "ds-spot", "JobName": "churn-extract"},
            {"RowsRead": ("Count", 0)},
        ),
        aws.rds("shared-aurora", "aurora-postgresql", logs.postgres, cpu=38),
    )
    at = {"DBInstanceIdentifier": "shared-aurora"}
    it.measured(
        "shared-aurora",
        "AWS/RDS",
        at,
        {"BufferCacheHitRatio": ("Percent", 99.4, 0.001), "DBLoad": ("None", 2.1)},
    )
    it.series("shared-aurora", "BufferCacheHitRatio").cycle = 0
    it.calls(
        "policy-alb > policy-web > policy-api > shared-aurora", "churn-extract > shared-aurora"
    )
    it.closely("policy-alb TargetResponseTime", "shared-aurora CPUUtilization DBLoad")
    it.log(
        f"policy-web 0.8 {ONSET}>0.6 | GET /policies/<0..9999999> 200",
        "policy-web 0.25 WARN | csrf token missing",
        f"policy-api 0.8 {ONSET}>0.6 | policy read, <1..14> covers",
        "policy-api 0.35 ERROR | Premium not computable\nins.policy.NoTariffException: no "
        "tariff for vehicle class 27",
        "shared-aurora 0.2 | checkpoint complete: wrote <100..900> buffers",
    )
    it.change(-3120, "deployment policy-api argo-cd | policy-api 12.7.2: Jackson 2.18.1")
    it.once(STARTED, "churn-extract | job_started run=adhoc-full-history partitions=96", tasks=1)
    it.says("churn-extract", _partition, 7, since=STARTED + 25, tasks=8)
    it.says("shared-aurora", _slow, 5, since=STARTED + 60, tasks=1)
    it.log(
        f"policy-api 6 ERROR {ONSET}.. x4 | Reading policy failed\n"
        "org.springframework.dao.QueryTimeoutException: JDBC exception executing SQL "
        "[select p.* from policy p where p.id=?] [ERROR: canceling statement due to "
        "statement timeout]",
        f"policy-web 4 ERROR {ONSET + 5}.. | policy-api: 500 after 5002 ms",
    )
    it.moves(STARTED, "churn-extract RowsRead 4100000")
    it.moves(STARTED, "shared-aurora CPUUtilization 97", ramp=90)
    it.moves(STARTED, "shared-aurora DBLoad 61", ramp=120)
    it.moves(STARTED, "shared-aurora BufferCacheHitRatio 71", ramp=180)
    it.moves(STARTED, "shared-aurora ReadLatency 0.022", ramp=120)
    it.moves(STARTED, "shared-aurora DatabaseConnections 128", ramp=60)
    it.moves(ONSET, "policy-alb TargetResponseTime 3.9, HTTPCode_Target_5XX_Count 74", ramp=120)
    it.alarm("policy-slow", "policy-alb", "TargetResponseTime", 1.5, 5, statistic="AVERAGE")
    it.expects("churn-extract", "resource-exhaustion|traffic", blames="policy-api|policy-web")


def _partition(dice: random.Random) -> str:
    part, rows = (dice.randrange(96), dice.randint(4, 9))
    return f"partition_read table=policy_event_history part={part} rows={rows}00000"


def _slow(dice: random.Random) -> str:
    return (
        f"duration: {dice.randint(21000, 89000)}.{dice.randint(100, 999)} ms  execute "
        "<unnamed>: /* churn-extract */ SELECT * FROM policy_event_history WHERE part = $1 "
        "ORDER BY at"
    )
