"""A backfill that writes more than a read replica can replay."""

from tests.evals.builder import Incident, balancer, function, instance, scenario, tasks, watched
from tests.evals.dialects import pino, postgres, python_lambda

MISSING = (
    "order could not be shown\nOrderNotFoundError: order not found on reader\n"
    "    at OrderReader.byId (/srv/app/dist/orders/reader.js:57:13)\n"
    "    at async /srv/app/dist/routes/orders.js:31:19"
)


@scenario("orchids", "orders", watched(0.7, 0.7))
def orchid_catalogue(it: Incident) -> None:
    it.has(
        balancer("orchid-alb", requests=270, seconds=0.09),
        tasks("orchid-shop", pino("orchid-shop-7c"), "orchids", cpu=31),
        instance("orchid-primary", 55, postgres),
    )
    it.measured(
        "orchid-primary",
        "AWS/RDS",
        {"DBInstanceIdentifier": "orchid-primary"},
        {"TransactionLogsGeneration": ("Bytes/Second", 410000)},
    )
    it.has(instance("orchid-reader", 70, postgres))
    it.measured(
        "orchid-reader",
        "AWS/RDS",
        {"DBInstanceIdentifier": "orchid-reader"},
        {"ReplicaLag": ("Seconds", 0.6)},
    )
    it.has(function("stock-backfill", python_lambda, calls=0.1, ms=9000, errors=0.05))
    it.calls(
        "orchid-alb > orchid-shop > orchid-primary",
        "orchid-shop > orchid-reader",
        "stock-backfill > orchid-primary",
        "orchid-reader > orchid-primary",
    )
    it.log("orchid-shop 1.4 | order <700000..799999> shown", falls=(-240, 0.6))
    it.log(
        "orchid-shop 0.4 | order <700000..799999> placed",
        "orchid-shop 0.3 WARN | image of sku <100..999> too large for preview",
        "orchid-primary 0.2 | could not receive data from client: Connection reset by peer",
    )
    it.log(
        "stock-backfill 2.2 | UPDATE stock SET shelf = ... : <180000..250000> rows of "
        "partition <1..64>",
        since=-905,
    )
    it.log("orchid-reader 0.2 | recovery restart point at 4C/<HEX8>")
    it.log(
        "orchid-reader 1.5 ERROR | canceling statement due to conflict with recovery", since=-700
    )
    it.log(f"orchid-shop 14 ERROR | {MISSING}", since=-233, tasks=3)
    it.moves(-910, "stock-backfill Invocations 12", "stock-backfill Duration 281000")
    it.moves(
        -905,
        "orchid-primary TransactionLogsGeneration 46000000",
        "orchid-primary CPUUtilization 61",
    )
    it.moves(-880, "orchid-reader ReplicaLag 412", ramp=880)
    it.moves(-236, "orchid-alb HTTPCode_Target_5XX_Count 73")
    it.series("orchid-reader", "ReplicaLag").noise = 0.03
    it.closely("orchid-reader ReplicaLag")
    it.change(-5400, "deployment orchid-shop | orchid-shop 44: gift wrapping")
    it.change(
        -930,
        "service-event stock-backfill l.bergstrom | execution started by hand: shelf "
        "numbers for all 41 million rows",
    )
    it.alarm("orchid-alb-5xx", "orchid-alb", "HTTPCode_Target_5XX_Count", 25, periods=3)
    it.expects(
        "orchid-reader|stock-backfill",
        "resource-exhaustion|traffic|infrastructure",
        mentions="lag",
        blames="orchid-shop|orchid-alb",
    )
