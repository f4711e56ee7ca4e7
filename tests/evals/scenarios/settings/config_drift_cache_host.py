"""Infrastructure code puts an old cache endpoint back."""

from tests.evals import aws, logs
from tests.evals.builder import ONE_HOUR, Incident, scenario


@scenario("media", "catalogue", ONE_HOUR)
def config_drift_cache_host(it: Incident) -> None:
    it.has(
        aws.service("catalogue-web", logs.spring("m.c.CatalogueController"), "media", 420, 40),
        aws.service("title-service", logs.spring("m.t.TitleRepository"), "media", 700, 18),
        aws.database("titles-db", 48),
        aws.resource("session-cache", "other"),
    )
    at = {"CacheClusterId": "session-cache"}
    it.measured(
        "session-cache",
        "AWS/ElastiCache",
        at,
        {"CurrConnections": ("Count", 64), "CacheHits": ("Count", 6200)},
    )
    it.calls("catalogue-web > title-service > titles-db", "catalogue-web > session-cache")
    it.log(
        "catalogue-web 3 | GET /titles/<1000..9999> 200 <12..90>ms",
        "title-service 1.5 | loaded <1..40> titles",
        "title-service 0.4 WARN | HHH90003004: firstResult/maxResults specified with "
        "collection fetch",
    )
    it.change(-9000, "scaling title-service autoscaling | desired count 4 -> 6")
    it.change(
        -421,
        "configuration catalogue-web terraform-cloud | terraform apply: media/catalogue",
        {
            "SPRING_REDIS_HOST": [
                "session-cache.k2x9.use1.cache.amazonaws.com",
                "session-cache-old.k2x9.use1.cache.amazonaws.com",
            ],
            "LOG_FORMAT": ["plain", "plain-v2"],
        },
    )
    it.log(
        "catalogue-web 12 ERROR -395.. | Servlet.service() threw exception\n"
        "org.springframework.data.redis.RedisConnectionFailureException: Unable to connect "
        "to session-cache-old.k2x9.use1.cache.amazonaws.com:6379\n"
        "\tat "
        "o.s.d.r.c.l.LettuceConnectionFactory.createConnection(LettuceConnectionFactory.java:1595)"
        "\nCaused by: java.net.UnknownHostException: "
        "session-cache-old.k2x9.use1.cache.amazonaws.com"
    )
    it.moves(-395, "catalogue-web 5xx 160", "session-cache CurrConnections 3, CacheHits 40")
    it.alarm("catalogue-web-5xx-rate", "catalogue-web", "5xx", 25, periods=3)
    it.expects(
        "catalogue-web",
        "configuration",
        mentions="SPRING_REDIS_HOST",
        blames="titles-db|title-service",
    )
