"""A feature flag opens a code path that nobody had walked in production (ECS, .NET)."""

import random

from tests.evals.builder import Incident, alb, cache, quarterly, scenario, table, tasks
from tests.evals.dialects import serilog_web, winston

ONSET = -410.0


@scenario("wholesale", "baskets", quarterly())
def flag_bulk_tiers(it: Incident) -> None:
    it.has(
        alb("wholesale-alb", 900, 0.11),
        tasks("storefront", winston("storefront"), "wholesale", 38, None, 0.07),
        tasks("basket-api", serilog_web("basket-api"), "wholesale", 27, None, 0.07),
        tasks("stock-api", serilog_web("stock-api"), "wholesale", 19, None, 0.07),
        cache("basket-redis"),
        table("price-lists", 12),
    )
    it.calls(
        "wholesale-alb > storefront > basket-api > stock-api",
        "basket-api > basket-redis",
        "basket-api > price-lists",
    )
    it.closely("wholesale-alb HTTPCode_Target_5XX_Count", "basket-api CPUUtilization")
    _usual(it)
    it.change(-6900, "deployment basket-api | basket-api 11.2.0: bulk tiers behind a flag")
    it.change(-1980, "deployment stock-api | stock-api 4.0.7: log levels")
    it.change(
        ONSET - 15,
        "configuration basket-api m.lindqvist | AWS AppConfig: StartDeployment of flags "
        "v58, bulk-tier-pricing on for everybody",
        {"bulk-tier-pricing.enabled": {"before": False, "after": True}},
    )
    it.log("basket-api 3 | feature flags refreshed, version 58", since=ONSET - 6, until=ONSET + 30)
    it.says("basket-api", _failed, 13, since=ONSET, level="ERROR", tasks=4)
    it.log(
        "storefront 7 ERROR | basket-api answered 500 for PUT /baskets/<0..99999>/lines\n"
        "Error: Request failed with status code 500\n    at settle "
        "(/app/node_modules/axios/dist/node/axios.cjs:2090:12)",
        since=ONSET,
    )
    it.moves(ONSET, "wholesale-alb HTTPCode_Target_5XX_Count 210")
    it.alarm("wholesale-5xx", "wholesale-alb", "HTTPCode_Target_5XX_Count", 50, 3)
    it.expects(
        "basket-api",
        "configuration|code-defect|deployment",
        mentions="bulk-tier-pricing",
        blames="stock-api|basket-redis|price-lists",
    )


def _usual(it: Incident) -> None:
    it.log("storefront 0.9 | PUT /baskets/<0..99999>/lines 200", falls=(ONSET, 0.7))
    it.log(
        "storefront 0.2 WARN | session cookie expired, redirecting to /login",
        "basket-api 1 | Repriced basket <0..99999> in <4..19> ms",
        "basket-api 0.1 WARN | Failed to determine the https port for redirect.",
        "stock-api 0.6 | Stock of <1..40> articles read",
        "stock-api 0.25 ERROR | Article <0..999999> is not listed any more",
    )


def _failed(dice: random.Random) -> str:
    tier = dice.choice(["PALLET", "CONTAINER", "HALF_PALLET"])
    return (
        "An unhandled exception has occurred while executing the request.\n"
        f"System.Collections.Generic.KeyNotFoundException: The given key '{tier}' was not "
        "present in the dictionary.\n   at "
        "System.Collections.Generic.Dictionary`2.get_Item(TKey key)\n"
        "   at Basket.Pricing.BulkTiers.Apply(Line line) in /src/Pricing/BulkTiers.cs:line "
        "41\n   at Basket.BasketService.Reprice(Basket basket) in "
        "/src/BasketService.cs:line 118"
    )
