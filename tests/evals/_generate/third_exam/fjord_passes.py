"""While tasks are replaced a few requests meet those that leave; by the alarm it is over."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import logback, slog
from tests.evals._generate.styles import bare
from tests.evals._generate.third_exam.region import Region

RELEASED = -320
ONSET, OVER = -190, -62


def fjord_passes() -> Region:
    region = Region("fjord-passes", "ferries", "passes for the fjord")
    region.balancer("passes-edge", 880, 0.07)
    region.metric(
        "passes-edge",
        "AWS/ApplicationELB",
        "HTTPCode_ELB_502_Count",
        region.series("passes-edge", "RequestCount").dimensions,
        "Count",
        0.1,
    )
    region.tasks("pass-api", logback("no.fjord.pass.PassResource"), "ferries", 31, 57)
    region.tasks("pier-lookup", slog("pier-lookup"), "ferries", 15)
    region.instance("ferries-pg", 36)
    region.calls("passes-edge > pass-api > pier-lookup > ferries-pg", "pass-api > ferries-pg")
    region.closely("passes-edge", "RequestCount")
    _daily_business(region)
    _release(region)
    return region


def _daily_business(region: Region) -> None:
    region.business("pass-api", lambda dice: f"pass {dice.randint(10**6, 10**7)} checked", 1.3)
    region.business(
        "pass-api",
        "pass is not valid\nno.fjord.pass.InvalidPassException: expired yesterday",
        0.3,
        level="WARN",
    )
    region.business("pier-lookup", lambda dice: f"pier {dice.randint(1, 48)} found", 0.9)
    region.business(
        "pier-lookup", "no timetable\ntimetable 14: not published yet", 0.25, level="ERROR"
    )


def _release(region: Region) -> None:
    region.change(
        RELEASED, "deployment", "pass-api", "pass-api 7.3.1: dependencies (rolling, 4 tasks)"
    )
    region.change(-5200, "configuration", "pier-lookup", "LOG_LEVEL debug -> info", "o.nygaard")
    region.moves("passes-edge", ONSET, {"HTTPCode_ELB_502_Count": 26}, until=OVER)
    region.moves("pass-api", ONSET, {"CPUUtilization": 44}, until=OVER)
    for at in (-250, -214, -167, -121):
        region.once("pass-api", at, "Started PassApplication in 9.8 seconds (version 7.3.1)")
    for at in (-188, -158, -127, -96):
        region.once("pass-api", at, "Commencing graceful shutdown. Waiting for active requests")
    for at in (-181, -149, -117, -88, -72):
        region.once(
            "pass-api",
            at,
            "request ends early\norg.apache.catalina.connector.ClientAbortException: "
            "java.io.IOException: Connection reset by peer",
            level="WARN",
        )
    region.once("pass-api", -58, "(service pass-api) has reached a steady state.", style=bare)
    region.once(
        "pass-api",
        -57,
        "(service pass-api) (deployment ecs-svc/81) deployment completed.",
        style=bare,
    )
    region.alarm("passes-edge-502", "passes-edge", "HTTPCode_ELB_502_Count", 10, 2)
    region.expects("healthy", None, "none", [], ["pass-api", "pier-lookup", "ferries-pg"])
