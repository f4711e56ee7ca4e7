"""The service that the alarm is about has fallen silent, in every way there is."""

from tests.evals.builder import EVERY_MINUTE, Incident, instance, queue, resource, scenario, tasks
from tests.evals.dialects import compact, logback, logfmt

SILENT = -372.0
PARTNER = "eta.roadwatch.example"


@scenario("roadside", "towing", EVERY_MINUTE)
def tow_dispatch(it: Incident) -> None:
    it.has(resource("driver-gateway", "ecs", logfmt("driver-gateway")))
    at = {"Service": "driver-gateway"}
    it.measured(
        "driver-gateway", "Roadside/http", at, {"Requests": ("Count", 280), "5xx": ("Count", 0.2)}
    )
    it.has(tasks("dispatch-board", compact(logback("org.tow.dispatch.Board")), "roadside", 37, 52))
    at = {"Service": "dispatch-board"}
    it.measured("dispatch-board", "Roadside/Dispatch", at, {"JobsAssigned": ("Count", 24)})
    it.has(queue("tow-requests", None), instance("trucks-pg", 48), resource(PARTNER, "http"))
    at = {"Host": PARTNER}
    it.measured(
        PARTNER, "Clients/http", at, {"Requests": ("Count", 90), "Failures": ("Count", 0.4)}
    )
    it.calls(
        "driver-gateway > tow-requests > dispatch-board > trucks-pg",
        "driver-gateway > trucks-pg",
        f"driver-gateway > {PARTNER}",
    )
    it.log(
        "driver-gateway 2.6 | truck <100..799> at <0..99> km/h",
        "driver-gateway 1.2 | tow request <0..999999> taken in",
        "driver-gateway 0.7 WARN | position is older than 60 s",
        f"driver-gateway 0.5 ERROR | eta not known: {PARTNER} answered 404 for truck <100..799>",
    )
    it.log(
        "dispatch-board 2.5 | request <0..999999> goes to truck <100..799>",
        "dispatch-board 0.6 WARN | no truck within 40 km, asking neighbours",
        "dispatch-board 0.4 ERROR | truck declined\norg.tow.dispatch.Declined: end of shift",
        until=SILENT,
    )
    it.change(-15400, "deployment dispatch-board concourse | dispatch-board 4.4.2: sort by age")
    it.change(-1480, "deployment driver-gateway concourse | driver-gateway 96: dark mode")
    for metric in ("CPUUtilization", "MemoryUtilization", "JobsAssigned"):
        it.series("dispatch-board", metric).silence(SILENT)
    it.moves(
        SILENT,
        "tow-requests ApproximateNumberOfMessagesVisible 162",
        "tow-requests ApproximateAgeOfOldestMessage 372",
        ramp=-SILENT,
    )
    it.moves(SILENT, "trucks-pg DatabaseConnections 28")
    it.alarm(
        "dispatch-silent",
        "dispatch-board",
        "JobsAssigned",
        1,
        6,
        "No job was assigned for six minutes",
        breaching="LessThanThreshold",
        missing="breaching",
    )
    it.reason(
        "Threshold Crossed: no datapoints were received for 6 periods and 6 missing "
        "datapoints were treated as [Breaching]."
    )
    it.expects(
        [None, "dispatch-board"],
        "none|infrastructure",
        blames=f"driver-gateway|trucks-pg|{PARTNER}",
        verdict="inconclusive|likely",
    )
