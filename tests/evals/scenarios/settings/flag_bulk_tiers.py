"""A feature flag opens a code path that nobody had walked in production (ECS, .NET)."""

import random

from tests.evals import aws, logs
from tests.evals.builder import Incident, quarterly, scenario

ONSET = -410.0


@scenario("wholesale", "baskets", quarterly())
def flag_bulk_tiers(it: Incident) -> None:
    it.has(
        aws.alb("wholesale-alb", 900, 0.11),
        aws.tasks("storefront", logs.winston("storefront"), "wholesale", 38, None, 0.07),
        aws.tasks("basket-api", logs.serilog_web("basket-api"), "wholesale", 27, None, 0.07),
        aws.tasks("stock-api", logs.serilog_web("stock-api"), "wholesale", 19, None, 0.07),
        aws.cache("basket-redis"),
        aws.table("price-lists", 12),
    )
    it.calls(
        "wholesale-alb > storefront > basket-api > stock-api",
        "basket-api > basket-redis",
        "basket-api > price-lists",
    )
    it.closely("wholesale-alb HTTPCode_Target_5XX_Count", "basket-api CPUUtilization")
    it.log(
        f"storefront 0.9 {ONSET}>0.7 | PUT /baskets/<0..99999>/lines 200",
        "storefront 0.2 WARN | session cookie expired, redirecting to /login",
        "basket-api 1 | Repriced basket <0..99999> in <4..19> ms",
        "basket-api 0.1 WARN | Failed to determine the https port for redirect.",
        "stock-api 0.6 | Stock of <1..40> articles read",
        "stock-api 0.25 ERROR | Article <0..999999> is not listed any more",
    )
    it.change(-6900, "deployment basket-api | basket-api 11.2.0: bulk tiers behind a flag")
    it.change(-1980, "deployment stock-api | stock-api 4.0.7: log levels")
    it.change(
        ONSET - 15,
        "configuration basket-api m.lindqvist | AWS AppConfig: StartDeployment of flags "
        "v58, bulk-tier-pricing on for everybody",
        {"bulk-tier-pricing.enabled": {"before": False, "after": True}},
    )
    it.log(f"basket-api 3 {ONSET - 6}..{ONSET + 30} | feature flags refreshed, version 58")
    it.says("basket-api", _failed, 13, since=ONSET, level="ERROR", tasks=4)
    it.log(
        f"storefront 7 ERROR {ONSET}.. | basket-api answered 500 for PUT "
        "/baskets/<0..99999>/lines\nError: Request failed with status code 500\n"
        "    at settle (/app/node_modules/axios/dist/node/axios.cjs:2090:12)"
    )
    it.moves(ONSET, "wholesale-alb HTTPCode_Target_5XX_Count 210")
    it.alarm("wholesale-5xx", "wholesale-alb", "HTTPCode_Target_5XX_Count", 50, 3)
    it.expects(
        "basket-api",
        "configuration|code-defect|deployment",
        mentions="bulk-tier-pricing",
        blames="stock-api|basket-redis|price-lists",
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
