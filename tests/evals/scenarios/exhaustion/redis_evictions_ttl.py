"""Entries live a week instead of a quarter of an hour; the cache fills and evicts sessions."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

CHANGED = -5350.0
FULL = -980.0


@scenario("travel", "hotel-offers", quarterly(0.56))
def redis_evictions_ttl(it: Incident) -> None:
    it.has(
        aws.alb("offers-alb", 1150, 0.13),
        aws.tasks("offers-web", logs.pino("offers-web-7d9c"), "travel", 36, None, 0.07),
        aws.tasks("offers-api", logs.gunicorn, "travel", 29, None, 0.07),
        aws.tasks(
            "account-api",
            logs.logback("travel.account.SessionFilter", app="account-api"),
            "travel",
            30,
            None,
            0.07,
        ),
        aws.cache("travel-redis", logs.redis),
        aws.rds("accounts-pg", "postgres"),
    )
    it.calls(
        "offers-alb > offers-web > offers-api > travel-redis",
        "offers-web > account-api > travel-redis",
        "account-api > accounts-pg",
    )
    it.closely("travel-redis DatabaseMemoryUsagePercentage", "accounts-pg CPUUtilization")
    it.log(
        "offers-web 0.7 | GET /hotels/<1..9000> 200",
        "offers-api 0.8 | <3..80> offers for <1..9> nights",
        "offers-api 0.3 WARNING | supplier feed sent duplicate room code",
        "account-api 0.5 | session refreshed user=<0..999999>",
        "account-api 0.2 ERROR | Refresh token reuse detected\n"
        "travel.account.TokenReusedException: family revoked",
        "travel-redis 0.02 x1 | 1 changes in 3600 seconds. Saving...",
        "travel-redis 0.02 x1 | Background saving terminated with success",
    )
    it.change(
        CHANGED,
        "configuration offers-api terraform-cloud | ECS task definition offers-api:212",
        "OFFER_CACHE_TTL_SECONDS: 900 -> 604800",
    )
    it.change(-1500, "deployment account-api argo-cd | account-api 2.8.4: springdoc 2.6")
    it.log(
        f"account-api 8 WARN {FULL}.. x4 | session <hex10> not in cache, reading from database",
        f"account-api 3 ERROR {FULL + 260}.. x4 | Slow request GET /session\n"
        "org.springframework.dao.QueryTimeoutException: PreparedStatementCallback; SQL "
        "[select * from session where token = ?]; ERROR: canceling statement due to "
        "statement timeout",
        f"offers-web 3 ERROR {FULL + 270}.. | GET /me 504\nError: timeout of 3000ms exceeded",
    )
    memory = it.series("travel-redis", "DatabaseMemoryUsagePercentage")
    memory.shift(CHANGED + 60, 99.6, ramp=FULL - CHANGED - 60).cycle = 0.01
    it.moves(CHANGED, "travel-redis CurrItems 735000", ramp=FULL - CHANGED)
    it.moves(FULL, "travel-redis Evictions 8600", ramp=180)
    hits = it.series("travel-redis", "CacheHitRate")
    hits.shift(FULL, 61, ramp=300).cycle = 0.01
    it.moves(FULL + 60, "accounts-pg CPUUtilization 95", ramp=420)
    it.moves(FULL + 120, "accounts-pg DatabaseConnections 190", ramp=300)
    it.moves(FULL + 120, "accounts-pg ReadLatency 0.019", ramp=360)
    it.moves(FULL + 200, "offers-alb TargetResponseTime 1.7", ramp=300)
    it.moves(FULL + 270, "offers-alb HTTPCode_Target_5XX_Count 60", ramp=120)
    it.alarm("accounts-pg-cpu", "accounts-pg", "CPUUtilization", 70, 5, statistic="AVERAGE")
    it.expects(
        "travel-redis|offers-api",
        "resource-exhaustion|configuration",
        blames="account-api|accounts-pg",
    )
