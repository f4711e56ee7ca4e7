"""Shared defaults change, and a caller no longer waits long enough."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, serilog
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import zap

CHANGED, FIRST = -441.0, -388.0
SCORE = "score.creditline.example"


def loan_decisions() -> Incident:
    it = Recording("loan-decisions", "lending", "loans")
    it.resource("application-api", "ecs", serilog("Lending.Applications"))
    it.counted("application-api", "Lending/http", 130, 840)
    it.tasks("loan-decision", compact(zap("decide/score.go")), "lending", 28)
    it.table("decisions", 118)
    it.outside(SCORE, 124, 640)
    at = {"CanaryName": "creditline-status"}
    it.metric(SCORE, "CloudWatchSynthetics", "SuccessPercent", at, "Percent", 100, 0, 0)
    it.calls(f"application-api > loan-decision > {SCORE}", "loan-decision > decisions")
    business(it)

    it.change(
        CHANGED,
        "configuration",
        "loan-decision",
        "AppConfig deployment 41: platform-defaults v12, all services",
        "assumed-role/platform-config/ci",
        {
            "log.sampling": ["0.1", "0.2"],
            "http.client.timeout": ["3s", "300ms"],
            "http.client.userAgent": ["lending/1", "lending/2"],
        },
    )
    it.once("loan-decision", FIRST - 1, "configuration platform-defaults v12 is active")
    it.says(
        "loan-decision",
        lambda d: (
            f"application {d.randrange(10**7)} not scored\n"
            f'Post "https://{SCORE}/v2/score": context deadline exceeded (Client.Timeout exceeded '
            "while awaiting headers)"
        ),
        12,
        since=FIRST,
        level="ERROR",
    )
    it.says(
        "application-api",
        "Decision not available\nSystem.Net.Http.HttpRequestException: Response status code does "
        "not indicate success: 502 (Bad Gateway).\n   at Lending.Applications.Decide(Form f)",
        9,
        since=FIRST + 1,
        level="ERROR",
    )
    it.series(SCORE, "Failures").shift(FIRST, 121)
    it.series(SCORE, "Latency").shift(FIRST, 301)
    it.series(SCORE, "Latency").noise = 0.04
    it.series("application-api", "5xx").shift(FIRST, 119)
    it.series("application-api", "Latency").shift(FIRST, 480)
    it.series("decisions", "ConsumedWriteCapacityUnits").shift(FIRST, 5)
    it.alarm("loans-5xx", "application-api", "5xx", 20, 6, "Customers get no decision")
    return it.expects(
        ["confirmed", "likely"],
        "loan-decision",
        "configuration",
        ["timeout"],
        [SCORE, "decisions", "application-api"],
    )


def business(it: Recording) -> None:
    it.says("application-api", lambda d: f"Application {d.randrange(10**7)} received", 2.8)
    it.says(
        "application-api",
        lambda d: (
            f"Upload refused\nSystem.IO.InvalidDataException: {d.randint(11, 40)} MB, 10 MB "
            "are allowed"
        ),
        0.6,
        level="ERROR",
    )
    it.says("application-api", "Address could not be normalised", 0.5, level="WARN")
    it.says(
        "loan-decision",
        lambda d: (
            f"application {d.randrange(10**7)} scored {d.randint(310, 820)} in "
            f"{d.randint(540, 760)} ms"
        ),
        2.6,
        until=FIRST,
    )
    it.says("loan-decision", "income statement older than 90 days", 0.6, level="WARN")
    it.says(
        "loan-decision",
        f'second try\nPost "https://{SCORE}/v2/score": http2: server sent GOAWAY and closed the '
        "connection",
        0.25,
        level="WARN",
    )
    it.change(-9800, "deployment", "loan-decision", "loan-decision 2.8.4: audit fields", "teamcity")
    it.change(-2410, "deployment", "application-api", "application-api 771: help texts", "teamcity")
