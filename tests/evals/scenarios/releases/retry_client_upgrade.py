"""A new HTTP client tries nine times without a pause; a hiccup becomes a flood (Node to Go)."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

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
        aws.alb("rental-alb", 430, 0.19),
        aws.tasks("search-bff", logs.pino("search-bff-5f4b"), "rental", 37, None, 0.07),
        aws.tasks("availability", logs.zap("availability/http.go"), "rental", 33, None, 0.07).plus(
            "Rental/Http",
            {"Service": "availability"},
            {
                "Requests": ("Count", 1270, 0.05),
                "Rejected": ("Count", 0.2),
                "Latency": ("Milliseconds", 64, 0.08),
            },
        ),
        aws.resource(
            "partner-portal", "ecs", logs.access("partners.rental.example"), "/ecs/partner-portal"
        ),
        aws.rds("fleet-pg", "postgres", logs.postgres),
    )
    it.calls("rental-alb > search-bff > availability > fleet-pg", "partner-portal > availability")
    it.closely("availability Requests", "rental-alb HTTPCode_Target_5XX_Count")
    it.log(
        f"search-bff 1 {HICCUP}>0.4 | GET /search <1..60> offers",
        f"search-bff 0.2 WARN ..{HICCUP} | availability: attempt 1 failed, trying again\n"
        "TimeoutError: Timeout awaiting 'request' for 2000ms",
        f"availability 0.9 {HICCUP}>0.5 | <2..90> cars free",
        f"availability 0.4 ERROR {HICCUP}>0.5 | station unknown\nErrNoStation: ZRH9",
        f"partner-portal 0.7 {HICCUP}>0.3 | GET /partners/free-cars 200 0.071",
        "partner-portal 0.2 | GET /favicon.ico 404 0.001",
        "fleet-pg 0.2 x1 | checkpoint starting: time (<1..9>)",
    )
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
    it.once(
        HICCUP,
        'fleet-pg | automatic vacuum of table "fleet.public.booking": index scans: 1',
        tasks=1,
    )
    it.log(
        f"availability 24 ERROR {HICCUP}..{HICCUP + 25} | slow query\ncontext deadline exceeded",
        f"search-bff 8 WARN {HICCUP + 6}.. x4 | availability: attempt <5..9> of 10 failed, "
        "trying again in 1 ms\nHTTPError: Response code 503 (Service Unavailable)",
        f"search-bff 5 ERROR {HICCUP + 12}.. x4 | GET /search failed\n"
        "HTTPError: Response code 503 (Service Unavailable)",
        f"availability 10 ERROR {HICCUP + 15}.. x4 | request rejected\n"
        "limiter: 200 requests in flight, shedding load",
        f"partner-portal 2 {HICCUP + 20}.. | GET /partners/free-cars 503 0.004",
    )
    it.moves(HICCUP, "availability Requests 9800, Rejected 7900, Latency 410", ramp=90)
    it.moves(HICCUP, "availability CPUUtilization 97", ramp=60)
    it.moves(HICCUP, "search-bff CPUUtilization 74", ramp=90)
    it.moves(HICCUP, "fleet-pg DatabaseConnections 118, CPUUtilization 61", ramp=60)
    it.moves(HICCUP, "rental-alb HTTPCode_Target_5XX_Count 290", ramp=90)
    it.alarm("rental-5xx", "rental-alb", "HTTPCode_Target_5XX_Count", 40, 5)
    it.expects(
        "search-bff",
        "deployment|configuration|code-defect",
        mentions="6.3.0",
        blames="fleet-pg|partner-portal",
    )
