"""The service that the alarm is about has fallen silent, in every way there is."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import logback
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import logfmt

SILENT = -372.0
PARTNER = "eta.roadwatch.example"


def tow_dispatch() -> Incident:
    it = Recording("tow-dispatch", "roadside", "towing")
    it.resource("driver-gateway", "ecs", logfmt("driver-gateway"))
    at = {"Service": "driver-gateway"}
    it.metric("driver-gateway", "Roadside/http", "Requests", at, "Count", 280)
    it.metric("driver-gateway", "Roadside/http", "5xx", at, "Count", 0.2)
    it.tasks("dispatch-board", logback("org.tow.dispatch.Board"), "roadside", 37, 52)
    at = {"Service": "dispatch-board"}
    it.metric("dispatch-board", "Roadside/Dispatch", "JobsAssigned", at, "Count", 24)
    it.backlog("tow-requests")
    it.instance("trucks-pg", 48)
    it.resource(PARTNER, "http")
    at = {"Host": PARTNER}
    it.metric(PARTNER, "Clients/http", "Requests", at, "Count", 90)
    it.metric(PARTNER, "Clients/http", "Failures", at, "Count", 0.4)
    it.calls("driver-gateway > tow-requests > dispatch-board > trucks-pg")
    it.calls("driver-gateway > trucks-pg", f"driver-gateway > {PARTNER}")

    it.says(
        "driver-gateway", lambda d: f"truck {d.randint(100, 799)} at {d.randint(0, 99)} km/h", 2.6
    )
    it.says("driver-gateway", lambda d: f"tow request {d.randrange(10**6)} taken in", 1.2)
    it.says("driver-gateway", "position is older than 60 s", 0.7, level="WARN")
    it.says(
        "driver-gateway",
        lambda d: f"eta not known: {PARTNER} answered 404 for truck {d.randint(100, 799)}",
        0.5,
        level="ERROR",
    )
    it.says(
        "dispatch-board",
        lambda d: f"request {d.randrange(10**6)} goes to truck {d.randint(100, 799)}",
        2.5,
        until=SILENT,
    )
    it.says(
        "dispatch-board",
        "no truck within 40 km, asking neighbours",
        0.6,
        until=SILENT,
        level="WARN",
    )
    it.says(
        "dispatch-board",
        "truck declined\norg.tow.dispatch.Declined: end of shift",
        0.4,
        until=SILENT,
        level="ERROR",
    )
    it.change(
        -15400, "deployment", "dispatch-board", "dispatch-board 4.4.2: sort by age", "concourse"
    )
    it.change(-1480, "deployment", "driver-gateway", "driver-gateway 96: dark mode", "concourse")
    for metric in ("CPUUtilization", "MemoryUtilization", "JobsAssigned"):
        it.series("dispatch-board", metric).silence(SILENT)
    it.series("tow-requests", "ApproximateNumberOfMessagesVisible").shift(SILENT, 162, ramp=-SILENT)
    it.series("tow-requests", "ApproximateAgeOfOldestMessage").shift(SILENT, 372, ramp=-SILENT)
    it.series("trucks-pg", "DatabaseConnections").shift(SILENT, 28)
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
        "Threshold Crossed: no datapoints were received for 6 periods and 6 missing datapoints "
        "were treated as [Breaching]."
    )
    return it.expects(
        ["inconclusive", "likely"],
        [None, "dispatch-board"],
        ["none", "infrastructure"],
        None,
        ["driver-gateway", "trucks-pg", PARTNER],
    )
