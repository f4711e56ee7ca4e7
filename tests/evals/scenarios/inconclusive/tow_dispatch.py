"""The service that the alarm is about has fallen silent, in every way there is."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

SILENT = -372.0
PARTNER = "eta.roadwatch.example"


@scenario("roadside", "towing", EVERY_MINUTE)
def tow_dispatch(it: Incident) -> None:
    it.has(aws.resource("driver-gateway", "ecs", logs.logfmt("driver-gateway")))
    at = {"Service": "driver-gateway"}
    it.measured(
        "driver-gateway", "Roadside/http", at, {"Requests": ("Count", 280), "5xx": ("Count", 0.2)}
    )
    it.has(
        aws.tasks(
            "dispatch-board",
            logs.compact(logs.logback("org.tow.dispatch.Board")),
            "roadside",
            37,
            52,
        )
    )
    at = {"Service": "dispatch-board"}
    it.measured("dispatch-board", "Roadside/Dispatch", at, {"JobsAssigned": ("Count", 24)})
    it.has(
        aws.queue("tow-requests", None),
        aws.instance("trucks-pg", 48),
        aws.resource(PARTNER, "http"),
    )
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
        f"dispatch-board 2.5 ..{SILENT} | request <0..999999> goes to truck <100..799>",
        f"dispatch-board 0.6 WARN ..{SILENT} | no truck within 40 km, asking neighbours",
        f"dispatch-board 0.4 ERROR ..{SILENT} | truck declined\n"
        "org.tow.dispatch.Declined: end of shift",
    )
    it.change(-15400, "deployment dispatch-board concourse | dispatch-board 4.4.2: sort by age")
    it.change(-1480, "deployment driver-gateway concourse | driver-gateway 96: dark mode")
    for metric in ("CPUUtilization", "MemoryUtilization", "JobsAssigned"):
        it.series("dispatch-board", metric).silence(SILENT)
    it.moves(
        SILENT,
        "tow-requests ApproximateNumberOfMessagesVisible 162, ApproximateAgeOfOldestMessage 372",
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
