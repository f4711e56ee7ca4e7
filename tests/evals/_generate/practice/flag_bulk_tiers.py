"""A feature flag opens a code path that nobody had walked in production (ECS, .NET)."""

from __future__ import annotations

import random

from tests.evals._generate.incident import Incident
from tests.evals._generate.practice.scene import Scene
from tests.evals._generate.practice.voices import serilog, winston

ONSET = -410.0


def build() -> Incident:
    it = Scene("flag-bulk-tiers", "wholesale", "baskets")
    it.balancer("wholesale-alb", 900, 0.11)
    it.container("storefront", winston("storefront"), "wholesale", 38)
    it.container("basket-api", serilog("basket-api"), "wholesale", 27)
    it.container("stock-api", serilog("stock-api"), "wholesale", 19)
    it.cache("basket-redis")
    it.table("price-lists", 12)
    it.calls("wholesale-alb > storefront > basket-api > stock-api", "basket-api > basket-redis")
    it.calls("basket-api > price-lists")
    it.closely("wholesale-alb", "HTTPCode_Target_5XX_Count")
    it.closely("basket-api", "CPUUtilization")
    _usual(it)
    it.change(-6900, "deployment", "basket-api", "basket-api 11.2.0: bulk tiers behind a flag")
    it.change(-1980, "deployment", "stock-api", "stock-api 4.0.7: log levels")
    it.change(
        ONSET - 15,
        "configuration",
        "basket-api",
        "AWS AppConfig: StartDeployment of flags v58, bulk-tier-pricing on for everybody",
        "m.lindqvist",
        {"bulk-tier-pricing.enabled": {"before": False, "after": True}},
    )
    it.says(
        "basket-api", "feature flags refreshed, version 58", 3, since=ONSET - 6, until=ONSET + 30
    )
    it.says("basket-api", _failed, 13, since=ONSET, level="ERROR", tasks=4)
    it.says(
        "storefront",
        lambda d: (
            f"basket-api answered 500 for PUT /baskets/{d.randrange(10**5)}/lines\n"
            "Error: Request failed with status code 500\n    at settle "
            "(/app/node_modules/axios/dist/node/axios.cjs:2090:12)"
        ),
        7,
        since=ONSET,
        level="ERROR",
    )
    it.series("wholesale-alb", "HTTPCode_Target_5XX_Count").shift(ONSET, 210)
    it.alarm("wholesale-5xx", "wholesale-alb", "HTTPCode_Target_5XX_Count", 50, 3)
    return it.expects(
        ["confirmed", "likely"],
        "basket-api",
        ["configuration", "code-defect", "deployment"],
        ["bulk-tier-pricing"],
        ["stock-api", "basket-redis", "price-lists"],
    )


def _usual(it: Scene) -> None:
    it.says(
        "storefront",
        lambda d: f"PUT /baskets/{d.randrange(10**5)}/lines 200",
        0.9,
        dips=(ONSET, 0.7),
    )
    it.says("storefront", "session cookie expired, redirecting to /login", 0.2, level="WARN")
    it.says(
        "basket-api", lambda d: f"Repriced basket {d.randrange(10**5)} in {d.randint(4, 19)} ms", 1
    )
    it.says(
        "basket-api",
        "Failed to determine the https port for redirect.",
        0.1,
        level="WARN",
    )
    it.says("stock-api", lambda d: f"Stock of {d.randint(1, 40)} articles read", 0.6)
    it.says(
        "stock-api",
        lambda d: f"Article {d.randrange(10**6)} is not listed any more",
        0.25,
        level="ERROR",
    )


def _failed(dice: random.Random) -> str:
    tier = dice.choice(["PALLET", "CONTAINER", "HALF_PALLET"])
    return (
        "An unhandled exception has occurred while executing the request.\n"
        "System.Collections.Generic.KeyNotFoundException: The given key "
        f"'{tier}' was not present in the dictionary.\n   at System.Collections.Generic."
        "Dictionary`2.get_Item(TKey key)\n   at Basket.Pricing.BulkTiers.Apply(Line line) in "
        "/src/Pricing/BulkTiers.cs:line 41\n   at Basket.BasketService.Reprice(Basket basket) in "
        "/src/BasketService.cs:line 118"
    )
