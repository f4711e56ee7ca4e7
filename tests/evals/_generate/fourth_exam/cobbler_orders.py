"""A database whose volume has spent its burst credits, and callers that wait for it."""

from __future__ import annotations

from tests.evals._generate.fourth_exam.borough import Borough
from tests.evals._generate.styles import dotnet, postgres, rails

LATE = (
    "An exception occurred while iterating over the results of a query for context type "
    "'PricingContext'.\n"
    "      Npgsql.NpgsqlException (0x80004005): Exception while reading from stream\n"
    "       ---> System.TimeoutException: Timeout during reading attempt\n"
    "         at Npgsql.Internal.NpgsqlReadBuffer.<Ensure>g__EnsureLong|55_0(NpgsqlReadBuffer)"
)


def cobbler_orders() -> Borough:
    case = Borough("cobbler-orders", "cobbler", "orders")
    case.balancer("cobbler-alb", requests=290, seconds=0.19)
    case.tasks("orders-web", rails, "cobbler", cpu=38, memory=66)
    case.tasks("sole-pricing", dotnet("Cobbler.Pricing.QuoteService"), "cobbler", cpu=24, memory=41)
    case.instance("cobbler-pg", 61, postgres)
    levels = {
        "BurstBalance": ("Percent", 88, 0.004, 0.0),
        "ReadLatency": ("Seconds", 0.0012),
        "DiskQueueDepth": ("Count", 1.0),
    }
    case.measured("cobbler-pg", "AWS/RDS", {"DBInstanceIdentifier": "cobbler-pg"}, levels)
    case.calls("cobbler-alb > orders-web > sole-pricing > cobbler-pg")

    case.business(
        "orders-web",
        lambda d: f"Completed 200 OK in {d.randint(90, 260)}ms (Views: {d.randint(3, 20)}.1ms)",
        1.3,
        (-232, 0.4),
    )
    case.says(
        "orders-web",
        'ActionController::RoutingError (No route matches [GET] "/wp-login.php")',
        0.3,
        level="FATAL",
    )
    case.business(
        "sole-pricing", lambda d: f"Quote for last {d.randint(34, 49)} priced", 0.9, (-300, 0.4)
    )
    case.says(
        "cobbler-pg",
        lambda d: (
            f"checkpoint complete: wrote {d.randint(90, 500)} buffers; "
            f"write={d.randint(20, 50)}.1 s"
        ),
        0.15,
    )

    case.says(
        "cobbler-pg",
        lambda d: (
            f"duration: {d.randint(4000, 29000)}.{d.randint(100, 999)} ms  execute <unnamed>: "
            "SELECT p.* FROM sole_prices p WHERE p.last_id = $1 AND p.valid_from <= $2"
        ),
        5,
        since=-545,
    )
    case.says("sole-pricing", LATE, 8, since=-310, level="ERROR")
    case.says(
        "orders-web",
        (
            "Faraday::TimeoutError (Net::ReadTimeout with #<TCPSocket:(closed)>): "
            "app/services/price_client.rb:22:in `quote'"
        ),
        13,
        since=-236,
        level="FATAL",
        tasks=3,
    )
    case.moves("cobbler-pg", -6600, {"BurstBalance": 0}, ramp=6040)
    case.moves("cobbler-pg", -560, {"ReadLatency": 0.21, "DiskQueueDepth": 46}, ramp=180)
    case.moves("cobbler-pg", -400, {"DatabaseConnections": 118}, ramp=240)
    case.moves("cobbler-alb", -239, {"HTTPCode_Target_5XX_Count": 104, "TargetResponseTime": 9.8})
    case.closely("cobbler-pg", "ReadLatency")
    case.change(-2460, "deployment", "orders-web", "orders-web 2026.10: footer and cookie banner")
    case.change(-6000, "configuration", "sole-pricing", "log filter of health checks", "platform")
    case.alarm("cobbler-alb-5xx", "cobbler-alb", "HTTPCode_Target_5XX_Count", 30, periods=3)
    case.expects(
        ["confirmed", "likely"],
        "cobbler-pg",
        ["resource-exhaustion", "throttling", "infrastructure"],
        None,
        ["orders-web", "sole-pricing", "cobbler-alb"],
    )
    return case
