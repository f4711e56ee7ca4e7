"""A release of the planner; somebody else releases right before the alarm."""

import random

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

RELEASE, HALF, ALL = (-497.0, -452.0, -381.0)
NIL = "invalid memory address or nil pointer dereference"


@scenario("freight", "route-planning", EVERY_MINUTE)
def freight_routes(it: Incident) -> None:
    it.has(
        aws.balancer("freight-alb", 300, 0.19),
        aws.resource("depot-web", "ecs", logs.compact(logs.pino("depot-web-4"))),
        aws.tasks("route-planner", logs.compact(logs.zap("planner/plan.go")), "freight", 48),
    )
    it.measured(
        "route-planner", "Freight/http", {"Service": "route-planner"}, aws.requests(240, 130)
    )
    it.has(
        aws.tasks("distance-matrix", logs.compact(logs.zap("matrix/serve.go")), "freight", 41),
        aws.resource("fleet-pg", "rds"),
    )
    database = {"DBInstanceIdentifier": "fleet-pg"}
    it.measured("fleet-pg", "AWS/RDS", database, {"DatabaseConnections": ("Count", 40, 0.03, 0.03)})
    it.calls(
        "freight-alb > depot-web > route-planner > distance-matrix", "route-planner > fleet-pg"
    )
    it.log(
        "depot-web 1.8 | plan <0..999999> shown to depot <1..40>",
        "depot-web 0.5 WARN | tablet offline, plan kept for later",
        "route-planner 2.2 | planned <4..30> stops in <60..400> ms",
        "route-planner 0.7 ERROR | no route\nErrUnreachable: stop <0..99999> has no road for 40 t",
        "distance-matrix 1.9 | matrix <4..30>x<4..30>",
        "distance-matrix 0.3 WARN | tile of the map is 8 days old",
    )
    it.change(-12700, "scaling distance-matrix autoscaling | desired count 4 -> 6")
    it.change(
        RELEASE,
        "deployment route-planner drone-ci | route-planner 2.31.0: tolls by axle (#2291)",
        "diff --git a/planner/tolls.go b/planner/tolls.go\n@@ -57,4 +57,3 @@\n"
        "-\tif v.TollClass != nil {\n-\t\tcost += perKm(v.TollClass.Axles)\n"
        "-\t}\n+\tcost += perKm(v.TollClass.Axles)\n",
    )
    it.change(-143, "deployment depot-web drone-ci | depot-web 818: cookie banner")
    for at in (HALF, ALL):
        it.once(at, "route-planner | planner 2.31.0 listening on :8080")
    it.log(
        f"route-planner 6 ERROR {HALF + 3}..{ALL} | {NIL}",
        f"route-planner 9 ERROR {ALL}.. | {NIL}",
        style=panic,
    )
    it.log(
        f"depot-web 6 ERROR {HALF + 3}..{ALL} | POST /plans failed\n"
        "FetchError: request to http://route-planner:8080/plan failed, reason: socket hang "
        "up",
        f"depot-web 8 ERROR {ALL}.. | POST /plans failed\nFetchError: request to "
        "http://route-planner:8080/plan failed, reason: socket hang up",
    )
    for resource, metric, some, many in (
        ("route-planner", "5xx", 44, 97),
        ("freight-alb", "HTTPCode_Target_5XX_Count", 43, 96),
    ):
        it.series(resource, metric).shift(HALF + 3, some, until=ALL).shift(ALL + 0.1, many)
    it.alarm("freight-5xx", "freight-alb", "HTTPCode_Target_5XX_Count", 50, 6)
    it.expects(
        "route-planner",
        "deployment|code-defect",
        mentions="2.31.0",
        blames="depot-web|distance-matrix|fleet-pg",
    )


def panic(dice: random.Random, at: float, level: str, text: str) -> str:
    """What net/http prints when a handler panics."""
    stamp = logs.plain_time(at).partition(".")[0].replace("-", "/")
    return (
        f"{stamp} http: panic serving 10.8.2.{dice.randint(4, 250)}:"
        f"{dice.randint(32768, 60999)}: runtime error: {text}\n"
        f"goroutine {dice.randrange(10**6)} [running]:\nnet/http.(*conn).serve.func1()\n"
        "\t/usr/local/go/src/net/http/server.go:1947 +0xbe\n"
        "github.example/freight/planner.(*Planner).tolls(...)\n"
        "\t/src/planner/tolls.go:58 +0x1c4"
    )
