"""A new HTTP client tries nine times without a pause; a hiccup becomes a flood (Node to Go)."""

from tests.evals.builder import Incident, alb, quarterly, rds, resource, scenario, tasks
from tests.evals.dialects import access, pino, postgres, zap

DEPLOYED = -2290.0
HICCUP = -655.0
_DIFF = (
    "diff --git a/src/clients/availability.ts b/src/clients/availability.ts\n"
    "@@ -3,7 +3,7 @@\n-import { request } from './legacy-http';\n"
    "+import got from 'got';\n@@ -19,2 +19,2 @@\n-  return request(url, { timeout: "
    "2000, retries: 1, backoff: 'exponential' });\n+  return got(url, { timeout: { "
    "request: 2000 }, retry: { limit: 9, calculateDelay: () => 1 } }).json();\n"
)


@scenario("car-rental", "availability", quarterly(0.46))
def retry_client_upgrade(it: Incident) -> None:
    it.has(
        alb("rental-alb", 430, 0.19),
        tasks("search-bff", pino("search-bff-5f4b"), "rental", 37, None, 0.07),
        tasks("availability", zap("availability/http.go"), "rental", 33, None, 0.07),
    )
    it.measured(
        "availability",
        "Rental/Http",
        {"Service": "availability"},
        {
            "Requests": ("Count", 1270, 0.05),
            "Rejected": ("Count", 0.2),
            "Latency": ("Milliseconds", 64, 0.08),
        },
    )
    it.has(
        resource("partner-portal", "ecs", access("partners.rental.example"), "/ecs/partner-portal"),
        rds("fleet-pg", "postgres", postgres),
    )
    it.calls("rental-alb > search-bff > availability > fleet-pg", "partner-portal > availability")
    it.closely("availability Requests", "rental-alb HTTPCode_Target_5XX_Count")
    _usual(it)
    it.change(
        DEPLOYED,
        "deployment search-bff circleci | search-bff 6.3.0: got instead of our own client",
        _DIFF,
    )
    it.change(
        -1010,
        "configuration fleet-pg dba | parameter group",
        "log_min_duration_statement: 1000 -> 500",
    )
    _failing(it)
    it.alarm("rental-5xx", "rental-alb", "HTTPCode_Target_5XX_Count", 40, 5)
    it.expects(
        "search-bff",
        "deployment|configuration|code-defect",
        mentions="6.3.0",
        blames="fleet-pg|partner-portal",
    )


def _failing(it: Incident) -> None:
    it.once(
        HICCUP,
        'fleet-pg | automatic vacuum of table "fleet.public.booking": index scans: 1',
        tasks=1,
    )
    it.log(
        "availability 24 ERROR | slow query\ncontext deadline exceeded",
        since=HICCUP,
        until=HICCUP + 25,
    )
    it.log(
        "search-bff 8 WARN | availability: attempt <5..9> of 10 failed, trying again in 1 "
        "ms\nHTTPError: Response code 503 (Service Unavailable)",
        since=HICCUP + 6,
        tasks=4,
    )
    it.log(
        "search-bff 5 ERROR | GET /search failed\nHTTPError: Response code 503 (Service "
        "Unavailable)",
        since=HICCUP + 12,
        tasks=4,
    )
    it.log(
        "availability 10 ERROR | request rejected\nlimiter: 200 requests in flight, shedding load",
        since=HICCUP + 15,
        tasks=4,
    )
    it.log("partner-portal 2 | GET /partners/free-cars 503 0.004", since=HICCUP + 20)
    it.moves(
        HICCUP,
        "availability Requests 9800",
        "availability Rejected 7900",
        "availability Latency 410",
        ramp=90,
    )
    it.moves(HICCUP, "availability CPUUtilization 97", ramp=60)
    it.moves(HICCUP, "search-bff CPUUtilization 74", ramp=90)
    it.moves(HICCUP, "fleet-pg DatabaseConnections 118", "fleet-pg CPUUtilization 61", ramp=60)
    it.moves(HICCUP, "rental-alb HTTPCode_Target_5XX_Count 290", ramp=90)


def _usual(it: Incident) -> None:
    it.log("search-bff 1 | GET /search <1..60> offers", falls=(HICCUP, 0.4))
    it.log(
        "search-bff 0.2 WARN | availability: attempt 1 failed, trying again\n"
        "TimeoutError: Timeout awaiting 'request' for 2000ms",
        until=HICCUP,
    )
    it.log(
        "availability 0.9 | <2..90> cars free",
        "availability 0.4 ERROR | station unknown\nErrNoStation: ZRH9",
        falls=(HICCUP, 0.5),
    )
    it.log("partner-portal 0.7 | GET /partners/free-cars 200 0.071", falls=(HICCUP, 0.3))
    it.log("partner-portal 0.2 | GET /favicon.ico 404 0.001")
    it.log("fleet-pg 0.2 | checkpoint starting: time (<1..9>)", tasks=1)
