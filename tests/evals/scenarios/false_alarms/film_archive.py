"""Each evening the scheduler starts a run, and the runbook says so; tonight there is more to do."""

from tests.evals import aws, logs
from tests.evals.builder import DAY, HOUR, MINUTE, Incident, quarterly, scenario

SINCE = -760.0


@scenario("films", "archive", quarterly(0.6))
def film_archive(it: Incident) -> None:
    it.has(
        aws.tasks("reel-scanner", logs.structlog("reel-scanner"), "films", 14, None, 0.04, 0.0),
        aws.tasks("film-catalogue", logs.pino("film-catalogue-1"), "films", 22, None, 0.06),
        aws.rds("films-postgres", "postgres", logs.postgres, cpu=24),
    )
    it.calls("film-catalogue > films-postgres", "reel-scanner > films-postgres")
    it.log(
        "reel-scanner 0.8 | frame <10000..99999> kept",
        "film-catalogue 1.3 | film <1000..9999> shown",
        "film-catalogue 0.3 WARN | film <1000..9999> has no year",
        "films-postgres 0.2 x1 | checkpoint complete: wrote <50..400> buffers",
    )
    cpu = it.series("reel-scanner", "CPUUtilization")
    it.earlier(
        "reel-scanner", [minute * MINUTE - DAY - 1 for minute in range(-400, 200)], "CPUUtilization"
    )
    cpu.shift(SINCE - DAY, 46, SINCE - DAY + HOUR)
    cpu.shift(SINCE, 71)
    for day in range(4):
        it.change(SINCE - day * DAY - 60, "other reel-scanner night-schedule | RunTask rescan")
    it.change(-5000, "deployment film-catalogue ci | film-catalogue 19: shorter titles")
    it.runbook(
        "reels.md",
        "# reel-scanner-busy\n\nThe night's rescan keeps the processor of reel-scanner busy"
        " (CPUUtilization). It ends by itself; no action is needed.\n",
    )
    it.alarm("reel-scanner-busy", "reel-scanner", "CPUUtilization", 35, 3, statistic="Average")
    it.expects(None, None, blames="reel-scanner|film-catalogue|films-postgres", verdict="healthy")
