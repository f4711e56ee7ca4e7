"""A false alarm: a dependency was away for one minute while a node was drained, and is back."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

GONE, BACK = (-205.0, -146.0)


@scenario("real-estate", "nearby-search", quarterly(0.7))
def false_alarm_one_minute_blip(it: Incident) -> None:
    it.has(
        aws.rest_api("nearby-api", 420, 88, 0.3, None, 0.06, 0.08),
        aws.tasks("nearby", logs.pino("nearby-66c4"), "search", 29, None, 0.07),
        aws.tasks("geo-index", logs.tracing("geo_index::grpc"), "search", 52, None, 0.07),
        aws.function("favourites", logs.node_lambda, 140, 44),
        aws.table("listings", 35),
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
    it.writes("geo-index", logs.slog_text)
    it.once(GONE - 2, "geo-index | received SIGTERM, draining")
    it.once(BACK - 9, "geo-index | index loaded from snapshot cells=2841190")
    it.once(BACK, "geo-index | serving on 0.0.0.0:50051")
    it.writes("geo-index", logs.tracing("geo_index::grpc"))
    it.log(
        f"nearby 50 ERROR {GONE}..{BACK} x4 | nearby query failed\n"
        "Error: 14 UNAVAILABLE: No connection established. Last error: connect "
        "ECONNREFUSED 10.8.21.77:50051",
        f"geo-index 1.1 ..{GONE} | query cells=<4..400>",
        f"geo-index 2.5 {BACK}.. | query cells=<4..400>",
        f"geo-index 0.3 WARN ..{GONE} | polygon is not closed",
        f"nearby 1.3 ..{GONE} | <0..80> listings nearby",
        f"nearby 2.5 {BACK}.. | <0..80> listings nearby",
        "nearby 0.4 ERROR | listing without coordinates\nError: lat is null",
        "favourites 1 | <0..30> favourites",
        "favourites 0.3 WARN | token will expire soon",
    )
    it.moves(GONE, "nearby-api 5XXError 260", until=BACK + 12)
    it.moves(GONE, "geo-index CPUUtilization 9", until=BACK)
    it.alarm("nearby-5xx", "nearby-api", "5XXError", 50, 1)
    it.expects(None, "none", blames="favourites|listings|nearby", verdict="healthy")
