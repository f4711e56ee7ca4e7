"""Tasks that were started together fill their memory together."""

from tests.evals import aws, logs
from tests.evals.builder import AFTER, EVERY_MINUTE, Incident, scenario

RELEASE, KILLS = (-24600.0, (-402.0, -301.0, -187.0, -72.0))


@scenario("museum", "admission", EVERY_MINUTE)
def museum_tickets(it: Incident) -> None:
    it.has(
        aws.balancer("museum-alb", 410, 0.21),
        aws.tasks("kiosk-gateway", logs.compact(logs.pino("kiosk-gw-0")), "museum", 27, 39),
        aws.tasks("ticket-render", logs.gunicorn, "museum", 44, 41),
        aws.table("ticket-orders", 95),
        aws.resource("ticket-mails", "sqs"),
    )
    at = {"QueueName": "ticket-mails"}
    it.measured("ticket-mails", "AWS/SQS", at, {"NumberOfMessagesSent": ("Count", 60)})
    it.calls(
        "museum-alb > kiosk-gateway > ticket-render",
        "kiosk-gateway > ticket-orders",
        "ticket-render > ticket-mails",
    )
    it.log(
        "kiosk-gateway 2.8 | order <0..9999999> paid at kiosk <1..12>",
        "kiosk-gateway 0.4 WARN | kiosk 7: paper low",
        "kiosk-gateway 0.6 ERROR | voucher refused\nVoucherError: <0..999999> was used already",
        "ticket-render 2.8 x4 | rendered <1..6> tickets in <80..260> ms",
        "ticket-render 0.4 WARNING | font fallback for U+1E9E",
    )
    it.change(-16800, "scaling kiosk-gateway autoscaling | desired count 2 -> 3")
    it.change(
        RELEASE,
        "deployment ticket-render codepipeline | ticket-render 5.9.0: keep artwork of "
        "exhibitions at hand",
    )
    it.change(
        -1930, "configuration kiosk-gateway soraya | LOG_LEVEL", {"LOG_LEVEL": ["debug", "info"]}
    )
    memory = it.series("ticket-render", "MemoryUtilization")
    memory.shift(RELEASE, 98, ramp=-RELEASE - 500, until=KILLS[0])
    for since, until, left in zip(KILLS, (*KILLS[1:], AFTER), (84, 72, 60, 49), strict=True):
        memory.shift(since, left, until=until)
    memory.noise = 0.008
    it.earlier("ticket-render", range(-34200, -7300, 600), "MemoryUtilization")
    for number, killed in enumerate(KILLS):
        it.once(
            killed - 2,
            f"ticket-render ERROR | Worker (pid:{11 + number}) was sent SIGKILL! Perhaps out of "
            "memory?",
        )
        it.change(
            killed + 1,
            "service-event ticket-render ecs.amazonaws.com | ECS Task State Change: task "
            f"{number}c41f0a{number}9e STOPPED: Essential container in task exited. Container "
            "app exit code 137, OutOfMemoryError: Container killed due to memory usage",
        )
        it.once(killed + 41, "ticket-render | Starting gunicorn 22.0.0")
        it.once(killed + 43, "ticket-render | Listening at: http://0.0.0.0:8000 (1)")
    for reaped in (-1480.0, -1120.0, -890.0, -640.0, -520.0):
        it.once(
            reaped,
            f"ticket-render ERROR | Worker (pid:{int(-reaped) % 90 + 20}) was sent SIGKILL! "
            "Perhaps out of memory?",
        )
    it.log(
        f"kiosk-gateway 11 ERROR {KILLS[0]}.. | ticket not rendered\n"
        "Error: connect ECONNREFUSED 10.20.1.44:8000",
        f"kiosk-gateway 7 ERROR {KILLS[0]}.. | ticket not rendered\nError: socket hang up",
    )
    it.moves(
        KILLS[0],
        "museum-alb HTTPCode_Target_5XX_Count 58, TargetResponseTime 1.3",
        "ticket-mails NumberOfMessagesSent 38",
    )
    it.alarm("admission-5xx", "museum-alb", "HTTPCode_Target_5XX_Count", 15, 6)
    it.expects(
        "ticket-render",
        "resource-exhaustion|code-defect|deployment",
        mentions="memory",
        blames="kiosk-gateway|ticket-orders|ticket-mails",
    )
