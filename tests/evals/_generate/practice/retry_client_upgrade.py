"""A new HTTP client tries nine times without a pause; a hiccup becomes a flood (Node to Go)."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import access
from tests.evals._generate.styles import pino, postgres, zap

DEPLOYED = -2290.0
HICCUP = -655.0

_DIFF = (
    "diff --git a/src/clients/availability.ts b/src/clients/availability.ts\n@@ -3,7 +3,7 @@\n"
    "-import { request } from './legacy-http';\n+import got from 'got';\n@@ -19,2 +19,2 @@\n"
    "-  return request(url, { timeout: 2000, retries: 1, backoff: 'exponential' });\n"
    "+  return got(url, { timeout: { request: 2000 }, retry: "
    "{ limit: 9, calculateDelay: () => 1 } }).json();\n"
)


def build() -> Incident:
    it = Scene("retry-client-upgrade", "car-rental", "availability", 0.46)
    it.balancer("rental-alb", 430, 0.19)
    it.container("search-bff", pino("search-bff-5f4b"), "rental", 37)
    it.container("availability", zap("availability/http.go"), "rental", 33)
    it.metrics(
        "availability",
        "Rental/Http",
        {"Service": "availability"},
        Requests=("Count", 1270, 0.05),
        Rejected=("Count", 0.2),
        Latency=("Milliseconds", 64, 0.08),
    )
    it.resource("partner-portal", "ecs", access("partners.rental.example"), "/ecs/partner-portal")
    it.rds("fleet-pg", "postgres", postgres)
    it.calls("rental-alb > search-bff > availability > fleet-pg", "partner-portal > availability")
    it.closely("availability", "Requests")
    it.closely("rental-alb", "HTTPCode_Target_5XX_Count")
    _usual(it)
    it.change(
        DEPLOYED,
        "deployment",
        "search-bff",
        "search-bff 6.3.0: got instead of our own client",
        "circleci",
        _DIFF,
    )
    it.change(
        -1010,
        "configuration",
        "fleet-pg",
        "parameter group",
        "dba",
        "log_min_duration_statement: 1000 -> 500",
    )
    _failing(it)
    it.alarm("rental-5xx", "rental-alb", "HTTPCode_Target_5XX_Count", 40, 5)
    return it.expects(
        ["confirmed", "likely"],
        "search-bff",
        ["deployment", "configuration", "code-defect"],
        ["6.3.0"],
        ["fleet-pg", "partner-portal"],
    )


def _failing(it: Scene) -> None:
    it.once(
        "fleet-pg",
        HICCUP,
        'automatic vacuum of table "fleet.public.booking": index scans: 1',
        tasks=1,
    )
    it.says(
        "availability", "slow query\ncontext deadline exceeded", 24, HICCUP, HICCUP + 25, "ERROR"
    )
    it.says(
        "search-bff",
        lambda d: (
            f"availability: attempt {d.randint(5, 9)} of 10 failed, trying again in 1 ms\n"
            "HTTPError: Response code 503 (Service Unavailable)"
        ),
        8,
        since=HICCUP + 6,
        level="WARN",
        tasks=4,
    )
    it.says(
        "search-bff",
        "GET /search failed\nHTTPError: Response code 503 (Service Unavailable)",
        5,
        since=HICCUP + 12,
        level="ERROR",
        tasks=4,
    )
    it.says(
        "availability",
        "request rejected\nlimiter: 200 requests in flight, shedding load",
        10,
        since=HICCUP + 15,
        level="ERROR",
        tasks=4,
    )
    it.says("partner-portal", "GET /partners/free-cars 503 0.004", 2, since=HICCUP + 20)
    it.series("availability", "Requests").shift(HICCUP, 9800, ramp=90)
    it.series("availability", "Rejected").shift(HICCUP, 7900, ramp=90)
    it.series("availability", "Latency").shift(HICCUP, 410, ramp=90)
    it.series("availability", "CPUUtilization").shift(HICCUP, 97, ramp=60)
    it.series("search-bff", "CPUUtilization").shift(HICCUP, 74, ramp=90)
    it.series("fleet-pg", "DatabaseConnections").shift(HICCUP, 118, ramp=60)
    it.series("fleet-pg", "CPUUtilization").shift(HICCUP, 61, ramp=60)
    it.series("rental-alb", "HTTPCode_Target_5XX_Count").shift(HICCUP, 290, ramp=90)


def _usual(it: Scene) -> None:
    it.says("search-bff", lambda d: f"GET /search {d.randint(1, 60)} offers", 1, dips=(HICCUP, 0.4))
    it.says(
        "search-bff",
        "availability: attempt 1 failed, trying again\n"
        "TimeoutError: Timeout awaiting 'request' for 2000ms",
        0.2,
        level="WARN",
        until=HICCUP,
    )
    it.says("availability", lambda d: f"{d.randint(2, 90)} cars free", 0.9, dips=(HICCUP, 0.5))
    it.says(
        "availability",
        "station unknown\nErrNoStation: ZRH9",
        0.4,
        level="ERROR",
        dips=(HICCUP, 0.5),
    )
    it.says("partner-portal", "GET /partners/free-cars 200 0.071", 0.7, dips=(HICCUP, 0.3))
    it.says("partner-portal", "GET /favicon.ico 404 0.001", 0.2)
    it.says("fleet-pg", lambda d: f"checkpoint starting: time ({d.randint(1, 9)})", 0.2, tasks=1)
