"""Somebody runs eight times as many workers, and a database has no connection left."""

from tests.evals.builder import Incident, balancer, instance, scenario, tasks, watched
from tests.evals.dialects import celery, compact, django, pino, postgres_of

SCALED, ONSET = (-780.0, -300.0)
SLOTS = "remaining connection slots are reserved for non-replication superuser connections"
HOST = "lessons-pg.cq3v7k0d2m.eu-west-2.rds.amazonaws.com"


@scenario("watersports", "kayak lessons", watched(0.8, 0.385))
def kayak_lessons(it: Incident) -> None:
    it.has(
        balancer("lessons-alb", 720, 0.12),
        tasks("lesson-web", django, "lessons", 36, 55),
        tasks("weather-api", compact(pino("weather-api")), "lessons", 18),
        tasks("invoice-worker", celery, "lessons", 41),
    )
    it.measured(
        "invoice-worker",
        "ECS/ContainerInsights",
        {"ClusterName": "lessons", "ServiceName": "invoice-worker"},
        {"RunningTaskCount": ("Count", 30, 0.0, 0.0)},
    )
    it.has(instance("lessons-pg", 71, postgres_of("lessons")))
    it.series("lessons-pg", "DatabaseConnections").noise = 0.006
    it.calls(
        "lessons-alb > lesson-web > lessons-pg",
        "lesson-web > weather-api",
        "invoice-worker > lessons-pg",
    )
    it.closely(
        "lessons-pg DatabaseConnections",
        "invoice-worker RunningTaskCount",
        "lesson-web CPUUtilization",
    )
    it.moves(
        SCALED + 30,
        "invoice-worker RunningTaskCount 140",
        "invoice-worker CPUUtilization 26",
        ramp=330,
    )
    it.moves(
        SCALED + 40, "lessons-pg DatabaseConnections 184", "lessons-pg CPUUtilization 44", ramp=430
    )
    it.moves(ONSET, "lessons-alb HTTPCode_Target_5XX_Count 9", until=-190)
    it.moves(
        -190, "lessons-alb HTTPCode_Target_5XX_Count 64", "lessons-alb TargetResponseTime 0.31"
    )
    it.log(
        "lesson-web 1.1 | lesson <100..999> booked",
        "lesson-web 0.25 WARN | Forbidden (CSRF cookie not set.): /login",
        "weather-api 0.7 | forecast for lake <1..22>",
        "weather-api 0.2 WARN | gauge 11 did not answer, used the last value",
        "invoice-worker 0.8 | Task invoices.render[<0..4294967295:08x>] succeeded in 2.<10..99>s",
    )
    it.log(
        "invoice-worker 6 | Task invoices.render[<0..4294967295:08x>] succeeded in 3.<10..99>s",
        since=SCALED + 60,
        tasks=12,
    )
    it.log(
        "invoice-worker 4 | celery@invoice ready.", since=SCALED + 30, until=SCALED + 400, tasks=12
    )
    it.log("lessons-pg 0.2 | checkpoint complete: wrote 312 buffers (0.5%)")
    unable = (
        "Internal Server Error: /lessons: django.db.utils.OperationalError: connection to "
        f'server at "{HOST}" (10.0.2.41), port 5432 failed: FATAL:  {SLOTS}'
    )
    it.log(f"lesson-web 7 ERROR | {unable}", since=ONSET, until=-190)
    it.log(f"lesson-web 34 ERROR | {unable}", since=-190)
    it.log(f"lessons-pg 8 FATAL | lesson_app|{SLOTS}", since=ONSET, until=-190)
    it.log(f"lessons-pg 30 FATAL | lesson_app|{SLOTS}", since=-190)
    it.log(f"lessons-pg 7 FATAL | invoice_app|{SLOTS}", since=-260)
    it.change(-5600, "deployment weather-api | weather-api 0.31.0")
    it.change(-1680, "deployment lesson-web circleci | lesson-web 2026.03.14-1: help page")
    it.change(
        SCALED,
        "scaling invoice-worker h.olsen | desired count 30 -> 140, month's invoices are late",
        {"desiredCount": {"before": 30, "after": 140}},
    )
    it.alarm("lessons-alb-5xx", "lessons-alb", "HTTPCode_Target_5XX_Count", 25, 3)
    it.expects(
        "lessons-pg|invoice-worker",
        "resource-exhaustion|configuration",
        mentions="connection",
        blames="lesson-web|weather-api",
    )
