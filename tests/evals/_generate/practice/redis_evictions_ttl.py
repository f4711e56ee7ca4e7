"""Entries live a week instead of a quarter of an hour; the cache fills and evicts sessions."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import logback
from tests.evals._generate.styles import gunicorn, pino, redis

CHANGED = -5350.0
FULL = -980.0


def build() -> Incident:
    it = Scene("redis-evictions-ttl", "travel", "hotel-offers", 0.56)
    it.balancer("offers-alb", 1150, 0.13)
    it.container("offers-web", pino("offers-web-7d9c"), "travel", 36)
    it.container("offers-api", gunicorn, "travel", 29)
    it.container("account-api", logback("account-api", "travel.account.SessionFilter"), "travel")
    it.cache("travel-redis", redis)
    it.rds("accounts-pg", "postgres")
    it.calls("offers-alb > offers-web > offers-api > travel-redis")
    it.calls("offers-web > account-api > travel-redis", "account-api > accounts-pg")
    it.closely("travel-redis", "DatabaseMemoryUsagePercentage")
    it.closely("accounts-pg", "CPUUtilization")
    _usual(it)
    it.change(
        CHANGED,
        "configuration",
        "offers-api",
        "ECS task definition offers-api:212",
        "terraform-cloud",
        "OFFER_CACHE_TTL_SECONDS: 900 -> 604800",
    )
    it.change(-1500, "deployment", "account-api", "account-api 2.8.4: springdoc 2.6", "argo-cd")
    _failing(it)
    it.alarm("accounts-pg-cpu", "accounts-pg", "CPUUtilization", 70, 5, statistic="AVERAGE")
    return it.expects(
        ["confirmed", "likely"],
        ["travel-redis", "offers-api"],
        ["resource-exhaustion", "configuration"],
        None,
        ["account-api", "accounts-pg"],
    )


def _failing(it: Scene) -> None:
    it.says(
        "account-api",
        lambda d: f"session {d.getrandbits(40):010x} not in cache, reading from database",
        8,
        since=FULL,
        level="WARN",
        tasks=4,
    )
    it.says(
        "account-api",
        "Slow request GET /session\norg.springframework.dao.QueryTimeoutException: "
        "PreparedStatementCallback; SQL [select * from session where token = ?]; ERROR: canceling "
        "statement due to statement timeout",
        3,
        since=FULL + 260,
        level="ERROR",
        tasks=4,
    )
    it.says(
        "offers-web", "GET /me 504\nError: timeout of 3000ms exceeded", 3, FULL + 270, level="ERROR"
    )
    memory = it.series("travel-redis", "DatabaseMemoryUsagePercentage")
    memory.shift(CHANGED + 60, 99.6, ramp=FULL - CHANGED - 60).cycle = 0.01
    it.series("travel-redis", "CurrItems").shift(CHANGED, 735000, ramp=FULL - CHANGED)
    it.series("travel-redis", "Evictions").shift(FULL, 8600, ramp=180)
    hits = it.series("travel-redis", "CacheHitRate")
    hits.shift(FULL, 61, ramp=300).cycle = 0.01
    it.series("accounts-pg", "CPUUtilization").shift(FULL + 60, 95, ramp=420)
    it.series("accounts-pg", "DatabaseConnections").shift(FULL + 120, 190, ramp=300)
    it.series("accounts-pg", "ReadLatency").shift(FULL + 120, 0.019, ramp=360)
    it.series("offers-alb", "TargetResponseTime").shift(FULL + 200, 1.7, ramp=300)
    it.series("offers-alb", "HTTPCode_Target_5XX_Count").shift(FULL + 270, 60, ramp=120)


def _usual(it: Scene) -> None:
    it.says("offers-web", lambda d: f"GET /hotels/{d.randint(1, 9000)} 200", 0.7)
    it.says("offers-api", lambda d: f"{d.randint(3, 80)} offers for {d.randint(1, 9)} nights", 0.8)
    it.says("offers-api", "supplier feed sent duplicate room code", 0.3, level="WARNING")
    it.says("account-api", lambda d: f"session refreshed user={d.randrange(10**6)}", 0.5)
    it.says(
        "account-api",
        "Refresh token reuse detected\ntravel.account.TokenReusedException: family revoked",
        0.2,
        level="ERROR",
    )
    it.says("travel-redis", "1 changes in 3600 seconds. Saving...", 0.02, tasks=1)
    it.says("travel-redis", "Background saving terminated with success", 0.02, tasks=1)
