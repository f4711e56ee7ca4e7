"""While tasks are replaced a few requests meet those that leave; by the alarm it is over."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

RELEASED = -320
ONSET, OVER = (-190, -62)


@scenario("ferries", "passes for the fjord", watched(1, 1))
def fjord_passes(it: Incident) -> None:
    it.has(aws.balancer("passes-edge", 880, 0.07))
    it.measured(
        "passes-edge",
        "AWS/ApplicationELB",
        it.series("passes-edge", "RequestCount").dimensions,
        {"HTTPCode_ELB_502_Count": ("Count", 0.1)},
    )
    it.has(
        aws.tasks(
            "pass-api", logs.compact(logs.logback("no.fjord.pass.PassResource")), "ferries", 31, 57
        ),
        aws.tasks("pier-lookup", logs.slog("pier-lookup"), "ferries", 15),
        aws.instance("ferries-pg", 36),
    )
    it.calls("passes-edge > pass-api > pier-lookup > ferries-pg", "pass-api > ferries-pg")
    it.closely("passes-edge RequestCount")
    it.log(
        "pass-api 1.3 | pass <1000000..10000000> checked",
        "pass-api 0.3 WARN | pass is not valid\nno.fjord.pass.InvalidPassException: "
        "expired yesterday",
        "pier-lookup 0.9 | pier <1..48> found",
        "pier-lookup 0.25 ERROR | no timetable\ntimetable 14: not published yet",
    )
    it.change(RELEASED, "deployment pass-api | pass-api 7.3.1: dependencies (rolling, 4 tasks)")
    it.change(-5200, "configuration pier-lookup o.nygaard | LOG_LEVEL debug -> info")
    it.moves(
        ONSET, "passes-edge HTTPCode_ELB_502_Count 26", "pass-api CPUUtilization 44", until=OVER
    )
    for at in (-250, -214, -167, -121):
        it.once(at, "pass-api | Started PassApplication in 9.8 seconds (version 7.3.1)")
    for at in (-188, -158, -127, -96):
        it.once(at, "pass-api | Commencing graceful shutdown. Waiting for active requests")
    for at in (-181, -149, -117, -88, -72):
        it.once(
            at,
            "pass-api WARN | request ends early\n"
            "org.apache.catalina.connector.ClientAbortException: java.io.IOException: "
            "Connection reset by peer",
        )
    it.once(-58, "pass-api | (service pass-api) has reached a steady state.", style=logs.bare)
    it.once(
        -57,
        "pass-api | (service pass-api) (deployment ecs-svc/81) deployment completed.",
        style=logs.bare,
    )
    it.alarm("passes-edge-502", "passes-edge", "HTTPCode_ELB_502_Count", 10, 2)
    it.expects(None, "none", blames="pass-api|pier-lookup|ferries-pg", verdict="healthy")
