"""Alarms behind which nothing is, or nothing any more."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import (
    gunicorn,
    logfmt,
    node_lambda,
    pino,
    powertools,
    spring,
    zap,
)


def healed_blip() -> Incident:
    """A dependency answered 503 for half a minute, and everything works on."""
    it = Incident("false-alarm-healed-blip", "hotel", "reservations")
    it.function("reserve", powertools("reserve"), 160, 110).table("rooms", 90)
    it.outside("rates.channelhub.example", 155, 60)
    it.calls("reserve > rooms", "reserve > rates.channelhub.example")
    it.runs("reserve", 1)
    it.says("reserve", lambda d: f"room {d.randint(100, 999)} reserved", 12)
    it.says("reserve", "rate is older than an hour", 0.5, level="WARNING")
    it.change(-9000, "deployment", "reserve", "reserve 77", "ci")
    it.says(
        "reserve",
        "channelhub answered 503 for GET /rates",
        60,
        since=-150,
        until=-118,
        level="ERROR",
    )
    it.series("reserve", "Errors").shift(-165, 30, until=-110)
    it.series("rates.channelhub.example", "Failures").shift(-165, 32, until=-110)
    it.alarm("reserve-errors", "reserve", "Errors", 10, 1)
    return it.expects("healthy", None, "none", None, ["rooms"])


def too_tight() -> Incident:
    """A threshold just above what is usual; nothing differs from the hour before."""
    it = Incident("false-alarm-too-tight", "games", "matchmaking")
    it.service("matchmaker", zap("match/queue.go"), "games", 1400, 30)
    it.service("lobby", zap("lobby/ws.go"), "games", 2200, 18)
    it.table("players", 300)
    it.calls("lobby > matchmaker > players")
    it.series("matchmaker", "5xx").usual = 9
    it.says("matchmaker", lambda d: f"matched {d.randint(2, 10)} players", 3)
    it.says(
        "matchmaker",
        lambda d: f"match cancelled\nplayer p{d.randrange(10**5)} left the queue",
        2,
        level="ERROR",
    )
    it.says("lobby", "websocket closed abnormally 1006", 1.5, level="WARN")
    it.change(-30000, "deployment", "lobby", "lobby 9.1", "ci")
    it.alarm("matchmaker-5xx", "matchmaker", "5xx", 8, 1)
    return it.expects("healthy", None, "none", None, ["lobby", "players"])


def daily_peak() -> Incident:
    """The processor is as busy as at any full hour, when the reports are made."""
    it = Incident("false-alarm-hourly-report", "farming", "sensor-hub").longer(5)
    it.service("ingest", logfmt("ingest"), "farming", 500, 20)
    it.service("hourly-report", gunicorn, "farming", 4, 900)
    it.database("readings-pg", 40)
    it.calls("ingest > readings-pg", "hourly-report > readings-pg")
    for hours in range(6):
        it.series("readings-pg", "CPUUtilization").shift(
            -3600 * hours - 280, 86, until=-3600 * hours + 200
        )
        it.series("readings-pg", "ReadLatency").shift(
            -3600 * hours - 280, 4, until=-3600 * hours + 200
        )
    it.says("ingest", lambda d: f"stored {d.randint(50, 500)} readings", 3)
    it.says("ingest", "sensor battery low", 0.6, level="WARN")
    for start in (-3880, -280):
        it.once("hourly-report", start, "report for the past hour started")
        it.says(
            "hourly-report",
            lambda d: f"field {d.randint(1, 90)} summed up",
            6,
            since=start,
            until=start + 240,
        )
    it.once("hourly-report", -3640, "report finished in 240.4 s")
    it.alarm("readings-pg-cpu", "readings-pg", "CPUUtilization", 80, 3, statistic="AVG")
    return it.expects("healthy", None, "none", None, ["ingest"])


def rolling_deploy() -> Incident:
    """Tasks were replaced; a few connections were reset, and the new ones work."""
    it = Incident("false-alarm-rolling-deploy", "university", "campus")
    it.service("timetable", spring("edu.campus.Timetable"), "campus", 320, 35)
    it.service("campus-web", pino("campus-web-3"), "campus", 500, 60)
    it.database("campus-db", 55)
    it.calls("campus-web > timetable > campus-db")
    it.says("timetable", lambda d: f"timetable of student {d.randrange(10**5)} read", 8)
    it.says("campus-web", lambda d: f"GET /week/{d.randint(1, 52)} 200", 8)
    it.says("campus-web", "slow client, response aborted", 0.4, level="WARN")
    it.change(-190, "deployment", "timetable", "timetable 5.3.1: dependency updates", "argo-cd")
    it.once(
        "timetable", -170, "Commencing graceful shutdown. Waiting for active requests to complete"
    )
    it.once("timetable", -160, "Started TimetableApplication in 8.113 seconds")
    it.says(
        "campus-web",
        "request to timetable failed\nError: read ECONNRESET",
        40,
        since=-168,
        until=-152,
        level="ERROR",
    )
    it.series("campus-web", "5xx").shift(-180, 11, until=-130)
    it.alarm("campus-web-5xx", "campus-web", "5xx", 5, 1)
    return it.expects("healthy", None, "none", None, ["campus-db"])


def quiet_night() -> Incident:
    """Hardly anybody comes at this hour, and one slow cold start makes the average."""
    it = Incident("false-alarm-cold-start", "library", "loans")
    it.function("loan-desk", node_lambda, 3, 140).function("fees", node_lambda, 1, 90)
    it.table("loans", 2)
    it.calls("loan-desk > loans", "loan-desk > fees")
    it.runs("loan-desk", 3, 140)
    it.says("loan-desk", lambda d: f"loan {d.randrange(10**6)} extended", 3)
    it.says("fees", lambda d: f"fee of {d.randint(1, 9)}.50 computed", 0.8)
    it.says("fees", "currency table is a day old", 0.1, level="WARN")
    it.once("loan-desk", -96, "INIT_START Runtime Version: nodejs:22.v41")
    it.once("loan-desk", -94, "loan 512277 extended (cold start, 2350 ms)")
    it.series("loan-desk", "Duration").shift(-125, 2350, until=-65)
    it.alarm("loan-desk-slow", "loan-desk", "Duration", 1500, 1, statistic="MAX")
    return it.expects("healthy", None, "none", None, ["fees", "loans"])


SCENARIOS = (healed_blip, too_tight, daily_peak, rolling_deploy, quiet_night)
