"""A database whose volume has spent its burst credits, and callers that wait for it."""

from tests.evals import aws, logs
from tests.evals.builder import Incident, scenario, watched

LATE = (
    "An exception occurred while iterating over the results of a query for context "
    "type 'PricingContext'.\n      Npgsql.NpgsqlException (0x80004005): Exception "
    "while reading from stream\n       ---> System.TimeoutException: Timeout during "
    "reading attempt\n         at "
    "Npgsql.Internal.NpgsqlReadBuffer.<Ensure>g__EnsureLong|55_0(NpgsqlReadBuffer)"
)


@scenario("cobbler", "orders", watched(0.67, 0.67))
def cobbler_orders(it: Incident) -> None:
    it.has(
        aws.balancer("cobbler-alb", requests=290, seconds=0.19),
        aws.tasks("orders-web", logs.rails, "cobbler", cpu=38, memory=66),
        aws.tasks(
            "sole-pricing",
            logs.dotnet("Cobbler.Pricing.QuoteService"),
            "cobbler",
            cpu=24,
            memory=41,
        ),
        aws.instance("cobbler-pg", 61, logs.postgres),
    )
    levels = {
        "BurstBalance": ("Percent", 88, 0.004, 0.0),
        "ReadLatency": ("Seconds", 0.0012),
        "DiskQueueDepth": ("Count", 1.0),
    }
    it.measured("cobbler-pg", "AWS/RDS", {"DBInstanceIdentifier": "cobbler-pg"}, levels)
    it.calls("cobbler-alb > orders-web > sole-pricing > cobbler-pg")
    it.log(
        "orders-web 1.3 -232>0.4 | Completed 200 OK in <90..260>ms (Views: <3..20>.1ms)",
        "orders-web 0.3 FATAL | ActionController::RoutingError (No route matches [GET] "
        '"/wp-login.php")',
        "sole-pricing 0.9 -300>0.4 | Quote for last <34..49> priced",
        "cobbler-pg 0.15 | checkpoint complete: wrote <90..500> buffers; write=<20..50>.1 s",
        "cobbler-pg 5 -545.. | duration: <4000..29000>.<100..999> ms  execute <unnamed>: "
        "SELECT p.* FROM sole_prices p WHERE p.last_id = $1 AND p.valid_from <= $2",
        f"sole-pricing 8 ERROR -310.. | {LATE}",
        "orders-web 13 FATAL -236.. x3 | Faraday::TimeoutError (Net::ReadTimeout with "
        "#<TCPSocket:(closed)>): app/services/price_client.rb:22:in `quote'",
    )
    it.moves(-6600, "cobbler-pg BurstBalance 0", ramp=6040)
    it.moves(-560, "cobbler-pg ReadLatency 0.21, DiskQueueDepth 46", ramp=180)
    it.moves(-400, "cobbler-pg DatabaseConnections 118", ramp=240)
    it.moves(-239, "cobbler-alb HTTPCode_Target_5XX_Count 104, TargetResponseTime 9.8")
    it.closely("cobbler-pg ReadLatency")
    it.change(-2460, "deployment orders-web | orders-web 2026.10: footer and cookie banner")
    it.change(-6000, "configuration sole-pricing platform | log filter of health checks")
    it.alarm("cobbler-alb-5xx", "cobbler-alb", "HTTPCode_Target_5XX_Count", 30, periods=3)
    it.expects(
        "cobbler-pg",
        "resource-exhaustion|throttling|infrastructure",
        blames="orders-web|sole-pricing|cobbler-alb",
    )
