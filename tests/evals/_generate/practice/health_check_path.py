"""The target group's health check asks for a path that the service does not have: 503 for all."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import winston
from tests.evals._generate.styles import bare, pino

CHANGED = -505.0
ONSET = -380.0


def build() -> Incident:
    it = Scene("health-check-path", "cinema", "bookings")
    it.balancer("cinema-alb", 700, 0.07)
    it.resource("bookings-tg", "targetgroup", bare, "/aws/events/ecs/cinema")
    it.metrics(
        "bookings-tg",
        "AWS/ApplicationELB",
        {"TargetGroup": "targetgroup/bookings-tg/6d0ecf831eec9f09"},
        HealthyHostCount=("None", 6, 0),
        UnHealthyHostCount=("None", 0, 0),
        RequestCountPerTarget=("Count", 116, 0.06),
    )
    it.container("bookings-web", winston("bookings-web"), "cinema", 35)
    it.container("seat-lock", pino("seat-lock-1"), "cinema", 22)
    it.rds("bookings-pg", "postgres")
    it.calls("cinema-alb > bookings-tg > bookings-web > seat-lock", "bookings-web > bookings-pg")
    for host_count in ("HealthyHostCount", "UnHealthyHostCount"):
        it.series("bookings-tg", host_count).cycle = 0
    it.closely("cinema-alb", "HTTPCode_ELB_5XX_Count", "RequestCount")
    it.closely("bookings-tg", "HealthyHostCount")
    _usual(it)
    it.change(-4380, "deployment", "bookings-web", "bookings-web 88.1: gift cards", "buildkite")
    it.change(
        CHANGED,
        "configuration",
        "bookings-tg",
        "ModifyTargetGroup by terraform (module alb 9.4 -> 9.11)",
        "tf-runner",
        "HealthCheckPath: /healthz -> /health\nMatcher.HttpCode: 200-399 -> 200",
    )
    _failing(it)
    it.alarm("cinema-alb-503", "cinema-alb", "HTTPCode_ELB_5XX_Count", 25, 3)
    return it.expects(
        ["confirmed", "likely"],
        ["bookings-tg", "cinema-alb"],
        ["configuration", "deployment"],
        ["HealthCheckPath"],
        ["seat-lock", "bookings-pg"],
    )


def _failing(it: Scene) -> None:
    it.says("bookings-web", "GET /health 404", 22, since=CHANGED + 15, level="WARN", tasks=6)
    it.says(
        "bookings-tg",
        lambda d: (
            f"(service bookings-web, taskSet ecs-svc/{d.randrange(10**10)}) (port 8080) is "
            "unhealthy in (target-group arn:aws:elasticloadbalancing:us-east-1:418295736104:"
            "targetgroup/bookings-tg/6d0ecf831eec9f09) due to (reason Health checks failed with "
            "these codes: [404])"
        ),
        6,
        since=CHANGED + 60,
        tasks=1,
    )
    it.says(
        "bookings-tg",
        lambda d: (
            f"(service bookings-web) has stopped {d.randint(1, 3)} running tasks: "
            f"(task {d.getrandbits(64):016x})."
        ),
        4,
        since=CHANGED + 70,
        tasks=1,
    )
    it.says("bookings-web", "listening on :8080", 5, since=ONSET, tasks=6)
    it.says("bookings-web", "SIGTERM received, closing server", 5, since=ONSET - 30, tasks=6)
    it.series("bookings-tg", "HealthyHostCount").shift(CHANGED + 55, 0, ramp=80)
    it.series("bookings-tg", "UnHealthyHostCount").shift(CHANGED + 55, 4, until=ONSET + 25)
    it.series("bookings-tg", "RequestCountPerTarget").shift(ONSET, 9)
    it.series("cinema-alb", "HTTPCode_ELB_5XX_Count").shift(ONSET, 610, ramp=40)
    it.series("bookings-web", "CPUUtilization").shift(ONSET, 12)
    it.series("seat-lock", "CPUUtilization").shift(ONSET, 4)
    it.series("bookings-pg", "DatabaseConnections").shift(ONSET, 12)


def _usual(it: Scene) -> None:
    it.says("bookings-web", "GET /healthz 200", 0.6, until=CHANGED, tasks=6)
    it.says(
        "bookings-web",
        lambda d: f"POST /bookings 201 {d.randint(30, 160)}ms",
        1.3,
        dips=(ONSET, 0.1),
    )
    it.says(
        "bookings-web",
        "payment cancelled by customer\nPaymentCancelled: customer went back",
        0.5,
        level="ERROR",
        dips=(ONSET, 0.1),
    )
    it.says("seat-lock", lambda d: f"locked {d.randint(1, 6)} seats", 1.2, dips=(ONSET, 0.1))
    it.says("seat-lock", "lock expired before payment", 0.4, level="WARN", dips=(ONSET, 0.1))
    it.once("bookings-tg", -3900, "(service bookings-web) has reached a steady state.", tasks=1)
