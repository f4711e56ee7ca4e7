"""A false alarm: a dependency was away for one minute while a node was drained, and is back."""

from __future__ import annotations

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import slog, tracing
from tests.evals._generate.styles import node_lambda, pino

GONE, BACK = -205.0, -146.0


def build() -> Incident:
    it = Scene("false-alarm-one-minute-blip", "real-estate", "nearby-search", 0.7)
    it.gateway("nearby-api", 420, 88)
    it.container("nearby", pino("nearby-66c4"), "search", 29)
    it.container("geo-index", tracing("geo_index::grpc"), "search", 52)
    it.function("favourites", node_lambda, 140, 44)
    it.table("listings", 35)
    it.calls("nearby-api > nearby > geo-index", "nearby > listings")
    it.calls("nearby-api > favourites > listings")
    it.closely("nearby-api", "5XXError", "Latency")
    it.closely("geo-index", "CPUUtilization")
    it.change(-3300, "deployment", "favourites", "favourites 29: sort by price", "ci")
    it.change(
        GONE - 20,
        "service-event",
        "geo-index",
        "ECS task stopped: Fargate platform maintenance, replacement task started",
        "ecs.amazonaws.com",
    )
    it.writes("geo-index", slog)
    it.once("geo-index", GONE - 2, "received SIGTERM, draining")
    it.once("geo-index", BACK - 9, "index loaded from snapshot cells=2841190")
    it.once("geo-index", BACK, "serving on 0.0.0.0:50051")
    it.writes("geo-index", tracing("geo_index::grpc"))
    it.says(
        "nearby",
        "nearby query failed\nError: 14 UNAVAILABLE: No connection established. Last error: "
        "connect ECONNREFUSED 10.8.21.77:50051",
        50,
        since=GONE,
        until=BACK,
        level="ERROR",
        tasks=4,
    )
    it.says("geo-index", lambda d: f"query cells={d.randint(4, 400)}", 1.1, until=GONE)
    it.says("geo-index", lambda d: f"query cells={d.randint(4, 400)}", 2.5, since=BACK)
    it.says("geo-index", "polygon is not closed", 0.3, level="WARN", until=GONE)
    it.says("nearby", lambda d: f"{d.randint(0, 80)} listings nearby", 1.3, until=GONE)
    it.says("nearby", lambda d: f"{d.randint(0, 80)} listings nearby", 2.5, since=BACK)
    it.says("nearby", "listing without coordinates\nError: lat is null", 0.4, level="ERROR")
    it.says("favourites", lambda d: f"{d.randint(0, 30)} favourites", 1)
    it.says("favourites", "token will expire soon", 0.3, level="WARN")
    it.series("nearby-api", "5XXError").shift(GONE, 260, until=BACK + 12)
    it.series("geo-index", "CPUUtilization").shift(GONE, 9, until=BACK)
    it.alarm("nearby-5xx", "nearby-api", "5XXError", 50, 1)
    return it.expects("healthy", None, "none", None, ["favourites", "listings", "nearby"])
