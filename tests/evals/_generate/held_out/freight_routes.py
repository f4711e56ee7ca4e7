"""A release of the planner; somebody else releases right before the alarm."""

from __future__ import annotations

import random

from tests.evals._generate.held_out.formats import compact
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import pino, plain_time, zap

RELEASE, HALF, ALL = -497.0, -452.0, -381.0
NIL = "invalid memory address or nil pointer dereference"


def freight_routes() -> Incident:
    it = Recording("freight-routes", "freight", "route-planning")
    it.balancer("freight-alb", 300, 0.19)
    it.resource("depot-web", "ecs", compact(pino("depot-web-4")))
    it.tasks("route-planner", compact(zap("planner/plan.go")), "freight", 48)
    it.counted("route-planner", "Freight/http", 240, 130)
    it.tasks("distance-matrix", compact(zap("matrix/serve.go")), "freight", 41)
    it.resource("fleet-pg", "rds")
    at = {"DBInstanceIdentifier": "fleet-pg"}
    it.metric("fleet-pg", "AWS/RDS", "DatabaseConnections", at, "Count", 40, 0.03, 0.03)
    it.calls("freight-alb > depot-web > route-planner > distance-matrix")
    it.calls("route-planner > fleet-pg")
    business(it)

    it.change(
        RELEASE,
        "deployment",
        "route-planner",
        "route-planner 2.31.0: tolls by axle (#2291)",
        "drone-ci",
        "diff --git a/planner/tolls.go b/planner/tolls.go\n@@ -57,4 +57,3 @@\n"
        "-\tif v.TollClass != nil {\n-\t\tcost += perKm(v.TollClass.Axles)\n-\t}\n"
        "+\tcost += perKm(v.TollClass.Axles)\n",
    )
    it.change(-143, "deployment", "depot-web", "depot-web 818: cookie banner", "drone-ci")
    for at in (HALF, ALL):
        it.once("route-planner", at, "planner 2.31.0 listening on :8080")
    it.says("route-planner", NIL, 6, since=HALF + 3, until=ALL, style=panic, level="ERROR")
    it.says("route-planner", NIL, 9, since=ALL, style=panic, level="ERROR")
    it.says(
        "depot-web",
        "POST /plans failed\nFetchError: request to http://route-planner:8080/plan failed, reason: "
        "socket hang up",
        6,
        since=HALF + 3,
        until=ALL,
        level="ERROR",
    )
    it.says(
        "depot-web",
        "POST /plans failed\nFetchError: request to http://route-planner:8080/plan failed, reason: "
        "socket hang up",
        8,
        since=ALL,
        level="ERROR",
    )
    for resource, metric, some, many in (
        ("route-planner", "5xx", 44, 97),
        ("freight-alb", "HTTPCode_Target_5XX_Count", 43, 96),
    ):
        it.series(resource, metric).shift(HALF + 3, some, until=ALL).shift(ALL + 0.1, many)
    it.alarm("freight-5xx", "freight-alb", "HTTPCode_Target_5XX_Count", 50, 6)
    return it.expects(
        ["confirmed", "likely"],
        "route-planner",
        ["deployment", "code-defect"],
        ["2.31.0"],
        ["depot-web", "distance-matrix", "fleet-pg"],
    )


def panic(dice: random.Random, at: float, level: str, text: str) -> str:
    """What net/http prints when a handler panics."""
    stamp = plain_time(at).partition(".")[0].replace("-", "/")
    return (
        f"{stamp} http: panic serving 10.8.2.{dice.randint(4, 250)}:{dice.randint(32768, 60999)}: "
        f"runtime error: {text}\n"
        f"goroutine {dice.randrange(10**6)} [running]:\nnet/http.(*conn).serve.func1()\n"
        "\t/usr/local/go/src/net/http/server.go:1947 +0xbe\n"
        "github.example/freight/planner.(*Planner).tolls(...)\n\t/src/planner/tolls.go:58 +0x1c4"
    )


def business(it: Recording) -> None:
    it.says(
        "depot-web", lambda d: f"plan {d.randrange(10**6)} shown to depot {d.randint(1, 40)}", 1.8
    )
    it.says("depot-web", "tablet offline, plan kept for later", 0.5, level="WARN")
    it.says(
        "route-planner",
        lambda d: f"planned {d.randint(4, 30)} stops in {d.randint(60, 400)} ms",
        2.2,
    )
    it.says(
        "route-planner",
        lambda d: f"no route\nErrUnreachable: stop {d.randrange(10**5)} has no road for 40 t",
        0.7,
        level="ERROR",
    )
    it.says("distance-matrix", lambda d: f"matrix {d.randint(4, 30)}x{d.randint(4, 30)}", 1.9)
    it.says("distance-matrix", "tile of the map is 8 days old", 0.3, level="WARN")
    it.change(-12700, "scaling", "distance-matrix", "desired count 4 -> 6", "autoscaling")
