"""Somebody touched the alarm, and nothing else moved."""

from tests.evals import aws, logs
from tests.evals.builder import EVERY_MINUTE, Incident, scenario

EDITED = -137.0


@scenario("recipes", "cookbook", EVERY_MINUTE)
def recipe_search(it: Incident) -> None:
    it.has(
        aws.tasks("pantry-web", logs.compact(logs.pino("pantry-web-7")), "recipes", 34),
        aws.tasks("search-api", logs.slog("search-api"), "recipes", 45, 48),
    )
    it.measured("search-api", "Recipes/http", {"Service": "search-api"}, aws.requests(880, 201))
    it.series("search-api", "Latency").noise = 0.02
    it.series("search-api", "Latency").cycle = 0.02
    it.has(aws.resource("recipe-index", "other"))
    at = {"DomainName": "recipe-index", "ClientId": "418295736104"}
    it.measured(
        "recipe-index",
        "AWS/ES",
        at,
        {
            "SearchLatency": ("Milliseconds", 61, 0.04),
            "JVMMemoryPressure": ("Percent", 58, 0.06, 0.02),
        },
    )
    it.has(aws.table("favourites", 40))
    it.calls("pantry-web > search-api > recipe-index", "pantry-web > favourites")
    it.log(
        "pantry-web 3 | GET /recipes/<0..99999> 200 <20..90> ms",
        "pantry-web 0.6 WARN | image of recipe is missing, placeholder shown",
        "pantry-web 0.4 ERROR | comment refused\nValidationError: body is longer than 2000 "
        "characters",
        "search-api 3.4 | <0..240> recipes found in <150..255> ms",
        "search-api 0.7 ERROR | query not understood\nparse error at <1..40>: unexpected ')'",
        "search-api 0.2 WARN | synonym list has 2 duplicates",
    )
    it.change(-22000, "deployment search-api woodpecker | search-api 1.19.0: vegan filter")
    it.change(-6100, "deployment pantry-web woodpecker | pantry-web 300: seasonal header")
    it.change(
        EDITED,
        "configuration cookbook-search-slow assumed-role/terraform/observability | "
        "PutMetricAlarm cookbook-search-slow",
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
    it.expects(None, "none", blames="recipe-index|pantry-web|search-api", verdict="healthy")
