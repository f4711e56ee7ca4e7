"""Somebody runs eight times as many workers, and a database has no connection left."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, django, postgres_of
from tests.evals._generate.second_exam.account import Account
from tests.evals._generate.second_exam.dialects import celery
from tests.evals._generate.styles import pino

SCALED, ONSET = -780.0, -300.0
SLOTS = "remaining connection slots are reserved for non-replication superuser connections"
HOST = "lessons-pg.cq3v7k0d2m.eu-west-2.rds.amazonaws.com"


def kayak_lessons() -> Account:
    it = Account("kayak-lessons", "watersports", "kayak lessons")
    it.balancer("lessons-alb", 720, 0.12)
    it.tasks("lesson-web", django, "lessons", 36, 55)
    it.tasks("weather-api", compact(pino("weather-api")), "lessons", 18)
    it.tasks("invoice-worker", celery, "lessons", 41)
    it.measured(
        "invoice-worker",
        "ECS/ContainerInsights",
        {"ClusterName": "lessons", "ServiceName": "invoice-worker"},
        {"RunningTaskCount": ("Count", 30, 0.0, 0.0)},
    )
    it.instance("lessons-pg", 71, postgres_of("lessons"))
    # A pool is steady, and nobody gets more than max_connections allow.
    it.series("lessons-pg", "DatabaseConnections").noise = 0.006
    it.calls("lessons-alb > lesson-web > lessons-pg", "lesson-web > weather-api")
    it.calls("invoice-worker > lessons-pg")

    it.closely("lessons-pg", "DatabaseConnections").closely("invoice-worker", "RunningTaskCount")
    it.closely("lesson-web", "CPUUtilization")
    it.moves("invoice-worker", SCALED + 30, {"RunningTaskCount": 140}, ramp=330)
    it.moves("invoice-worker", SCALED + 30, {"CPUUtilization": 26}, ramp=330)
    it.moves("lessons-pg", SCALED + 40, {"DatabaseConnections": 184}, ramp=430)
    it.moves("lessons-pg", SCALED + 40, {"CPUUtilization": 44}, ramp=430)
    it.moves("lessons-alb", ONSET, {"HTTPCode_Target_5XX_Count": 9}, until=-190)
    it.moves("lessons-alb", -190, {"HTTPCode_Target_5XX_Count": 64, "TargetResponseTime": 0.31})

    it.business("lesson-web", lambda d: f"lesson {d.randint(100, 999)} booked", 1.1)
    it.business("lesson-web", "Forbidden (CSRF cookie not set.): /login", 0.25, level="WARN")
    it.business("weather-api", lambda d: f"forecast for lake {d.randint(1, 22)}", 0.7)
    it.business("weather-api", "gauge 11 did not answer, used the last value", 0.2, level="WARN")
    it.business(
        "invoice-worker",
        lambda d: (
            f"Task invoices.render[{d.randrange(16**8):08x}] succeeded in 2.{d.randint(10, 99)}s"
        ),
        0.8,
    )
    it.says(
        "invoice-worker",
        lambda d: (
            f"Task invoices.render[{d.randrange(16**8):08x}] succeeded in 3.{d.randint(10, 99)}s"
        ),
        6,
        SCALED + 60,
        tasks=12,
    )
    it.says("invoice-worker", "celery@invoice ready.", 4, SCALED + 30, SCALED + 400, tasks=12)
    it.business("lessons-pg", "checkpoint complete: wrote 312 buffers (0.5%)", 0.2)
    unable = (
        "Internal Server Error: /lessons: django.db.utils.OperationalError: "
        f'connection to server at "{HOST}" '
        f"(10.0.2.41), port 5432 failed: FATAL:  {SLOTS}"
    )
    it.says("lesson-web", unable, 7, ONSET, -190, "ERROR")
    it.says("lesson-web", unable, 34, -190, level="ERROR")
    it.says("lessons-pg", f"lesson_app|{SLOTS}", 8, ONSET, -190, "FATAL")
    it.says("lessons-pg", f"lesson_app|{SLOTS}", 30, -190, level="FATAL")
    it.says("lessons-pg", f"invoice_app|{SLOTS}", 7, -260, level="FATAL")

    it.change(-5600, "deployment", "weather-api", "weather-api 0.31.0")
    it.change(-1680, "deployment", "lesson-web", "lesson-web 2026.03.14-1: help page", "circleci")
    it.change(
        SCALED,
        "scaling",
        "invoice-worker",
        "desired count 30 -> 140, month's invoices are late",
        "h.olsen",
        {"desiredCount": {"before": 30, "after": 140}},
    )
    it.alarm("lessons-alb-5xx", "lessons-alb", "HTTPCode_Target_5XX_Count", 25, 3)
    it.expects(
        ["confirmed", "likely"],
        ["lessons-pg", "invoice-worker"],
        ["resource-exhaustion", "configuration"],
        ["connection"],
        ["lesson-web", "weather-api"],
    )
    return it
