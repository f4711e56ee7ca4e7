"""Somebody runs eight times as many workers, and a database has no connection left."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

SCALED, ONSET = (-780.0, -300.0)
SLOTS = "remaining connection slots are reserved for non-replication superuser connections"
HOST = "lessons-pg.cq3v7k0d2m.eu-west-2.rds.amazonaws.com"


@scenario("watersports", "kayak lessons", watched(0.8, 0.385))
def kayak_lessons(it: Incident) -> None:
    it.has(
        aws.balancer("lessons-alb", 720, 0.12),
        aws.tasks("lesson-web", logs.django, "lessons", 36, 55),
        aws.tasks("weather-api", logs.compact(logs.pino("weather-api")), "lessons", 18),
        aws.tasks("invoice-worker", logs.celery, "lessons", 41).plus(
            "ECS/ContainerInsights",
            {"ClusterName": "lessons", "ServiceName": "invoice-worker"},
            {"RunningTaskCount": ("Count", 30, 0.0, 0.0)},
        ),
        aws.instance("lessons-pg", 71, logs.postgres_of("lessons")),
    )
    # A pool is steady, and nobody gets more than max_connections allow.
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
    it.moves(SCALED + 30, "invoice-worker RunningTaskCount 140, CPUUtilization 26", ramp=330)
    it.moves(SCALED + 40, "lessons-pg DatabaseConnections 184, CPUUtilization 44", ramp=430)
    it.moves(ONSET, "lessons-alb HTTPCode_Target_5XX_Count 9", until=-190)
    it.moves(-190, "lessons-alb HTTPCode_Target_5XX_Count 64, TargetResponseTime 0.31")
    it.log(
        "lesson-web 1.1 | lesson <100..999> booked",
        "lesson-web 0.25 WARN | Forbidden (CSRF cookie not set.): /login",
        "weather-api 0.7 | forecast for lake <1..22>",
        "weather-api 0.2 WARN | gauge 11 did not answer, used the last value",
        "invoice-worker 0.8 | Task invoices.render[<0..4294967295:08x>] succeeded in 2.<10..99>s",
        f"invoice-worker 6 {SCALED + 60}.. x12 | Task invoices.render[<0..4294967295:08x>] "
        "succeeded in 3.<10..99>s",
        f"invoice-worker 4 {SCALED + 30}..{SCALED + 400} x12 | celery@invoice ready.",
        "lessons-pg 0.2 | checkpoint complete: wrote 312 buffers (0.5%)",
    )
    unable = (
        "Internal Server Error: /lessons: django.db.utils.OperationalError: connection to "
        f'server at "{HOST}" (10.0.2.41), port 5432 failed: FATAL:  {SLOTS}'
    )
    it.log(
        f"lesson-web 7 ERROR {ONSET}..-190 | {unable}",
        f"lesson-web 34 ERROR -190.. | {unable}",
        f"lessons-pg 8 FATAL {ONSET}..-190 | lesson_app|{SLOTS}",
        f"lessons-pg 30 FATAL -190.. | lesson_app|{SLOTS}",
        f"lessons-pg 7 FATAL -260.. | invoice_app|{SLOTS}",
    )
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
