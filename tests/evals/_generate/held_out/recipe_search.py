"""Somebody touched the alarm, and nothing else moved."""

from __future__ import annotations

from tests.evals._generate.held_out.formats import compact, slog
from tests.evals._generate.held_out.recording import Recording
from tests.evals._generate.incident import Incident
from tests.evals._generate.styles import pino

EDITED = -137.0


def recipe_search() -> Incident:
    it = Recording("recipe-search", "recipes", "cookbook")
    it.tasks("pantry-web", compact(pino("pantry-web-7")), "recipes", 34)
    it.tasks("search-api", slog("search-api"), "recipes", 45, 48)
    it.counted("search-api", "Recipes/http", 880, 201)
    it.series("search-api", "Latency").noise = 0.02
    it.series("search-api", "Latency").cycle = 0.02
    it.resource("recipe-index", "other")
    at = {"DomainName": "recipe-index", "ClientId": "418295736104"}
    it.metric("recipe-index", "AWS/ES", "SearchLatency", at, "Milliseconds", 61, 0.04)
    it.metric("recipe-index", "AWS/ES", "JVMMemoryPressure", at, "Percent", 58, 0.06, 0.02)
    it.table("favourites", 40)
    it.calls("pantry-web > search-api > recipe-index", "pantry-web > favourites")
    it.says(
        "pantry-web", lambda d: f"GET /recipes/{d.randrange(10**5)} 200 {d.randint(20, 90)} ms", 3
    )
    it.says("pantry-web", "image of recipe is missing, placeholder shown", 0.6, level="WARN")
    it.says(
        "pantry-web",
        "comment refused\nValidationError: body is longer than 2000 characters",
        0.4,
        level="ERROR",
    )
    it.says(
        "search-api",
        lambda d: f"{d.randint(0, 240)} recipes found in {d.randint(150, 255)} ms",
        3.4,
    )
    it.says(
        "search-api",
        lambda d: f"query not understood\nparse error at {d.randint(1, 40)}: unexpected ')'",
        0.7,
        level="ERROR",
    )
    it.says("search-api", "synonym list has 2 duplicates", 0.2, level="WARN")
    it.change(-22000, "deployment", "search-api", "search-api 1.19.0: vegan filter", "woodpecker")
    it.change(-6100, "deployment", "pantry-web", "pantry-web 300: seasonal header", "woodpecker")
    it.change(
        EDITED,
        "configuration",
        "cookbook-search-slow",
        "PutMetricAlarm cookbook-search-slow",
        "assumed-role/terraform/observability",
        {"Threshold": ["350", "180"], "EvaluationPeriods": ["5", "3"]},
    )
    it.alarm(
        "cookbook-search-slow",
        "search-api",
        "Latency",
        180,
        3,
        "Search takes more than 180 ms on the average",
        statistic="AVG",
        updated=EDITED,
    )
    return it.expects("healthy", None, "none", None, ["recipe-index", "pantry-web", "search-api"])
