"""A false alarm: a dependency was away for one minute while a node was drained, and is back."""

from tests.evals.builder import Incident, function, quarterly, rest_api, scenario, table, tasks
from tests.evals.dialects import node_lambda, pino, slog_text, tracing

GONE, BACK = (-205.0, -146.0)


@scenario("real-estate", "nearby-search", quarterly(0.7))
def false_alarm_one_minute_blip(it: Incident) -> None:
    it.has(
        rest_api("nearby-api", 420, 88, 0.3, None, 0.06, 0.08),
        tasks("nearby", pino("nearby-66c4"), "search", 29, None, 0.07),
        tasks("geo-index", tracing("geo_index::grpc"), "search", 52, None, 0.07),
        function("favourites", node_lambda, 140, 44),
        table("listings", 35),
    )
    it.calls(
        "nearby-api > nearby > geo-index", "nearby > listings", "nearby-api > favourites > listings"
    )
    it.closely("nearby-api 5XXError Latency", "geo-index CPUUtilization")
    it.change(-3300, "deployment favourites ci | favourites 29: sort by price")
    it.change(
        GONE - 20,
        "service-event geo-index ecs.amazonaws.com | ECS task stopped: Fargate platform "
        "maintenance, replacement task started",
    )
    it.writes("geo-index", slog_text)
    it.once(GONE - 2, "geo-index | received SIGTERM, draining")
    it.once(BACK - 9, "geo-index | index loaded from snapshot cells=2841190")
    it.once(BACK, "geo-index | serving on 0.0.0.0:50051")
    it.writes("geo-index", tracing("geo_index::grpc"))
    it.log(
        "nearby 50 ERROR | nearby query failed\nError: 14 UNAVAILABLE: No connection "
        "established. Last error: connect ECONNREFUSED 10.8.21.77:50051",
        since=GONE,
        until=BACK,
        tasks=4,
    )
    it.log("geo-index 1.1 | query cells=<4..400>", until=GONE)
    it.log("geo-index 2.5 | query cells=<4..400>", since=BACK)
    it.log(
        "geo-index 0.3 WARN | polygon is not closed",
        "nearby 1.3 | <0..80> listings nearby",
        until=GONE,
    )
    it.log("nearby 2.5 | <0..80> listings nearby", since=BACK)
    it.log(
        "nearby 0.4 ERROR | listing without coordinates\nError: lat is null",
        "favourites 1 | <0..30> favourites",
        "favourites 0.3 WARN | token will expire soon",
    )
    it.moves(GONE, "nearby-api 5XXError 260", until=BACK + 12)
    it.moves(GONE, "geo-index CPUUtilization 9", until=BACK)
    it.alarm("nearby-5xx", "nearby-api", "5XXError", 50, 1)
    it.expects(None, "none", blames="favourites|listings|nearby", verdict="healthy")
