"""Tasks that were started together fill their memory together."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import AFTER, Incident
from tests.evals._generate.styles import gunicorn, pino

RELEASE, KILLS = -24600.0, (-402.0, -301.0, -187.0, -72.0)


def museum_tickets() -> Incident:
    it = Recording("museum-tickets", "museum", "admission")
    it.balancer("museum-alb", 410, 0.21)
    it.tasks("kiosk-gateway", compact(pino("kiosk-gw-0")), "museum", 27, 39)
    it.tasks("ticket-render", gunicorn, "museum", 44, 41)
    it.table("ticket-orders", 95)
    it.resource("ticket-mails", "sqs")
    at = {"QueueName": "ticket-mails"}
    it.metric("ticket-mails", "AWS/SQS", "NumberOfMessagesSent", at, "Count", 60)
    it.calls("museum-alb > kiosk-gateway > ticket-render", "kiosk-gateway > ticket-orders")
    it.calls("ticket-render > ticket-mails")
    business(it)

    it.change(
        RELEASE,
        "deployment",
        "ticket-render",
        "ticket-render 5.9.0: keep artwork of exhibitions at hand",
        "codepipeline",
    )
    it.change(
        -1930,
        "configuration",
        "kiosk-gateway",
        "LOG_LEVEL",
        "soraya",
        {"LOG_LEVEL": ["debug", "info"]},
    )
    memory = it.series("ticket-render", "MemoryUtilization")
    memory.shift(RELEASE, 98, ramp=-RELEASE - 500, until=KILLS[0])
    for since, until, left in zip(KILLS, (*KILLS[1:], AFTER), (84, 72, 60, 49), strict=True):
        memory.shift(since, left, until=until)
    memory.noise = 0.008
    it.reaches("ticket-render", "MemoryUtilization", range(-34200, -7300, 600))
    for number, killed in enumerate(KILLS):
        it.once(
            "ticket-render",
            killed - 2,
            f"Worker (pid:{11 + number}) was sent SIGKILL! Perhaps out of memory?",
            "ERROR",
        )
        it.change(
            killed + 1,
            "service-event",
            "ticket-render",
            f"ECS Task State Change: task {number}c41f0a{number}9e STOPPED: Essential container in "
            "task exited. Container app exit code 137, OutOfMemoryError: Container killed due to "
            "memory usage",
            "ecs.amazonaws.com",
        )
        it.once("ticket-render", killed + 41, "Starting gunicorn 22.0.0")
        it.once("ticket-render", killed + 43, "Listening at: http://0.0.0.0:8000 (1)")
    for reaped in (-1480.0, -1120.0, -890.0, -640.0, -520.0):
        it.once(
            "ticket-render",
            reaped,
            f"Worker (pid:{int(-reaped) % 90 + 20}) was sent SIGKILL! Perhaps out of memory?",
            "ERROR",
        )
    it.says(
        "kiosk-gateway",
        "ticket not rendered\nError: connect ECONNREFUSED 10.20.1.44:8000",
        11,
        since=KILLS[0],
        level="ERROR",
    )
    it.says(
        "kiosk-gateway",
        "ticket not rendered\nError: socket hang up",
        7,
        since=KILLS[0],
        level="ERROR",
    )
    it.series("museum-alb", "HTTPCode_Target_5XX_Count").shift(KILLS[0], 58)
    it.series("museum-alb", "TargetResponseTime").shift(KILLS[0], 1.3)
    it.series("ticket-mails", "NumberOfMessagesSent").shift(KILLS[0], 38)
    it.alarm("admission-5xx", "museum-alb", "HTTPCode_Target_5XX_Count", 15, 6)
    return it.expects(
        ["confirmed", "likely"],
        "ticket-render",
        ["resource-exhaustion", "code-defect", "deployment"],
        ["memory"],
        ["kiosk-gateway", "ticket-orders", "ticket-mails"],
    )


def business(it: Recording) -> None:
    it.says(
        "kiosk-gateway",
        lambda d: f"order {d.randrange(10**7)} paid at kiosk {d.randint(1, 12)}",
        2.8,
    )
    it.says("kiosk-gateway", "kiosk 7: paper low", 0.4, level="WARN")
    it.says(
        "kiosk-gateway",
        lambda d: f"voucher refused\nVoucherError: {d.randrange(10**6)} was used already",
        0.6,
        level="ERROR",
    )
    it.says(
        "ticket-render",
        lambda d: f"rendered {d.randint(1, 6)} tickets in {d.randint(80, 260)} ms",
        2.8,
        tasks=4,
    )
    it.says("ticket-render", "font fallback for U+1E9E", 0.4, level="WARNING")
    it.change(-16800, "scaling", "kiosk-gateway", "desired count 2 -> 3", "autoscaling")
